# SPDX-License-Identifier: Apache-2.0
"""A locked dataset version stays what it is, whichever door a change comes through."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import picsellia
import pytest
from picsellia import exceptions
from picsellia.types.enums import InferenceType

from tests.harness.pictures import write_jpegs


@dataclass
class Frozen:
    dataset: picsellia.Dataset
    version: picsellia.DatasetVersion
    asset: picsellia.Asset
    tag: picsellia.Tag
    data: picsellia.Data


@pytest.fixture
def frozen(client, tmp_path):
    lake = client.get_datalake()
    data = lake.upload_data(write_jpegs(tmp_path, 2))
    dataset = client.create_dataset(f"d-{uuid.uuid4().hex[:6]}")
    version = dataset.create_version("one", type=InferenceType.OBJECT_DETECTION)
    version.add_data(data)
    tag = version.create_asset_tag("hard")
    asset = version.list_assets()[0]
    version.lock()
    return Frozen(dataset, version, asset, tag, asset.get_data())


DOORS: dict[str, Callable[[Frozen], object]] = {
    "delete the data": lambda f: f.data.delete(),
    "delete the dataset": lambda f: f.dataset.delete(),
    "delete the version": lambda f: f.version.delete(),
    "delete the asset": lambda f: f.asset.delete(),
    "tag an asset": lambda f: f.asset.add_tags(f.tag),
    "rename a tag": lambda f: f.tag.update(name="easy"),
    "delete a tag": lambda f: f.tag.delete(),
    "add a label": lambda f: f.version.create_label("new"),
    "annotate": lambda f: f.asset.create_annotation(),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_locked_version_stays_what_it_is(client, frozen, door):
    with pytest.raises(exceptions.ResourceLockedError, match="locked"):
        DOORS[door](frozen)
    again = client.get_dataset_version_by_id(frozen.version.id)
    assert len(again.list_assets()) == 2
    assert frozen.tag.name == "hard"


def test_data_go_once_the_version_is_unlocked(client, frozen):
    frozen.version.unlock()
    frozen.data.delete()
    assert len(client.get_dataset_version_by_id(frozen.version.id).list_assets()) == 1


def test_assets_take_tags_of_their_own_version_only(
    client: picsellia.Client, api: httpx.Client, other_api: httpx.Client, frozen
) -> None:
    other = frozen.dataset.create_version("two", type=InferenceType.OBJECT_DETECTION)
    lake = client.get_datalake()
    own = {"data_ids": [str(frozen.data.id)]}
    foreign = other_api.get("/api/home/ping").json()["default_organization"]
    theirs = other_api.post(
        f"/api/organization/{foreign}/tags", json={"name": "x", "target_type": "MODEL"}
    ).json()["id"]
    for tag_id in (frozen.tag.id, lake.create_data_tag("data").id, theirs, uuid.uuid4()):
        refused = api.post(
            f"/api/dataset/version/{other.id}/assets", json={**own, "asset_tag_ids": [str(tag_id)]}
        )
        assert refused.status_code == 404
    assert api.get(f"/api/dataset/version/{other.id}/assets").json()["count"] == 0


def test_a_fork_or_copy_of_unknown_assets_is_refused(api: httpx.Client, frozen) -> None:
    other = frozen.dataset.create_version("two", type=InferenceType.OBJECT_DETECTION)
    fork = {"parent_id": str(frozen.version.id), "version": "f", "asset_ids": [str(uuid.uuid4())]}
    assert api.post(f"/api/dataset/{frozen.dataset.id}/fork", json=fork).status_code == 404
    copy = {"destination_id": str(other.id), "asset_ids": [str(uuid.uuid4())]}
    path = f"/api/dataset/version/{frozen.version.id}/assets/copy"
    assert api.post(path, json=copy).status_code == 404


def test_attributes_follow_the_rules_of_metadata_keys(api: httpx.Client, frozen) -> None:
    frozen.version.unlock()
    label = frozen.version.create_label("part")
    for path in (f"/api/dataset/version/{frozen.version.id}", f"/api/label/{label.id}"):
        for wrong in ({"input_type": "DATETIME"}, {"input_type": "INTEGER", "min": 5, "max": 1}):
            body = {"attributes": {"size": wrong}}
            assert api.post(f"{path}/attributes", json=body).status_code == 400

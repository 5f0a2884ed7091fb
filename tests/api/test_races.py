# SPDX-License-Identifier: Apache-2.0
"""The same request at the same time, as retries and threads make it: one row, and no value lost."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.conftest import connect
from tests.harness.everything import Objects, make_everything
from tests.harness.running_platform import Member, RunningPlatform

CALLERS = 6
Call = Callable[[httpx.Client], httpx.Response]
CREATIONS = {
    "/api/organization/{organization_id}/datasets": {"name": "n"},
    "/api/organization/{organization_id}/models": {"name": "n"},
    "/api/organization/{organization_id}/projects": {"name": "n"},
    "/api/organization/{organization_id}/datasources": {"name": "n"},
    "/api/organization/{organization_id}/tags": {"name": "n", "target_type": "MODEL"},
    "/api/datalake/{datalake_id}/tags": {"name": "n"},
    "/api/dataset/{dataset_id}/versions": {"version": "n"},
    "/api/dataset/version/{dataset_version_id}/labels": {"name": "n"},
    "/api/dataset/version/{dataset_version_id}/labelgroups": {"name": "n"},
    "/api/project/{project_id}/experiments": {"name": "n"},
    "/api/model/version/{published_version_id}/deploy": {"name": "n", "disable_serving": True},
    "/api/experiment/{experiment_id}/logs?raise_on_conflict=True": {
        "name": "n",
        "type": "VALUE",
        "data": 1,
    },
}


@pytest.fixture(scope="module")
def owner(platform: RunningPlatform) -> Member:
    return platform.make_member()


@pytest.fixture(scope="module")
def objects(owner: Member, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    with owner.http() as http:
        return make_everything(connect(owner), http, tmp_path_factory.mktemp("races"))


def at_once(owner: Member, call: Call) -> list[int]:
    barrier = threading.Barrier(CALLERS)

    def go(_number: int) -> int:
        with owner.http() as http:
            http.get("/api/home/ping")
            barrier.wait()
            return call(http).status_code

    with ThreadPoolExecutor(CALLERS) as pool:
        return sorted(pool.map(go, range(CALLERS)))


@pytest.mark.parametrize("path", CREATIONS)
def test_one_of_many_creations_wins(owner: Member, objects: Objects, path: str) -> None:
    url = path.format(**objects)
    statuses = at_once(owner, lambda http: http.post(url, json=CREATIONS[path]))
    assert statuses == [200] + [409] * (CALLERS - 1)


@pytest.mark.parametrize("data", [[1], {"train": [1]}])
def test_no_value_of_a_curve_is_lost(owner: Member, objects: Objects, data: object) -> None:
    name = uuid.uuid4().hex
    url = f"/api/experiment/{objects['experiment_id']}/logs"
    body = {"name": name, "type": "LINE", "data": data}
    for _ in range(2):
        assert at_once(owner, lambda http: http.post(url, json=body)) == [200] * CALLERS
    with owner.http() as http:
        kept = http.get(f"{url}/find", params={"name": name}).json()["data"]
    assert len(kept if isinstance(data, list) else kept["train"]) == 2 * CALLERS


def test_imports_at_the_same_time_leave_one_annotation(owner: Member, objects: Objects) -> None:
    url = f"/api/dataset/version/{objects['dataset_version_id']}/bulk-annotations"
    shape = {"label_id": objects["label_id"]}
    annotations = [{"asset_id": objects["asset_id"], "classifications": [shape]}]
    for mode in ("REPLACE", "KEEP"):
        body = {"import_type": mode, "annotations": annotations}
        assert at_once(owner, lambda http, b=body: http.post(url, json=b)) == [200] * CALLERS
    with owner.http() as http:
        found = http.get(f"/api/asset/{objects['asset_id']}/annotations").json()
    assert found["count"] == 1


def test_evaluations_at_the_same_time_leave_one(owner: Member, objects: Objects) -> None:
    url = f"/api/experiment/{objects['experiment_id']}/evaluations"
    body = {"evaluations": [{"asset_id": objects["asset_id"], "rectangles": []}]}
    assert at_once(owner, lambda http: http.post(url, json=body)) == [200] * CALLERS
    with owner.http() as http:
        assert http.get(url).json()["count"] == 1

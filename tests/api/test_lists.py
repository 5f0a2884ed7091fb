# SPDX-License-Identifier: Apache-2.0
"""Every list with every field, operator and order that it offers, and with cursors of others."""

from collections.abc import Iterator

import httpx
import pytest

from sightline.app import wiring
from sightline.kernel.query.fields import catalogue_of
from tests.conftest import connect
from tests.harness.everything import Objects, make_everything
from tests.harness.running_platform import Member, RunningPlatform, server_errors

SEARCHED = {
    "data": "/api/datalake/{datalake_id}/datas",
    "asset": "/api/dataset/version/{dataset_version_id}/assets",
    "evaluation": "/api/experiment/{experiment_id}/evaluations",
    "experiment": "/api/project/{project_id}/experiments",
    "predicted_asset": "/api/deployment/{deployment_id}/predictedassets",
}
PAGED = (
    *SEARCHED.values(),
    "/api/dataset/version/{dataset_version_id}/annotations",
    "/api/organization/{organization_id}/jobs",
    "/api/organization/{organization_id}/datasets",
    "/api/organization/{organization_id}/models",
    "/api/organization/{organization_id}/deployments",
    "/api/dataset/{dataset_id}/versions",
)
VALUES = {
    "text": '"a"',
    "enum": '"DONE"',
    "number": "1.5",
    "boolean": "True",
    "datetime": '"2026-01-01"',
    "uuid": '"019a1fd5-f5a7-7117-8f2a-ba850d82a51a"',
}


@pytest.fixture(scope="module")
def owner(platform: RunningPlatform) -> Member:
    return platform.make_member()


@pytest.fixture(scope="module")
def objects(owner: Member, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    with owner.http() as http:
        return make_everything(connect(owner), http, tmp_path_factory.mktemp("lists"))


@pytest.fixture
def http(owner: Member, platform: RunningPlatform) -> Iterator[httpx.Client]:
    before = len(server_errors(platform))
    with owner.http() as client:
        yield client
    assert not server_errors(platform)[before:]


@pytest.fixture(scope="module")
def fields() -> dict[str, dict[str, str]]:
    """Path -> type of what each list can be searched by."""
    wiring.routers()
    if not (known := catalogue_of("asset")) or not known.entries():
        wiring.bind_ports()
    found = {}
    for name in SEARCHED:
        catalogue = catalogue_of(name)
        assert catalogue is not None
        found[name] = {
            path.replace("*", "some.key"): getattr(field, "type", "text")
            for path, field in catalogue.entries()
        }
    return found


@pytest.mark.parametrize("name", SEARCHED)
def test_every_field_can_be_compared(
    http: httpx.Client, objects: Objects, fields: dict[str, dict[str, str]], name: str
) -> None:
    listed = SEARCHED[name].format(**objects)
    wrong = []
    for path, kind in fields[name].items():
        value = VALUES[kind]
        terms = [f"{path} = {value}", f"{path} != {value}", f"{path} = None", f"{path} != None"]
        terms += [f"{path} in ({value}, None)", f"{path} not in ({value})"]
        if kind in {"text", "enum"}:
            terms += [f"{path} {word} {value}" for word in ("~", "!~", "startswith")]
        query = " or ".join(terms)
        answer = http.get(listed, params={"q": query, "limit": 1})
        if answer.status_code != 200:
            wrong.append((query, answer.text[:200]))
    assert not wrong


@pytest.mark.parametrize("path", PAGED)
def test_a_cursor_is_good_for_its_own_list_and_order_only(
    http: httpx.Client, objects: Objects, path: str
) -> None:
    listed = path.format(**objects)
    offered = http.get(listed, params={"order_by": "nope"}).json()["detail"]
    names = offered.removeprefix("offered: ").split(", ")
    cursors = {
        order: http.get(listed, params={"limit": 1, "order_by": order}).json()["next_cursor"]
        for order in [*names, *(f"-{name}" for name in names)]
    }
    foreign = http.get("/api/models", params={"limit": 1, "order_by": "name"}).json()["next_cursor"]
    for own, cursor in [*cursors.items(), ("", foreign)]:
        for order in cursors if cursor else ():
            asked = {"limit": 1, "order_by": order, "cursor": cursor}
            status = http.get(listed, params=asked).status_code
            # some names are two words for one column
            assert status in ({200} if own == order else {200, 400} if own else {400})
    if cursors["created_at"]:
        asked = {"limit": 1, "order_by": "-id", "cursor": cursors["created_at"]}
        assert http.get(listed, params=asked).status_code == 400

# SPDX-License-Identifier: Apache-2.0
"""Every field that completion proposes can be asked for, with every operator it names."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from tests.conftest import connect
from tests.harness.everything import Objects, make_everything
from tests.harness.running_platform import Member, RunningPlatform, server_errors

LISTS = {
    "data": "/api/datalake/{datalake_id}/datas",
    "asset": "/api/dataset/version/{dataset_version_id}/assets",
    "experiment": "/api/project/{project_id}/experiments",
    "predicted_asset": "/api/deployment/{deployment_id}/predictedassets",
}
VALUES = {
    "text": '"a"',
    "enum": '"a"',
    "any": '"a"',
    "number": "1",
    "boolean": "True",
    "datetime": '"2026-01-01"',
    "uuid": f'"{uuid4()}"',
}


@pytest.fixture(scope="module")
def owner(platform: RunningPlatform) -> Member:
    return platform.make_member()


@pytest.fixture(scope="module")
def objects(owner: Member, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    with owner.http() as http:
        return make_everything(connect(owner), http, tmp_path_factory.mktemp("fields"))


@pytest.fixture(autouse=True)
def quiet(platform: RunningPlatform) -> Iterator[None]:
    before = len(server_errors(platform))
    yield
    assert not server_errors(platform)[before:]


def queries(http: httpx.Client, kind: str) -> list[str]:
    items = http.get("/api/query/introspect", params={"object": kind}).json()["items"]
    return [
        f"{item['path'].replace('*', 'weather')} {operator} "
        + (f"({VALUES[item['type']]})" if operator.endswith("in") else VALUES[item["type"]])
        for item in items
        for operator in item["operators"]
    ]


@pytest.mark.parametrize("kind", LISTS)
def test_every_proposed_comparison_is_answered(kind: str, owner: Member, objects: Objects) -> None:
    with owner.http() as http:
        asked = queries(http, kind)
        path = LISTS[kind].format(**objects)
        answers = {q: http.get(path, params={"q": q, "limit": 1}) for q in asked}

    assert len(asked) > 20
    refused = {q: a.text[:200] for q, a in answers.items() if a.status_code != 200}
    assert refused == {}


def test_data_are_found_by_their_source(owner: Member, objects: Objects) -> None:
    path = LISTS["data"].format(**objects)

    with owner.http() as http:
        found = http.get(path, params={"q": 'source = "camera"'}).json()
        missed = http.get(path, params={"q": 'data_source.name != "camera"'}).json()

    assert [item["id"] for item in found["items"]].count(str(objects["data_id"])) == 1
    assert str(objects["data_id"]) not in [item["id"] for item in missed["items"]]

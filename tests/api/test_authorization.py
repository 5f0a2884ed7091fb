# SPDX-License-Identifier: Apache-2.0
"""Every route of the application against every kind of caller.

The cases are generated from the routes themselves: a route that is added is tested without a word
here, and fails until its path parameters have an example in `tests.harness.everything`.
"""

import json
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from sightline.kernel.principal import ROLE_PERMISSIONS, Permission, Role
from tests.conftest import connect
from tests.harness.everything import Objects, make_everything
from tests.harness.requests_of_routes import (
    Case,
    case_of,
    parameter_key,
    parameters_of,
    served_routes,
)
from tests.harness.running_platform import Member, RunningPlatform

OPEN_ENDED = {"/api/events"}
FOR_OTHER_REASONS = {
    "/api/auth/password",
    "/api/auth/switch",
    "/api/organizations/find",
    "/api/object-storage/{connector_id}/complete_part_upload",
}
"""Answered 403 or 404 although the caller may: wrong password, no such upload."""
ABSENT = {
    "/api/processings/public/find",
    "/api/model/version/{version_id}/context",
    "/api/model/version/{version_id}/public/context",
}
"""Readings whose object the organization of this test does not have."""
LEAVES_FIRST = (
    "/api/organization", "/api/rectangle", "/api/polygon", "/api/line", "/api/point", "/api/classification",
    "/api/mask", "/api/annotation/", "/api/evaluation", "/api/log/", "/api/artifact",
    "/api/logging", "/api/experiment/{experiment_id}/", "/api/data/projection",
    "/api/predicted", "/api/deployment/{deployment_id}/", "/api/deployment",
    "/api/dataset/version/{version_id}/", "/api/dataset/{dataset_id}/", "/api/asset",
    "/api/label/group", "/api/label", "/api/project/{project_id}/", "/api/experiment",
    "/api/project", "/api/model/file", "/api/model/version", "/api/model", "/api/tag",
    "/api/data/source", "/api/datalake/charts", "/api/datalake", "/api/data/{data_id}",
    "/api/processing/{processing_id}/", "/api/processing", "/api/dataset/version",
    "/api/dataset", "/api/auth",
)  # fmt: skip
"""Order of writes, from the leaves to the roots, so that each finds its object."""


@pytest.fixture(scope="module")
def owner(platform: RunningPlatform) -> Member:
    return platform.make_member()


@pytest.fixture(scope="module")
def objects(owner: Member, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    with owner.http() as http:
        return make_everything(connect(owner), http, tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="module")
def cases(platform: RunningPlatform, objects: Objects) -> list[Case]:
    return [case_of(route, objects) for route in served_routes()]


def send(http: httpx.Client, case: Case) -> int:
    return http.request(case.method, case.path, params=case.query, json=case.body).status_code


def wrong(cases: Iterator[Case], http: httpx.Client, *, allowed: set[int]) -> list[str]:
    return [
        f"{case.title} -> {status}" for case in cases if (status := send(http, case)) not in allowed
    ]


def guarded(cases: list[Case]) -> Iterator[Case]:
    return (case for case in cases if case.permission is not Permission.PUBLIC)


def test_every_path_parameter_has_an_example(cases: list[Case], objects: Objects) -> None:
    missing = {
        parameter_key(case.template, name)
        for case in guarded(cases)
        for name in parameters_of(case.template)
    } - set(objects)
    assert len(cases) > 200
    assert not missing


def test_nobody_gets_in_without_credentials(cases: list[Case], platform: RunningPlatform) -> None:
    with httpx.Client(base_url=platform.url) as http:
        assert not wrong(guarded(cases), http, allowed={401})


def test_a_revoked_token_is_worth_nothing(cases: list[Case], owner: Member) -> None:
    with owner.http() as http:
        made = http.post("/api/auth/tokens", json={"name": "short"}).json()
        holder = Member(owner.url, owner.organization_id, made["token"], owner.username)
        with holder.http() as revoked:
            assert revoked.get("/api/home/ping").status_code == 200
            assert http.delete(f"/api/auth/tokens/{made['id']}").status_code == 204
            assert not wrong(guarded(cases), revoked, allowed={401})


@pytest.mark.parametrize("role", [Role.UNPRIVILEGED, Role.READER, Role.USER, Role.ADMIN])
def test_a_role_is_refused_what_it_lacks(
    cases: list[Case], owner: Member, platform: RunningPlatform, role: Role
) -> None:
    refused = (c for c in cases if c.permission not in ROLE_PERMISSIONS[role])
    with platform.make_member(role=role, organization_id=owner.organization_id).http() as http:
        assert not wrong(refused, http, allowed={403})


def test_objects_of_another_organization_do_not_exist(
    cases: list[Case], platform: RunningPlatform
) -> None:
    named = (c for c in guarded(cases) if c.names_objects)
    with platform.make_member().http() as http:
        assert not wrong(named, http, allowed={404})


def test_bodies_cannot_name_objects_of_another_organization(
    cases: list[Case],
    objects: Objects,
    platform: RunningPlatform,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Own objects in the path, foreign ones in the body: nothing may come of it."""
    foreign = platform.make_member()
    with foreign.http() as http:
        own = make_everything(connect(foreign), http, tmp_path_factory.mktemp("foreign"))
        # a delete that names unknown ids has nothing to do; the readings below find all objects
        naming = (c for c in cases if c.method != "DELETE" and names(c, objects))
        mixed = [replace(case_of(c.route, own), body=c.body) for c in naming]
        mixed.sort(key=_depth)
        assert len(mixed) > 15
        assert not wrong(iter(mixed), http, allowed={400, 403, 404, 409, 422})


def names(case: Case, objects: Objects) -> bool:
    """Whether the body of a case holds an id or object name of the organization."""
    kept = {v for k, v in objects.items() if k.endswith(("_id", "object_name"))}
    text = json.dumps(case.body)
    return any(f'"{value}"' in text for value in kept)


def test_another_organization_in_the_header_is_refused(
    cases: list[Case], owner: Member, platform: RunningPlatform
) -> None:
    foreign = platform.make_member()
    foreign.organization_id = owner.organization_id
    with foreign.http() as http:
        named = (c for c in guarded(cases) if "{organization_id}" not in c.template)
        assert not wrong(named, http, allowed={403})


@pytest.mark.parametrize("role", [Role.READER, Role.USER])
def test_readers_and_users_read_everything(
    cases: list[Case], owner: Member, platform: RunningPlatform, role: Role
) -> None:
    reads = (c for c in cases if c.permission is Permission.READ and c.template not in ABSENT)
    with platform.make_member(role=role, organization_id=owner.organization_id).http() as http:
        assert not wrong(reads, http, allowed={200})


def test_the_owner_is_refused_nothing(cases: list[Case], owner: Member) -> None:
    """Deletes the objects, leaves first: it stands last for that."""
    skipped = OPEN_ENDED | FOR_OTHER_REASONS
    mine = (c for c in guarded(cases) if c.template not in skipped)
    writes = sorted((c for c in mine if c.method not in {"GET", "XGET"}), key=_depth)
    with owner.http() as http:
        assert not wrong(iter(writes), http, allowed={200, 201, 204, 400, 409, 422, 423})


def _depth(case: Case) -> tuple[int, bool]:
    starts = (i for i, start in enumerate(LEAVES_FIRST) if case.template.startswith(start))
    return next(starts, len(LEAVES_FIRST)), case.method == "DELETE"

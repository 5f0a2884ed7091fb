# SPDX-License-Identifier: Apache-2.0
"""Every route against requests that make no sense: refused with a reason, never a server error."""

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sightline.kernel.principal import Permission
from tests.conftest import connect
from tests.harness.everything import Objects, make_everything
from tests.harness.requests_of_routes import Case, case_of, served_routes
from tests.harness.running_platform import Member, RunningPlatform, server_errors

DEEP = "[" * 200 + "]" * 200
RAW_BODIES = (
    b"", b"null", b"[]", b"{}", b'"text"', b"17", b"{", b'{"a":NaN}', b"\xff\xfe", b'{"a":1e999}',
    DEEP.encode(), b'{"name":"\\u0000"}', b'{"name":"\\ud800"}', b'{"ids":["x"]}',
    b'["not-an-id"]', b'{"unknown_field":1}',
)  # fmt: skip
WRONG_VALUES: tuple[Any, ...] = (None, -1, 1e308, "\x00", "x" * 30_000, [[]], {"": ""}, [None])
WRONG_SEGMENTS = ("not-an-id", "%00", "..", "0", "00000000-0000-0000-0000-000000000000")
QUERY = {
    "limit": "-1", "offset": "x", "cursor": "abc", "order_by": "nope", "q": "((", "name": "\x00",
    "custom_metadata": "[1]", "id": "1", "version": "99999999999999999999", "status": "nope",
    "tag_type": "nope", "target_type": "nope", "asset_ids": "x",
}  # fmt: skip
SKIPPED = {"/api/events", "/api/auth/password", "/api/auth/login", "/api/auth/login-link"}


@pytest.fixture(scope="module")
def owner(platform: RunningPlatform) -> Member:
    return platform.make_member()


@pytest.fixture(scope="module")
def cases(owner: Member, tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    with owner.http() as http:
        objects: Objects = make_everything(connect(owner), http, tmp_path_factory.mktemp("bad"))
    routes = [case_of(route, objects) for route in served_routes()]
    return [
        c for c in routes if c.permission is not Permission.PUBLIC and c.template not in SKIPPED
    ]


@pytest.fixture(autouse=True)
def quiet(platform: RunningPlatform) -> Iterator[None]:
    before = len(server_errors(platform))
    yield
    assert not server_errors(platform)[before:]


def failing(http: httpx.Client, case: Case, **options: Any) -> Iterator[str]:
    answer = http.request(case.method, options.pop("path", case.path), **options)
    is_told = answer.status_code < 400 or isinstance(answer.json().get("message"), str)
    if answer.status_code >= 500 or not is_told:
        sent = str(options.get("content", options.get("params", "")))[:80]
        yield f"{case.title} -> {answer.status_code} for {sent}"


def test_bodies_that_are_no_body(cases: list[Case], owner: Member) -> None:
    with owner.http() as http:
        found = [
            line
            for case in cases
            if case.body is not None and case.method != "DELETE"
            for raw in RAW_BODIES
            for line in failing(http, case, params=case.query, content=raw)
        ]
    assert not found, found


def test_fields_of_the_wrong_kind(cases: list[Case], owner: Member) -> None:
    with owner.http() as http:
        found = [
            line
            for case in cases
            if isinstance(case.body, dict) and case.method != "DELETE"
            for field in _fields(case)
            for value in WRONG_VALUES
            for line in failing(
                http, case, params=case.query, content=json.dumps({**case.body, field: value})
            )
        ]
    assert not found, found


def _fields(case: Case) -> list[str]:
    """Names of all fields of a body, also those that the example leaves out."""
    kind = case.route.body_field.field_info.annotation if case.route.body_field else None
    return list(getattr(kind, "model_fields", case.body))


def _parameters(case: Case) -> set[str]:
    """Names of the query parameters, those of a shared dependency such as paging too."""
    parts = [case.route.dependant, *case.route.dependant.dependencies]
    return {parameter.alias for part in parts for parameter in part.query_params}


def test_addresses_and_queries_that_make_no_sense(cases: list[Case], owner: Member) -> None:
    found = []
    with owner.http() as http:
        for case in cases:
            for segment in WRONG_SEGMENTS if case.names_objects else ():
                path = re.sub(r"\{\w+[^}]*\}", segment, case.template)
                found += failing(http, case, path=path, params=case.query, json=case.body)
            for name in _parameters(case) & set(QUERY) if case.method in {"GET", "XGET"} else ():
                wrong = {**case.query, name: QUERY[name]}
                found += failing(http, case, params=wrong, json=case.body)
    assert not found, found


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE", "XGET"])
def test_an_unknown_route_is_told_as_such_by_any_method(owner: Member, method: str) -> None:
    with owner.http() as http:
        for path in ("/api/nothing", "/api/nothing/at/all", "/api", "/storage"):
            answer = http.request(method, path)
            assert (answer.status_code, answer.json()["code"]) == (404, "kernel.no_route")
        assert http.get("/any/page").headers["content-type"].startswith("text/html")
        if method != "GET":
            assert http.request(method, "/api/home/ping").status_code == 405

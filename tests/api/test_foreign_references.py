# SPDX-License-Identifier: Apache-2.0
"""Every field of every body that can name an object, optional ones too, names a foreign one.

The rest of each request is the caller's own and valid, so that nothing but the reference can be
the reason of the refusal. The cases are generated from the routes.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from tests.conftest import connect
from tests.harness.everything import Objects, make_everything
from tests.harness.objects import Uploader
from tests.harness.pictures import jpeg_bytes
from tests.harness.requests_of_routes import Case, case_of, served_routes
from tests.harness.running_platform import Member, RunningPlatform

OTHER_WORDS = {
    "asset_tag_ids": "tag_id",
    "tags": "tag_id",
    "tag_ids": "tag_id",
    "shadow_model_version_id": "model_version_id",
    "base_model_version_id": "model_version_id",
    "target_datalake_id": "datalake_id",
    "data_source_id": "source_id",
    "parent_id": "group_id",
    "thumbnail_object_name": "object_name",
    "logging_object_name": "object_name",
    "prediction_id": "oracle_prediction_id",
}
FILTERS = {"/api/dataset/version/{version_id}/annotations/export"}
"""Ids choose among the own objects: a foreign one chooses nothing."""
REFUSED = {400, 403, 404, 409, 422, 423}


@pytest.fixture(scope="module")
def owner(platform: RunningPlatform) -> Member:
    return platform.make_member()


@pytest.fixture(scope="module")
def own(owner: Member, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    with owner.http() as http:
        made = make_everything(connect(owner), http, tmp_path_factory.mktemp("own"))
        # data that exist are answered as they are: only a fresh upload is looked at
        fresh = Uploader(http, owner.organization_id).upload(jpeg_bytes(5))
        return {**made, "object_name": fresh, "file_object_name": fresh}


@pytest.fixture(scope="module")
def foreign(platform: RunningPlatform, tmp_path_factory: pytest.TempPathFactory) -> Objects:
    member = platform.make_member()
    with member.http() as http:
        return make_everything(connect(member), http, tmp_path_factory.mktemp("foreign"))


class Spoiler:
    """Bodies of one route in which exactly one reference is foreign."""

    def __init__(self, case: Case, own: Objects, foreign: Objects) -> None:
        self.own, self.foreign, self.body = own, foreign, case.body
        field = case.route.body_field
        self.schema: dict[str, Any] = (
            TypeAdapter(field.field_info.annotation).json_schema() if field else {}
        )
        self.defs: dict[str, Any] = self.schema.get("$defs", {})

    def bodies(self) -> Iterator[tuple[str, Any]]:
        for trail, value in self._spoiled(self.schema, ""):
            whole = {**self.body, **value} if isinstance(self.body, dict) else value
            yield trail, whole

    def _known(self, name: str, objects: Objects) -> Any:
        singular = name.removesuffix("s") if name.endswith("_ids") else name
        return objects.get(OTHER_WORDS.get(name, singular))

    def _spoiled(self, schema: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
        if "$ref" in schema:
            yield from self._spoiled(self.defs[schema["$ref"].rsplit("/", 1)[-1]], name)
        for option in schema.get("anyOf", []):
            yield from self._spoiled(option, name)
        theirs = self._known(name, self.foreign)
        is_text = schema.get("type") == "string"
        names_object = schema.get("format") == "uuid" or name.endswith("object_name")
        if is_text and names_object and theirs is not None:
            yield name, theirs
        if schema.get("type") == "array":
            for trail, value in self._spoiled(schema.get("items", {}), name):
                yield trail, [value]
        yield from self._in_object(schema)

    def _in_object(self, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        properties = schema.get("properties", {})
        for name, part in properties.items():
            for trail, value in self._spoiled(part, name):
                yield (
                    f"{name}.{trail}" if name != trail else name,
                    {
                        **self._required(schema, name),
                        name: value,
                    },
                )

    def _required(self, schema: dict[str, Any], besides: str) -> dict[str, Any]:
        """Own values for what a nested object needs besides the spoiled field."""
        made = {}
        for name in schema.get("required", []):
            if name != besides:
                part = schema["properties"][name]
                made[name] = self._known(name, self.own) or self._plain(part)
        return made

    def _plain(self, schema: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return self._plain(self.defs[schema["$ref"].rsplit("/", 1)[-1]])
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("type") == "array":
            least = schema.get("minItems", 0)
            return [self._plain(schema.get("items", {})) for _ in range(least)]
        if schema.get("type") == "object":
            return self._required(schema, "")
        return {"string": "x", "number": 1, "integer": 1, "boolean": False}.get(
            str(schema.get("type"))
        )


def test_no_field_of_a_body_takes_a_foreign_object(
    owner: Member, own: Objects, foreign: Objects
) -> None:
    cases = [case_of(route, own) for route in served_routes() if route.body_field is not None]
    found, tried = [], 0
    with owner.http() as http:
        for case in cases:
            if case.method == "DELETE" or case.template.startswith("/api/auth"):
                continue
            for trail, body in Spoiler(case, own, foreign).bodies():
                tried += 1
                found += _taken(http, case, trail, body, foreign)
    assert tried > 60
    assert not found


def _taken(
    http: httpx.Client, case: Case, trail: str, body: Any, foreign: Objects
) -> Iterator[str]:
    answer = http.request(case.method, case.path, params=case.query, json=body)
    if case.method == "XGET" or case.template in FILTERS:
        shown = [v for v in foreign.values() if isinstance(v, str) and len(v) > 30]
        if answer.status_code >= 500 or any(value in answer.text for value in shown):
            yield f"{case.title} {trail} shows a foreign object"
    elif answer.status_code not in REFUSED:
        yield f"{case.title} {trail} -> {answer.status_code} {json.dumps(body)[:200]}"

# SPDX-License-Identifier: Apache-2.0
"""A request for every route of the application, filled with objects of one organization."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from sightline.app import annex, api
from sightline.kernel.principal import Permission
from sightline.kernel.web.router import iter_routes, permission_of
from tests.harness.everything import Objects

SHAPES = ("rectangle", "polygon", "line", "point", "classification", "mask")
QUERIES = {
    "/api/organizations/find": {"name": "nobody"},
    "/api/organization/{organization_id}/tags/find": {"name": "kept", "target_type": "DATASET"},
    "/api/organization/{organization_id}/datasources/find": {"name": "camera"},
    "/api/organization/{organization_id}/processings/find": {"name": "processing"},
    "/api/organization/{organization_id}/datasets/find": {"name": "dataset"},
    "/api/organization/{organization_id}/models/find": {"name": "model"},
    "/api/organization/{organization_id}/projects/find": {"name": "project"},
    "/api/datalake/{datalake_id}/datas/find": {"filename": "picture-000.jpg"},
    "/api/datalake/{datalake_id}/tags/find": {"name": "seen"},
    "/api/dataset/{dataset_id}/versions/find": {"version": "version"},
    "/api/dataset/version/{version_id}/assets/find": {"filename": "picture-000.jpg"},
    "/api/dataset/version/{version_id}/labels/find": {"name": "label"},
    "/api/dataset/version/{version_id}/tags/find": {"name": "hard"},
    "/api/dataset/version/{version_id}/analytics/tags": {"tag_type": "ASSET"},
    "/api/model/version/{version_id}/modelfiles/find": {"name": "model-latest"},
    "/api/model/{model_id}/versions/find": {"name": "number"},
    "/api/project/{project_id}/experiments/find": {"name": "experiment"},
    "/api/experiment/{experiment_id}/datasets/find": {"name": "train"},
    "/api/experiment/{experiment_id}/artifacts/find": {"name": "model-latest"},
    "/api/experiment/{experiment_id}/logs/find": {"name": "loss"},
    "/api/organization/{organization_id}/deployments/find": {"name": "deployment"},
    "/api/deployment/{deployment_id}/predictedassets/find": {"filename": "seen.jpg"},
    "/api/organization/{organization_id}/computeconnectors/find": {"name": "process"},
    "/api/models/find": {"name": "tiny-detector"},
}
"""Queries of routes that find one object by what the caller names."""


@dataclass
class Case:
    """One route as one request."""

    route: APIRoute
    method: str
    template: str
    path: str
    permission: Permission
    names_objects: bool
    query: dict[str, Any] = field(default_factory=dict)
    body: Any = None

    @property
    def title(self) -> str:
        return f"{self.method} {self.template}"


def served_routes() -> list[APIRoute]:
    """The routes of the application without those that answer 501."""
    return [r for r in iter_routes(api.build()) if r.endpoint is not annex.not_served]


def parameter_key(template: str, name: str) -> str:
    """Which object a path parameter means: some names are used by several slices."""
    if name == "version_id":
        return "model_version_id" if "/api/model/" in template else "dataset_version_id"
    if name == "shape_id":
        return template.split("/")[2]
    if name == "file_id":
        return "model_file_id" if "/api/model/" in template else "logging_file_id"
    if name == "name":
        return "input_name"
    return name


def parameters_of(template: str) -> list[str]:
    return re.findall(r"\{(\w+)", template)


def case_of(route: APIRoute, objects: Objects) -> Case:
    """Fill a route with objects; what is missing gets a fresh id."""
    names = parameters_of(route.path)
    path = re.sub(
        r"\{(\w+)[^}]*\}",
        lambda m: str(objects.get(parameter_key(route.path, m[1]), uuid4())),
        route.path,
    )
    query = dict(QUERIES.get(route.path, {}))
    for parameter in route.dependant.query_params:
        if parameter.field_info.is_required() and parameter.alias not in query:
            query[parameter.alias] = _by_name(route.path, parameter.alias, objects) or "x"
    return Case(
        route=route,
        method=next(iter(route.methods or {"GET"})),
        template=route.path,
        path=path,
        permission=permission_of(route.endpoint) or Permission.OWNER,
        names_objects=bool(names),
        query=query,
        body=_body(route, objects),
    )


def _by_name(template: str, name: str, objects: Objects) -> Any:
    """An object for a query parameter ``id`` such as ``…/modelversions/find?id=``."""
    kinds = {
        "datasetversions": "dataset_version_id",
        "modelversions": "model_version_id",
        "experiments": "experiment_id",
        "jobv2s": "job_id",
        "deployments": "deployment_id",
    }
    if name != "id":
        return None
    return next((objects[key] for kind, key in kinds.items() if kind in template), None)


def _body(route: APIRoute, objects: Objects) -> Any:
    if route.body_field is None:
        return None
    schema = TypeAdapter(route.body_field.field_info.annotation).json_schema()
    return _value(schema, schema.get("$defs", {}), "", route.path, objects)


def _value(schema: dict[str, Any], defs: dict[str, Any], name: str, path: str, o: Objects) -> Any:
    """Build a small value that fits a JSON schema; ids by the name of their field."""
    if "$ref" in schema:
        return _value(defs[schema["$ref"].rsplit("/", 1)[-1]], defs, name, path, o)
    if (known := _known(name, path, o)) is not None:
        return [known] if schema.get("type") == "array" else known
    for key in ("anyOf", "allOf", "oneOf"):
        if key in schema:
            return _value(schema[key][0], defs, name, path, o)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    return _of_type(schema, defs, name, path, o)


def _of_type(schema: dict[str, Any], defs: dict[str, Any], name: str, path: str, o: Objects) -> Any:
    kind = schema.get("type")
    if kind == "object" and schema.get("minProperties"):
        item = schema.get("additionalProperties", {})
        return {o["object_name"]: _value(item, defs, name, path, o)}
    if kind == "object":
        wanted = schema.get("required", [])
        return {k: _value(schema["properties"][k], defs, k, path, o) for k in wanted}
    if kind == "array":
        least = schema.get("minItems", 0)
        return [_value(schema.get("items", {}), defs, name, path, o) for _ in range(least)]
    if kind == "string":
        return str(uuid4()) if schema.get("format") == "uuid" else "x" * schema.get("minLength", 1)
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    return {"boolean": False, "null": None}.get(str(kind), 1)


def _known(name: str, path: str, o: Objects) -> Any:
    if name == "object_name" and "/api/object-storage" not in path:
        return o.get("file_object_name")
    if name == "parent_id" and path.endswith("/fork"):
        return o["dataset_version_id"]
    singular = name.removesuffix("s") if name.endswith("_ids") else name
    if singular in ("id", "key", "name", "filename"):
        return None
    return o.get(singular)

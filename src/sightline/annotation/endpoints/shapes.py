# SPDX-License-Identifier: Apache-2.0
"""Routes of shapes: the same for every kind, registered from the table of kinds."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Body
from pydantic import Field, create_model
from starlette.responses import Response

from sightline.annotation import presenters, schemas
from sightline.annotation.repository import annotations as annotation_repository
from sightline.annotation.repository import shapes as repository
from sightline.annotation.service import annotate
from sightline.annotation.shapes import KINDS
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router
from sightline.kernel.web.schemas import Input

router = Router(tags=["shapes"])
LISTED = ("rectangles", "polygons", "lines", "points", "classifications", "masks")
INPUTS: dict[str, type[Input]] = {
    "rectangles": schemas.RectangleInput,
    "polygons": schemas.PolygonInput,
    "lines": schemas.LineInput,
    "points": schemas.PointInput,
    "classifications": schemas.ClassificationInput,
    "masks": schemas.MaskInput,
}


def _lister(kind: str) -> Callable[..., Any]:
    async def list_shapes(ctx: Ctx, annotation_id: UUID) -> Response:
        await annotation_repository.get(ctx.session, ctx.organization_id, annotation_id)
        rows = await repository.of_annotations(
            ctx.session, ctx.organization_id, [annotation_id], kind
        )
        items = [presenters.describe_shape(row) for row in rows]
        return answer({"items": items, "count": len(items)})

    return list_shapes


def _adder(plural: str, kind: str) -> Callable[..., Any]:
    item_type: Any = INPUTS[plural]
    items_type: Any = Annotated[list[item_type], Field(max_length=schemas.MAX_SHAPES)]
    body_type: Any = create_model(  # type: ignore[call-overload]
        f"Bulk{plural.capitalize()}", __base__=Input, **{plural: (items_type, ...)}
    )

    async def add_shapes(ctx: Ctx, annotation_id: UUID, body: Any) -> Response:
        given = [item.model_dump() for item in getattr(body, plural)]
        ids = await annotate.add_shapes(ctx.session, ctx.principal, annotation_id, kind, given)
        rows = await repository.by_ids(ctx.session, ctx.organization_id, ids)
        return answer({plural: [presenters.describe_shape(rows[i]) for i in ids]})

    add_shapes.__annotations__["body"] = Annotated[body_type, Body()]
    return add_shapes


def _getter(kind: str) -> Callable[..., Any]:
    async def get_shape(ctx: Ctx, shape_id: UUID) -> Response:
        row = await repository.get(ctx.session, ctx.organization_id, shape_id, kind)
        return answer(presenters.describe_shape(row))

    return get_shape


def _updater(kind: str) -> Callable[..., Any]:
    async def update_shape(ctx: Ctx, shape_id: UUID, body: schemas.ShapeUpdate) -> Response:
        await annotate.update_shape(ctx.session, ctx.principal, shape_id, kind, body)
        row = await repository.get(ctx.session, ctx.organization_id, shape_id, kind)
        return answer(presenters.describe_shape(row))

    return update_shape


def _remover(kind: str) -> Callable[..., Any]:
    async def delete_shape(ctx: Ctx, shape_id: UUID) -> Response:
        await annotate.delete_shape(ctx.session, ctx.principal, shape_id, kind)
        return no_content()

    return delete_shape


def _register() -> None:
    for plural in LISTED:
        kind = KINDS[plural]
        base, single = "/api/annotation/{annotation_id}", f"/api/{kind}/{{shape_id}}"
        router.read(f"{base}/{plural}", name=f"list_{plural}")(_lister(kind))
        router.create(f"{base}/bulk-{plural}", name=f"add_{plural}")(_adder(plural, kind))
        router.read(single, name=f"get_{kind}")(_getter(kind))
        router.remove(single, status=204, name=f"delete_{kind}")(_remover(kind))
        if kind != "mask":
            router.update(single, name=f"update_{kind}")(_updater(kind))


_register()

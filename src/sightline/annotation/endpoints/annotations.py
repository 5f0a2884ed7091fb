# SPDX-License-Identifier: Apache-2.0
"""Routes of single annotations."""

from uuid import UUID

from starlette.responses import Response

from sightline.annotation import presenters
from sightline.annotation.repository import annotations as repository
from sightline.annotation.schemas import (
    AnnotationCreate,
    AnnotationRead,
    AnnotationSave,
    AnnotationUpdate,
)
from sightline.annotation.service import annotate
from sightline.datasets import api as datasets
from sightline.kernel.errors import NotFound
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["annotations"])


@router.create("/api/asset/{asset_id}/annotations", response_model=AnnotationRead)
async def create_annotation(ctx: Ctx, asset_id: UUID, body: AnnotationCreate) -> Response:
    annotation_id = await annotate.create(ctx.session, ctx.principal, asset_id, body.duration)
    return await get_annotation(ctx, annotation_id)


@router.read("/api/asset/{asset_id}/annotations")
async def list_annotations(ctx: Ctx, asset_id: UUID) -> Response:
    await datasets.get_asset(ctx.session, ctx.organization_id, asset_id)
    rows = await repository.of_asset(ctx.session, ctx.organization_id, asset_id)
    items = [presenters.describe_annotation(row) for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read("/api/asset/{asset_id}/annotations/find", response_model=AnnotationRead)
async def find_annotation(ctx: Ctx, asset_id: UUID) -> Response:
    """Return the newest annotation of an asset."""
    await datasets.get_asset(ctx.session, ctx.organization_id, asset_id)
    rows = await repository.of_asset(ctx.session, ctx.organization_id, asset_id)
    if not rows:
        raise NotFound("This asset has no annotation")
    return answer(presenters.describe_annotation(rows[0]))


@router.read("/api/annotation/{annotation_id}", response_model=AnnotationRead)
async def get_annotation(ctx: Ctx, annotation_id: UUID) -> Response:
    row = await repository.get(ctx.session, ctx.organization_id, annotation_id)
    return answer(presenters.describe_annotation(row))


@router.update("/api/annotation/{annotation_id}", response_model=AnnotationRead)
async def update_annotation(ctx: Ctx, annotation_id: UUID, body: AnnotationUpdate) -> Response:
    await annotate.open_for_writing(ctx.session, ctx.principal, annotation_id)
    await repository.change(
        ctx.session, ctx.organization_id, annotation_id, **body.model_dump(exclude_none=True)
    )
    return await get_annotation(ctx, annotation_id)


@router.remove("/api/annotation/{annotation_id}", status=204)
async def delete_annotation(ctx: Ctx, annotation_id: UUID) -> Response:
    row = await annotate.open_for_writing(ctx.session, ctx.principal, annotation_id)
    await annotate.delete_annotations(
        ctx.session,
        ctx.principal,
        row.dataset_version_id,
        asset_ids=None,
        annotation_ids=[annotation_id],
    )
    return no_content()


@router.create("/api/annotation/{annotation_id}/save", response_model=AnnotationRead)
async def save_annotation(ctx: Ctx, annotation_id: UUID, body: AnnotationSave) -> Response:
    await annotate.save(ctx.session, ctx.principal, annotation_id, body)
    return await get_annotation(ctx, annotation_id)


@router.read("/api/annotation/{annotation_id}/history")
async def get_history(ctx: Ctx, annotation_id: UUID) -> Response:
    """List who changed the annotation, when, and what it was afterwards."""
    await repository.get(ctx.session, ctx.organization_id, annotation_id)
    rows = await repository.history(ctx.session, ctx.organization_id, annotation_id)
    items = [
        {
            "version": row.version,
            "act": row.act,
            "changed_by_id": row.changed_by_id,
            "changed_at": row.created_at,
            "shape_count": row.shape_count,
            "shapes": row.shapes,
        }
        for row in rows
    ]
    return answer({"items": items, "count": len(items)})

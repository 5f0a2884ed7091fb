# SPDX-License-Identifier: Apache-2.0
"""Routes of annotations of whole dataset versions: lists, import, export."""

from typing import Annotated
from uuid import UUID

from fastapi import Body, Query
from starlette.responses import Response

from sightline.annotation import presenters
from sightline.annotation.models import Annotation
from sightline.annotation.repository import annotations as repository
from sightline.annotation.schemas import (
    AnnotationStatus,
    BulkAnnotations,
    DeleteAnnotations,
    ExportInput,
)
from sightline.annotation.service import annotate, export
from sightline.datalake import api as datalake
from sightline.datasets import api as datasets
from sightline.kernel.errors import Invalid, TooLarge
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import PageRequest, Paging, fetch_page
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["annotations"])
DV = "/api/dataset/version/{version_id}"
MAX_BULK_SHAPES = 50_000
ALL_ASSETS = "__all__"


@router.read(f"{DV}/assets/extended")
async def list_extended(ctx: Ctx, version_id: UUID, paging: Paging) -> Response:
    """List assets with the shapes of the annotation that counts."""
    await datasets.get_version(ctx.session, ctx.organization_id, version_id)
    page = await fetch_page(
        ctx.session,
        datasets.asset_statement(ctx.organization_id, version_id),
        sorting=datasets.ASSET_SORTING,
        request=PageRequest(paging.limit or 100, paging.offset, paging.cursor, paging.order_by),
    )
    items = await datasets.describe_assets(
        ctx.session, ctx.organization_id, page.rows, ctx.base_url
    )
    chosen = await repository.preferred(
        ctx.session, ctx.organization_id, [item["id"] for item in items]
    )
    flat = await presenters.describe_flat(ctx.session, ctx.organization_id, list(chosen.values()))
    by_asset = {item["asset_id"]: item for item in flat}
    for item in items:
        item["annotations"] = [by_asset[item["id"]]] if item["id"] in by_asset else []
    return answer(page.body(items))


@router.read(f"{DV}/annotations")
async def list_annotations(
    ctx: Ctx, version_id: UUID, paging: Paging, status: AnnotationStatus | None = None
) -> Response:
    await datasets.get_version(ctx.session, ctx.organization_id, version_id)
    statement = repository.statement(ctx.organization_id).where(
        Annotation.dataset_version_id == version_id
    )
    if status is not None:
        statement = statement.where(Annotation.status == status)
    page = await fetch_page(ctx.session, statement, sorting=repository.SORTING, request=paging)
    return answer(page.body([presenters.describe_annotation(row) for row in page.rows]))


@router.read(f"{DV}/annotations/ids")
async def list_annotation_ids(
    ctx: Ctx,
    version_id: UUID,
    status: AnnotationStatus | None = None,
    asset_ids: Annotated[list[UUID] | None, Query(max_length=1000)] = None,
) -> Response:
    """Return a bare array of ids."""
    await datasets.get_version(ctx.session, ctx.organization_id, version_id)
    found = await repository.ids_of_version(
        ctx.session, ctx.organization_id, version_id, status=status, asset_ids=asset_ids
    )
    return answer(found)


@router.xget(f"{DV}/annotations")
async def load_annotations(
    ctx: Ctx, version_id: UUID, ids: Annotated[list[UUID], Body(max_length=1000)]
) -> Response:
    """Return a bare array of annotations with shapes; labels as text."""
    await datasets.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.of_version(ctx.session, ctx.organization_id, version_id, ids)
    return answer(await presenters.describe_loaded(ctx.session, ctx.organization_id, rows))


@router.remove(f"{DV}/annotations", status=204)
async def delete_annotations(ctx: Ctx, version_id: UUID, body: DeleteAnnotations) -> Response:
    every = ALL_ASSETS in body.asset_ids
    asset_ids = [item for item in body.asset_ids if isinstance(item, UUID)]
    if not every and not asset_ids and not body.annotation_ids:
        raise Invalid('Name assets, annotations, or "__all__"')
    await annotate.delete_annotations(
        ctx.session,
        ctx.principal,
        version_id,
        asset_ids=None if every or not asset_ids else asset_ids,
        annotation_ids=body.annotation_ids,
    )
    return no_content()


@router.create(f"{DV}/bulk-annotations")
async def import_annotations(ctx: Ctx, version_id: UUID, body: BulkAnnotations) -> Response:
    """Import many annotations; return annotation id -> number of shapes made."""
    total = sum(
        len(shapes)
        for item in body.annotations
        for shapes in (item.rectangles, item.polygons, item.masks, item.keypoints)
        if shapes
    )
    if total > MAX_BULK_SHAPES and len(body.annotations) > 1:
        raise TooLarge(f"More than {MAX_BULK_SHAPES} shapes in one call: send fewer annotations")
    counts = await annotate.import_annotations(ctx.session, ctx.principal, version_id, body)
    return answer({str(annotation_id): number for annotation_id, number in counts.items()})


@router.create(f"{DV}/annotations/export")
async def export_annotations(ctx: Ctx, version_id: UUID, body: ExportInput) -> Response:
    """Write a COCO, YOLO or Pascal VOC file and return where it is."""
    name = await export.export_annotations(ctx.session, ctx.organization_id, version_id, body)
    url = datalake.sign_object(name, ctx.base_url, content_type=None)
    return answer({"object_name": name, "presigned_url": url})

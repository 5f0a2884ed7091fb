# SPDX-License-Identifier: Apache-2.0
"""Routes of labels, label groups, skeletons and label attributes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.datalake import api as datalake
from sightline.datalake.schemas import NameInput
from sightline.datasets import presenters
from sightline.datasets.models import Label, LabelGroup
from sightline.datasets.repository import labels as repository
from sightline.datasets.repository import versions as version_repository
from sightline.datasets.schemas import (
    AttributesInput,
    GroupInput,
    GroupUpdate,
    LabelList,
    LabelRead,
    LabelUpdate,
    NamesInput,
    SkeletonInput,
)
from sightline.datasets.service.versions import require_unlocked
from sightline.kernel.errors import Conflict, Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Permission
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["labels"])
DV = "/api/dataset/version/{version_id}"


@router.read(f"{DV}/labels", response_model=LabelList)
async def list_labels(ctx: Ctx, version_id: UUID) -> Response:
    await version_repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.list_labels(ctx.session, ctx.organization_id, version_id)
    items = [presenters.describe_label(row) for row in rows]
    return answer({"items": items, "count": len(items)})


@router.create(f"{DV}/labels", response_model=LabelRead)
async def create_label(ctx: Ctx, version_id: UUID, body: NameInput) -> Response:
    await require_unlocked(ctx.session, ctx.organization_id, version_id)
    if not await repository.add_labels(ctx.session, ctx.organization_id, version_id, [body.name]):
        raise Conflict(f"A label {body.name!r} exists already")
    await _noted(ctx, version_id)
    return await find_label(ctx, version_id, body.name)


@router.read(f"{DV}/labels/find", response_model=LabelRead)
async def find_label(
    ctx: Ctx, version_id: UUID, name: Annotated[str, Query(max_length=200)]
) -> Response:
    await version_repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.list_labels(ctx.session, ctx.organization_id, version_id, names=[name])
    if not rows:
        raise NotFound("No such label")
    return answer(presenters.describe_label(rows[0]))


@router.xget(f"{DV}/bulk-labels", requires=Permission.WRITE)
async def get_or_create_labels(ctx: Ctx, version_id: UUID, body: NamesInput) -> Response:
    """Return labels by name, made if needed; a locked version only returns what it has."""
    await version_repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.list_labels(
        ctx.session, ctx.organization_id, version_id, names=body.names
    )
    if {row.name for row in rows} != set(body.names):
        await require_unlocked(ctx.session, ctx.organization_id, version_id)
        await repository.add_labels(ctx.session, ctx.organization_id, version_id, body.names)
        await _noted(ctx, version_id)
        rows = await repository.list_labels(
            ctx.session, ctx.organization_id, version_id, names=body.names
        )
    by_name = {row.name: presenters.describe_label(row) for row in rows}
    return answer([by_name[name] for name in body.names])


@router.read(f"{DV}/labels/skeleton")
async def list_skeletons(ctx: Ctx, version_id: UUID) -> Response:
    await version_repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.list_labels(ctx.session, ctx.organization_id, version_id)
    return answer({"items": {str(row.id): row.skeleton for row in rows if row.skeleton}})


@router.read(f"{DV}/labelgroups")
async def list_groups(ctx: Ctx, version_id: UUID) -> Response:
    await version_repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await repository.list_groups(ctx.session, ctx.organization_id, version_id)
    items = [_group(row) for row in rows]
    return answer({"items": items, "count": len(items)})


def _group(row: Any) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "parent_id": row.parent_id}


@router.create(f"{DV}/labelgroups")
async def create_group(ctx: Ctx, version_id: UUID, body: GroupInput) -> Response:
    await require_unlocked(ctx.session, ctx.organization_id, version_id)
    await _check_parent(ctx, version_id, body.parent_id)
    group_id = await version_repository.add(
        ctx.session,
        LabelGroup,
        organization_id=ctx.organization_id,
        dataset_version_id=version_id,
        name=body.name,
        parent_id=body.parent_id,
    )
    return await get_group(ctx, group_id)


async def _check_parent(ctx: Ctx, version_id: UUID, group_id: UUID | None) -> None:
    if group_id is not None:
        group = await repository.get_group(ctx.session, ctx.organization_id, group_id)
        if group.dataset_version_id != version_id:
            raise NotFound("No such label group in this version")


@router.read("/api/label/group/{group_id}")
async def get_group(ctx: Ctx, group_id: UUID) -> Response:
    return answer(_group(await repository.get_group(ctx.session, ctx.organization_id, group_id)))


@router.update("/api/label/group/{group_id}")
async def update_group(ctx: Ctx, group_id: UUID, body: GroupUpdate) -> Response:
    row = await repository.get_group(ctx.session, ctx.organization_id, group_id)
    await require_unlocked(ctx.session, ctx.organization_id, row.dataset_version_id)
    await _check_parent(ctx, row.dataset_version_id, body.parent_id)
    await _check_cycle(ctx, group_id, body.parent_id)
    await version_repository.change(
        ctx.session,
        LabelGroup,
        ctx.organization_id,
        group_id,
        **body.model_dump(exclude_none=True),
    )
    return await get_group(ctx, group_id)


async def _check_cycle(ctx: Ctx, group_id: UUID, parent_id: UUID | None) -> None:
    while parent_id is not None:
        if parent_id == group_id:
            raise Invalid("A label group cannot lie below itself")
        parent = await repository.get_group(ctx.session, ctx.organization_id, parent_id)
        parent_id = parent.parent_id


@router.remove("/api/label/group/{group_id}", status=204)
async def delete_group(ctx: Ctx, group_id: UUID) -> Response:
    row = await repository.get_group(ctx.session, ctx.organization_id, group_id)
    await require_unlocked(ctx.session, ctx.organization_id, row.dataset_version_id)
    await version_repository.remove(ctx.session, LabelGroup, ctx.organization_id, group_id)
    await _noted(ctx, row.dataset_version_id)
    return no_content()


@router.read("/api/label/{label_id}", response_model=LabelRead)
async def get_label(ctx: Ctx, label_id: UUID) -> Response:
    row = await repository.get_label(ctx.session, ctx.organization_id, label_id)
    return answer(presenters.describe_label(row))


async def _change(ctx: Ctx, label_id: UUID, **values: Any) -> None:
    row = await repository.get_label(ctx.session, ctx.organization_id, label_id)
    await require_unlocked(ctx.session, ctx.organization_id, row.dataset_version_id)
    await _check_parent(ctx, row.dataset_version_id, values.get("group_id"))
    await version_repository.change(ctx.session, Label, ctx.organization_id, label_id, **values)
    await _noted(ctx, row.dataset_version_id)


@router.update("/api/label/{label_id}", response_model=LabelRead)
async def update_label(ctx: Ctx, label_id: UUID, body: LabelUpdate) -> Response:
    await _change(ctx, label_id, **body.model_dump(exclude_none=True))
    return await get_label(ctx, label_id)


@router.remove("/api/label/{label_id}", status=204)
async def delete_label(ctx: Ctx, label_id: UUID) -> Response:
    """Delete a label with its shapes (DS-10)."""
    row = await repository.get_label(ctx.session, ctx.organization_id, label_id)
    await require_unlocked(ctx.session, ctx.organization_id, row.dataset_version_id)
    await version_repository.remove(ctx.session, Label, ctx.organization_id, label_id)
    await _noted(ctx, row.dataset_version_id)
    return no_content()


@router.read("/api/label/{label_id}/skeleton")
async def get_skeleton(ctx: Ctx, label_id: UUID) -> Response:
    row = await repository.get_label(ctx.session, ctx.organization_id, label_id)
    return answer(row.skeleton or {"vertices": [], "edges": []})


@router.create("/api/label/{label_id}/skeleton")
async def set_skeleton(ctx: Ctx, label_id: UUID, body: SkeletonInput) -> Response:
    if any(not 1 <= end <= len(body.vertices) for edge in body.edges for end in edge):
        raise Invalid("Edges name vertices by number, starting with 1")
    await _change(ctx, label_id, skeleton=body.model_dump())
    return answer(body.model_dump())


@router.read("/api/label/{label_id}/attributes")
async def get_attributes(ctx: Ctx, label_id: UUID) -> Response:
    row = await repository.get_label(ctx.session, ctx.organization_id, label_id)
    return answer({"attributes": row.attributes})


@router.create("/api/label/{label_id}/attributes")
async def set_attributes(ctx: Ctx, label_id: UUID, body: AttributesInput) -> Response:
    datalake.check_attributes(body.attributes or {})
    stored = body.model_dump(exclude_none=True).get("attributes")
    await _change(ctx, label_id, attributes=stored)
    return answer({"attributes": stored})


async def _noted(ctx: Ctx, version_id: UUID) -> None:
    await note_change(ctx.session, ctx.organization_id, "label.updated", [version_id])

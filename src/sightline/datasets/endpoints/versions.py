# SPDX-License-Identifier: Apache-2.0
"""Routes of datasets and dataset versions."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from sightline.accounts import api as accounts
from sightline.datalake import api as datalake
from sightline.datalake.schemas import NameInput, TagList, TagRead
from sightline.datasets import presenters
from sightline.datasets.models import DatasetVersion
from sightline.datasets.repository import labels as label_repository
from sightline.datasets.repository import versions as repository
from sightline.datasets.schemas import (
    AttributesInput,
    ConvertInput,
    DatasetCreate,
    DatasetList,
    DatasetRead,
    DatasetUpdate,
    ForkInput,
    VersionCreate,
    VersionList,
    VersionRead,
    VersionUpdate,
)
from sightline.datasets.service import versions as service
from sightline.jobs import api as jobs
from sightline.kernel.errors import NotFound
from sightline.kernel.ports.annotations import annotations
from sightline.kernel.web.answer import answer, no_content
from sightline.kernel.web.pagination import Paging, fetch_all
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["datasets"])
ORG = "/api/organization/{organization_id}"
DV = "/api/dataset/version/{version_id}"
NameQuery = Annotated[str | None, Query(max_length=200)]


@router.create(f"{ORG}/datasets", response_model=DatasetRead)
async def create_dataset(ctx: Ctx, organization_id: UUID, body: DatasetCreate) -> Response:
    dataset_id = await service.create_dataset(ctx.session, ctx.principal, body)
    row = await repository.get_dataset(ctx.session, organization_id, dataset_id)
    return answer(presenters.describe_dataset(row))


@router.read(f"{ORG}/datasets", response_model=DatasetList)
async def list_datasets(ctx: Ctx, organization_id: UUID, paging: Paging) -> Response:
    page = await fetch_all(
        ctx.session,
        repository.dataset_statement(organization_id),
        sorting=repository.DATASET_SORTING,
        request=paging,
    )
    return answer(page.body([presenters.describe_dataset(row) for row in page.rows]))


@router.read(f"{ORG}/datasets/find", response_model=DatasetRead)
async def find_dataset(
    ctx: Ctx, organization_id: UUID, name: NameQuery = None, id: UUID | None = None
) -> Response:
    row = await repository.find_dataset(ctx.session, organization_id, name=name, dataset_id=id)
    return answer(presenters.describe_dataset(row))


@router.read(f"{ORG}/datasetversions/find", response_model=VersionRead)
async def find_organization_version(ctx: Ctx, organization_id: UUID, id: UUID) -> Response:
    row = await repository.get_version(ctx.session, organization_id, id)
    return answer(presenters.describe_version(row))


@router.read(f"{ORG}/datasetversions", response_model=VersionList)
async def list_organization_versions(ctx: Ctx, organization_id: UUID, paging: Paging) -> Response:
    """List the versions of all datasets, newest first: for choosers."""
    page = await fetch_all(
        ctx.session,
        repository.version_statement(organization_id),
        sorting=repository.VERSION_SORTING,
        request=paging,
    )
    return answer(page.body([presenters.describe_version(row) for row in page.rows]))


@router.read(f"{DV}", response_model=VersionRead)
async def get_version(ctx: Ctx, version_id: UUID) -> Response:
    row = await repository.get_version(ctx.session, ctx.organization_id, version_id)
    items = await presenters.describe_versions(ctx.session, ctx.organization_id, [row])
    return answer(items[0])


@router.update(f"{DV}", response_model=VersionRead)
async def update_version(ctx: Ctx, version_id: UUID, body: VersionUpdate) -> Response:
    await service.update_version(ctx.session, ctx.organization_id, version_id, body)
    return await get_version(ctx, version_id)


@router.remove(f"{DV}", status=204)
async def delete_version(ctx: Ctx, version_id: UUID) -> Response:
    await service.delete_version(ctx.session, ctx.organization_id, version_id)
    return no_content()


@router.read(f"{DV}/stats")
async def get_stats(ctx: Ctx, version_id: UUID) -> Response:
    await repository.get_version(ctx.session, ctx.organization_id, version_id)
    statistics = await annotations().statistics(ctx.session, ctx.organization_id, [version_id])
    numbers = statistics.get(version_id, {"annotations": 0, "objects": 0, "labels": {}})
    labels = await label_repository.list_labels(ctx.session, ctx.organization_id, version_id)
    return answer(
        {
            "label_repartition": {
                row.name: numbers["labels"][row.id] for row in labels if row.id in numbers["labels"]
            },
            "nb_objects": numbers["objects"],
            "nb_annotations": numbers["annotations"],
        }
    )


@router.create(f"{DV}/lock")
async def lock_version(ctx: Ctx, version_id: UUID) -> Response:
    await service.set_locked(ctx.session, ctx.organization_id, version_id, locked=True)
    return answer({})


@router.create(f"{DV}/unlock")
async def unlock_version(ctx: Ctx, version_id: UUID) -> Response:
    await service.set_locked(ctx.session, ctx.organization_id, version_id, locked=False)
    return answer({})


@router.create(f"{DV}/tags", response_model=TagRead)
async def create_tag(ctx: Ctx, version_id: UUID, body: NameInput) -> Response:
    await service.require_unlocked(ctx.session, ctx.organization_id, version_id)
    row = await datalake.create_tag(
        ctx.session, ctx.organization_id, name=body.name, target_type="ASSET", scope_id=version_id
    )
    return answer(datalake.describe_tag(row))


@router.read(f"{DV}/tags", response_model=TagList)
async def list_tags(ctx: Ctx, version_id: UUID) -> Response:
    await repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await datalake.list_tags(
        ctx.session, ctx.organization_id, target_type="ASSET", scope_id=version_id
    )
    items = [datalake.describe_tag(row) for row in rows]
    return answer({"items": items, "count": len(items)})


@router.read(f"{DV}/tags/find", response_model=TagRead)
async def find_tag(
    ctx: Ctx, version_id: UUID, name: Annotated[str, Query(max_length=200)]
) -> Response:
    await repository.get_version(ctx.session, ctx.organization_id, version_id)
    rows = await datalake.list_tags(
        ctx.session, ctx.organization_id, target_type="ASSET", scope_id=version_id, name=name
    )
    if not rows:
        raise NotFound("No such tag")
    return answer(datalake.describe_tag(rows[0]))


@router.create(f"{DV}/tags/convert")
async def convert_tags(ctx: Ctx, version_id: UUID, body: ConvertInput) -> Response:
    await service.convert_tags(
        ctx.session,
        ctx.organization_id,
        version_id,
        tag_ids=body.tag_ids,
        tag_type=body.tag_type,
    )
    return answer(
        await jobs.record_done(
            ctx.session,
            ctx.principal,
            name="Tags to classifications",
            target_type="DATASET_VERSION",
            target_id=version_id,
        )
    )


@router.read(f"{DV}/analytics/tags")
async def analyze_tags(
    ctx: Ctx, version_id: UUID, tag_type: Annotated[str, Query(pattern="^(ASSET|DATA)$")]
) -> Response:
    """Count assets per tag."""
    counts = await service_tag_counts(ctx, version_id, tag_type)
    return answer({"tag_type": tag_type, "tags": counts})


async def service_tag_counts(ctx: Ctx, version_id: UUID, tag_type: str) -> dict[str, int]:
    """Count the assets of a version per tag name."""
    from sightline.datasets.repository import assets as asset_repository

    await repository.get_version(ctx.session, ctx.organization_id, version_id)
    members = await asset_repository.members(ctx.session, ctx.organization_id, version_id)
    carriers = [row.data_id if tag_type == "DATA" else row.id for row in members]
    counts: dict[str, int] = {}
    for tags in (await datalake.tags_of(ctx.session, ctx.organization_id, carriers)).values():
        for tag in tags:
            counts[tag["name"]] = counts.get(tag["name"], 0) + 1
    return counts


@router.read(f"{DV}/attributes")
async def get_attributes(ctx: Ctx, version_id: UUID) -> Response:
    row = await repository.get_version(ctx.session, ctx.organization_id, version_id)
    return answer({"attributes": row.attributes})


@router.create(f"{DV}/attributes")
async def set_attributes(ctx: Ctx, version_id: UUID, body: AttributesInput) -> Response:
    await service.require_unlocked(ctx.session, ctx.organization_id, version_id)
    datalake.check_attributes(body.attributes or {})
    stored = body.model_dump(exclude_none=True).get("attributes")
    await repository.change(
        ctx.session, DatasetVersion, ctx.organization_id, version_id, attributes=stored
    )
    return answer({"attributes": stored})


@router.create("/api/dataset/{dataset_id}/fork")
async def fork_version(ctx: Ctx, dataset_id: UUID, body: ForkInput) -> Response:
    version_id = await service.fork(ctx.session, ctx.principal, dataset_id, body)
    row = await repository.get_version(ctx.session, ctx.organization_id, version_id)
    job = await jobs.record_done(
        ctx.session,
        ctx.principal,
        name=f"Fork {row.dataset_name}/{row.version}",
        target_type="DATASET_VERSION",
        target_id=version_id,
    )
    return answer({"dataset_version": presenters.describe_version(row), "job": job})


@router.read("/api/dataset/{dataset_id}/versions", response_model=VersionList)
async def list_versions(ctx: Ctx, dataset_id: UUID, paging: Paging) -> Response:
    await repository.get_dataset(ctx.session, ctx.organization_id, dataset_id)
    statement = repository.version_statement(ctx.organization_id).where(
        DatasetVersion.dataset_id == dataset_id
    )
    page = await fetch_all(
        ctx.session, statement, sorting=repository.VERSION_SORTING, request=paging
    )
    items = await presenters.describe_versions(ctx.session, ctx.organization_id, page.rows)
    return answer(page.body(items))


@router.read("/api/dataset/{dataset_id}/versions/find", response_model=VersionRead)
async def find_version(
    ctx: Ctx, dataset_id: UUID, version: NameQuery = None, id: UUID | None = None
) -> Response:
    await repository.get_dataset(ctx.session, ctx.organization_id, dataset_id)
    row = await repository.find_version(
        ctx.session, ctx.organization_id, dataset_id, version=version, version_id=id
    )
    return answer(presenters.describe_version(row))


@router.create("/api/dataset/{dataset_id}/versions", response_model=VersionRead)
async def create_version(ctx: Ctx, dataset_id: UUID, body: VersionCreate) -> Response:
    version_id = await service.create_version(ctx.session, ctx.principal, dataset_id, body)
    row = await repository.get_version(ctx.session, ctx.organization_id, version_id)
    return answer(presenters.describe_version(row))


@router.read("/api/dataset/{dataset_id}", response_model=DatasetRead)
async def get_dataset(ctx: Ctx, dataset_id: UUID) -> Response:
    row = await repository.get_dataset(ctx.session, ctx.organization_id, dataset_id)
    tags = await datalake.tags_of(ctx.session, ctx.organization_id, [dataset_id])
    return answer({**presenters.describe_dataset(row), "tags": tags.get(dataset_id, [])})


@router.read("/api/access/dataset/{dataset_id}/users")
async def list_users(ctx: Ctx, dataset_id: UUID) -> Response:
    """List who may see a dataset: the members of the organization who may read."""
    await repository.get_dataset(ctx.session, ctx.organization_id, dataset_id)
    users = await accounts.readers(ctx.session, ctx.organization_id)
    return answer({"users": users, "items": users, "count": len(users)})


@router.update("/api/dataset/{dataset_id}", response_model=DatasetRead)
async def update_dataset(ctx: Ctx, dataset_id: UUID, body: DatasetUpdate) -> Response:
    await service.update_dataset(ctx.session, ctx.organization_id, dataset_id, body)
    return await get_dataset(ctx, dataset_id)


@router.remove("/api/dataset/{dataset_id}", status=204)
async def delete_dataset(ctx: Ctx, dataset_id: UUID) -> Response:
    await service.delete_dataset(ctx.session, ctx.organization_id, dataset_id)
    return no_content()

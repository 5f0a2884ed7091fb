# SPDX-License-Identifier: Apache-2.0
"""Routes that issue object names and signed addresses (api.md §4), and import objects."""

from uuid import UUID

from starlette.responses import Response

from sightline.accounts import api as accounts
from sightline.datalake import objects, presenters
from sightline.datalake.repository import data as data_repository
from sightline.datalake.repository import objects as repository
from sightline.datalake.schemas import (
    CompleteInput,
    ImportByName,
    ImportByPrefix,
    ImportProjections,
    ObjectInput,
    ObjectNameInput,
    PartInput,
)
from sightline.datalake.service import imports
from sightline.jobs import api as jobs
from sightline.kernel.ports import blobs
from sightline.kernel.web.answer import answer
from sightline.kernel.web.router import Ctx, Router

router = Router(tags=["objects"])
PREFIX = "/api/object-storage/{connector_id}"


@router.create("/api/organization/{organization_id}/connector/{connector_id}/generate_object_name")
async def generate_object_name(
    ctx: Ctx, organization_id: UUID, connector_id: UUID, body: ObjectNameInput
) -> Response:
    """Issue a unique name; a repeated request issues another, unused ones cost nothing."""
    await accounts.get_connector(ctx.session, organization_id, connector_id)
    name = objects.new_object_name(body.type, organization_id, body.filename)
    await repository.add(
        ctx.session, organization_id, object_name=name, purpose=body.type, filename=body.filename
    )
    return answer({"object_name": name})


async def _imported(ctx: Ctx, datalake_id: UUID, what: str) -> Response:
    """Answer the datalake and the job of an import that is done."""
    session, organization_id = ctx.session, ctx.organization_id
    row = await data_repository.get_datalake(session, organization_id, datalake_id)
    done = await jobs.record_done(
        session, ctx.principal, name=what, target_type="DATALAKE", target_id=datalake_id
    )
    job = await jobs.job_v2(session, organization_id, done["id"])
    return answer({"datalake": presenters.describe_datalake(row), "job": job})


@router.create("/api/datalake/{datalake_id}/objects")
async def import_objects(
    ctx: Ctx, datalake_id: UUID, body: ImportByName | ImportByPrefix
) -> Response:
    """Make data of objects that already lie in the store, by name or by prefix."""
    if isinstance(body, ImportByName):
        count = await imports.import_by_name(ctx.session, ctx.principal, datalake_id, body)
    else:
        count = await imports.import_by_prefix(ctx.session, ctx.principal, datalake_id, body)
    return await _imported(ctx, datalake_id, f"Import of {count} objects")


@router.create("/api/datalake/{datalake_id}/objects/projections")
async def import_projections(ctx: Ctx, datalake_id: UUID, body: ImportProjections) -> Response:
    """Attach objects that already lie in the store to data, as projections."""
    count = await imports.import_projections(ctx.session, ctx.principal, datalake_id, body)
    return await _imported(ctx, datalake_id, f"Import of {count} projections")


async def _issued(ctx: Ctx, connector_id: UUID, object_name: str) -> str:
    await accounts.get_connector(ctx.session, ctx.organization_id, connector_id)
    row = await repository.get(ctx.session, ctx.organization_id, object_name)
    filename: str = row.filename
    return filename


@router.create(f"{PREFIX}/generate_presigned_url")
async def sign_upload(ctx: Ctx, connector_id: UUID, body: ObjectInput) -> Response:
    await _issued(ctx, connector_id, body.object_name)
    signed = blobs.storage().sign_upload(
        body.object_name, content_type=body.content_type or "", base_url=ctx.base_url
    )
    return answer(
        {
            "client_type": blobs.storage().client_type,
            "presigned_url_data": {"url": signed.url, "fields": signed.fields},
        }
    )


@router.create(f"{PREFIX}/init_multipart_upload")
async def start_multipart(ctx: Ctx, connector_id: UUID, body: ObjectInput) -> Response:
    await _issued(ctx, connector_id, body.object_name)
    upload_id = await blobs.storage().start_multipart(body.object_name)
    return answer({"client_type": blobs.storage().client_type, "upload_id": upload_id})


@router.create(f"{PREFIX}/generate_part_presigned_url")
async def sign_part(ctx: Ctx, connector_id: UUID, body: PartInput) -> Response:
    await _issued(ctx, connector_id, body.object_name)
    url = blobs.storage().sign_part(
        body.object_name, body.upload_id, body.part_no, base_url=ctx.base_url
    )
    return answer({"url": url})


@router.create(f"{PREFIX}/complete_part_upload")
async def complete_multipart(ctx: Ctx, connector_id: UUID, body: CompleteInput) -> Response:
    await _issued(ctx, connector_id, body.object_name)
    parts = [(part.PartNumber, part.ETag) for part in body.parts]
    stored = await blobs.storage().complete_multipart(body.object_name, body.upload_id, parts)
    return answer({"object_name": body.object_name, "size": stored.size_bytes})


@router.create(f"{PREFIX}/retrieve_presigned_url")
async def sign_download(ctx: Ctx, connector_id: UUID, body: ObjectInput) -> Response:
    filename = await _issued(ctx, connector_id, body.object_name)
    url = objects.sign(body.object_name, ctx.base_url, content_type=None, filename=filename)
    return answer({"presigned_url": url})

# SPDX-License-Identifier: Apache-2.0
"""Internal tasks of the datalake."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import structlog

from sightline.datalake import objects
from sightline.datalake.repository import data as repository
from sightline.kernel.errors import AppError, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.images.header import UnreadableImage
from sightline.kernel.images.renditions import make_renditions
from sightline.kernel.ports import blobs
from sightline.kernel.queue.app import context, task

log = structlog.get_logger("datalake.tasks")


@task("datalake.make_data_renditions")
async def make_data_renditions(organization_id: str, data_id: str) -> None:
    """Make thumbnail and display rendition of one image; an unreadable one becomes ERROR."""
    organization, data = UUID(organization_id), UUID(data_id)
    async with context.database.unit_of_work(organization) as session:
        try:
            row = await repository.get_row(session, organization, data)
        except NotFound:
            return
    content = await blobs.storage().read(row.object_name)
    try:
        renditions = await asyncio.to_thread(make_renditions, content)
    except UnreadableImage as error:
        await _mark(organization, data, {"upload_status": "ERROR", "status_reason": error.message})
        return
    for kind, picture in (("thumbnail", renditions.thumbnail), ("display", renditions.display)):
        await _store(objects.rendition_key(data, kind), picture)
    await _mark(organization, data, {"has_renditions": True})


async def _store(key: str, picture: bytes) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield picture

    await blobs.storage().put(key, chunks(), max_bytes=len(picture), replace=True)


async def _mark(organization_id: UUID, data_id: UUID, values: dict[str, object]) -> None:
    try:
        async with context.database.unit_of_work(organization_id) as session:
            await repository.change(session, organization_id, data_id, values)
            await note_change(session, organization_id, "data.updated", [data_id])
    except AppError as error:
        log.info("datalake.data_gone", data_id=str(data_id), reason=error.message)

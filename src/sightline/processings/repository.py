# SPDX-License-Identifier: Apache-2.0
"""Every SQL statement of processings."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id
from sightline.kernel.web.pagination import Order, Sorting
from sightline.processings.models import Processing, ProcessingInput

SORTING = Sorting(
    keys={"id": Processing.id, "name": Processing.name, "created_at": Processing.created_at},
    default=[Order(Processing.id, descending=True)],
    tie_breaker=Processing.id,
)


def statement(*organization_ids: UUID) -> AnySelect:
    """Select processings of organizations."""
    return select(*Processing.__table__.c).where(Processing.organization_id.in_(organization_ids))


async def get(
    session: Session, organization_id: UUID, processing_id: UUID, *, own: bool = False
) -> AnyRow:
    """Return a processing, own or public, or raise `NotFound`; ``own`` leaves public ones out."""
    organizations = [organization_id] if own else [organization_id, PUBLIC_ORGANIZATION_ID]
    found = statement(*organizations).where(Processing.id == processing_id)
    row = (await session.execute(found)).first()
    if row is None:
        raise NotFound("No such processing")
    return row


async def find(session: Session, organization_id: UUID, name: str) -> AnyRow:
    """Return the processing of an organization with a name or raise `NotFound`."""
    found = statement(organization_id).where(Processing.name == name)
    row = (await session.execute(found)).first()
    if row is None:
        raise NotFound("No such processing")
    return row


async def add(session: Session, **values: Any) -> UUID:
    """Insert a processing and return its id."""
    processing_id = new_id()
    await session.execute(insert(Processing).values(id=processing_id, **values))
    return processing_id


async def change(
    session: Session, organization_id: UUID, processing_id: UUID, **values: Any
) -> None:
    """Update a processing."""
    if values:
        await session.execute(
            update(Processing)
            .where(Processing.organization_id == organization_id, Processing.id == processing_id)
            .values(**values)
        )


async def remove(session: Session, organization_id: UUID, processing_id: UUID) -> None:
    """Delete a processing with its inputs; its jobs stay."""
    await session.execute(
        delete(Processing).where(
            Processing.organization_id == organization_id, Processing.id == processing_id
        )
    )


async def inputs_of(
    session: Session, organization_id: UUID, processing_id: UUID
) -> Sequence[AnyRow]:
    """List the inputs of a processing in the order they were declared."""
    found = select(*ProcessingInput.__table__.c).where(
        ProcessingInput.organization_id.in_([organization_id, PUBLIC_ORGANIZATION_ID]),
        ProcessingInput.processing_id == processing_id,
    )
    return (await session.execute(found.order_by(ProcessingInput.id).limit(1000))).all()


async def get_input(
    session: Session, organization_id: UUID, processing_id: UUID, name: str
) -> AnyRow:
    """Return an input by name or raise `NotFound`."""
    for row in await inputs_of(session, organization_id, processing_id):
        if row.name == name:
            return row
    raise NotFound("No such input")


async def add_input(session: Session, **values: Any) -> None:
    """Insert an input."""
    await session.execute(insert(ProcessingInput).values(id=new_id(), **values))


async def change_input(
    session: Session, organization_id: UUID, input_id: UUID, **values: Any
) -> None:
    """Update an input."""
    await session.execute(
        update(ProcessingInput)
        .where(ProcessingInput.organization_id == organization_id, ProcessingInput.id == input_id)
        .values(**values)
    )


async def remove_input(session: Session, organization_id: UUID, input_id: UUID) -> None:
    """Delete an input."""
    await session.execute(
        delete(ProcessingInput).where(
            ProcessingInput.organization_id == organization_id, ProcessingInput.id == input_id
        )
    )

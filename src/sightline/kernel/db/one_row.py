# SPDX-License-Identifier: Apache-2.0
"""Adding, changing and removing one row of a tenant table; repositories offer these as theirs."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, update

from sightline.kernel.db.session import Session
from sightline.kernel.ids import new_id


async def add(session: Session, table: Any, **values: Any) -> UUID:
    """Insert one row and return its id."""
    row_id = new_id()
    await session.execute(insert(table).values(id=row_id, **values))
    return row_id


async def change(
    session: Session, table: Any, organization_id: UUID, row_id: UUID, **values: Any
) -> None:
    """Update the given columns of one row; nothing given changes nothing."""
    if values:
        await session.execute(
            update(table)
            .where(table.organization_id == organization_id, table.id == row_id)
            .values(**values)
        )


async def remove(session: Session, table: Any, organization_id: UUID, row_id: UUID) -> None:
    """Delete one row with what hangs on it."""
    await session.execute(
        delete(table).where(table.organization_id == organization_id, table.id == row_id)
    )

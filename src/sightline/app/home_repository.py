# SPDX-License-Identifier: Apache-2.0
"""Reads of the home page across slices; the composition root may see every table."""

from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, select, text

from sightline.accounts import api as accounts
from sightline.kernel.db.base import Base
from sightline.kernel.db.session import Session

LISTED = ("dataset", "project", "model", "deployment")
COUNTED = (*LISTED, "data", "dataset_version", "experiment", "predicted_asset")
NEWEST = 6


async def probe(session: Session) -> None:
    """Touch the database."""
    await session.execute(text("SELECT 1"))


async def summary(session: Session, organization_id: UUID) -> dict[str, Any]:
    """Return members, newest objects per kind and counts."""
    tables = Base.metadata.tables
    body: dict[str, Any] = {
        "members": [
            {"id": r.id, "username": r.username, "role": r.role}
            for r in await accounts.list_members(session, organization_id)
        ]
    }
    for name in LISTED:
        if name in tables:
            body[f"{name}s"] = await _newest(session, tables[name], organization_id)
    body["counts"] = {
        name: await _count(session, tables[name], organization_id)
        for name in COUNTED
        if name in tables
    }
    return body


async def _newest(session: Session, table: Table, organization_id: UUID) -> list[dict[str, Any]]:
    rows = await session.execute(
        select(table.c.id, table.c.name, table.c.created_at)
        .where(table.c.organization_id == organization_id)
        .order_by(table.c.id.desc())
        .limit(NEWEST)
    )
    return [{"id": r.id, "name": r.name, "created_at": r.created_at} for r in rows]


async def _count(session: Session, table: Table, organization_id: UUID) -> int:
    statement = select(func.count()).where(table.c.organization_id == organization_id)
    return int((await session.execute(statement)).scalar_one())

# SPDX-License-Identifier: Apache-2.0
"""Statements on data items and their searchable metadata."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select, update

from sightline.datalake.models import Data, Datalake, DataMetadata, DataProjection, DataSource
from sightline.kernel.db import one_row
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id
from sightline.kernel.web.pagination import Order, Sorting

COLUMNS = (
    Data.id,
    Data.datalake_id,
    Data.type,
    Data.filename,
    Data.object_name,
    Data.content_type,
    Data.upload_status,
    Data.status_reason,
    Data.file_size,
    Data.width,
    Data.height,
    Data.has_renditions,
    Data.properties,
    Data.custom_metadata,
    Data.data_source_id,
    Data.created_at,
    DataSource.name.label("source_name"),
)
SORTING = Sorting(
    keys={
        "id": Data.id,
        "created_at": Data.created_at,
        "filename": Data.filename,
        "file_size": Data.file_size,
        "content_type": Data.content_type,
        "width": func.coalesce(Data.width, 0),
        "height": func.coalesce(Data.height, 0),
        "data_source": func.coalesce(DataSource.name, ""),
    },
    default=[Order(Data.id, descending=True)],
    tie_breaker=Data.id,
    aliases={"source": "data_source", "data_source__name": "data_source"},
)


def data_statement(organization_id: UUID, datalake_id: UUID | None = None) -> AnySelect:
    """Select data with their source's name."""
    statement = (
        select(*COLUMNS)
        .select_from(Data)
        .outerjoin(
            DataSource,
            and_(
                DataSource.organization_id == Data.organization_id,
                DataSource.id == Data.data_source_id,
            ),
        )
        .where(Data.organization_id == organization_id)
    )
    return statement if datalake_id is None else statement.where(Data.datalake_id == datalake_id)


async def rows_of(session: Session, organization_id: UUID, ids: Sequence[UUID]) -> list[AnyRow]:
    """Return the rows with these ids, in no order; unknown ids are missing."""
    statement = data_statement(organization_id).where(Data.id.in_(ids))
    return list((await session.execute(statement)).all())


async def get_row(session: Session, organization_id: UUID, data_id: UUID) -> AnyRow:
    """Return one row or raise `NotFound`."""
    rows = await rows_of(session, organization_id, [data_id])
    if not rows:
        raise NotFound("No such data")
    return rows[0]


async def by_object_name(session: Session, organization_id: UUID, name: str) -> UUID | None:
    """Find the data that was made from an object."""
    statement = select(Data.id).where(
        Data.organization_id == organization_id, Data.object_name == name
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def add(session: Session, values: Mapping[str, Any]) -> UUID:
    """Insert one data item."""
    statement = insert(Data).values(**values).returning(Data.id)
    row_id: UUID = (await session.execute(statement)).scalar_one()
    return row_id


async def change(
    session: Session, organization_id: UUID, data_id: UUID, values: Mapping[str, Any]
) -> None:
    """Update columns of one data item; `NotFound` when there is none."""
    statement = (
        update(Data)
        .where(Data.organization_id == organization_id, Data.id == data_id)
        .values({getattr(Data, name): value for name, value in values.items()})
        .returning(Data.id)
    )
    if (await session.execute(statement)).first() is None:
        raise NotFound("No such data")


async def remove(session: Session, organization_id: UUID, ids: Sequence[UUID]) -> list[AnyRow]:
    """Delete data with what hangs on them; return (id, datalake_id) of the deleted."""
    statement = (
        delete(Data)
        .where(Data.organization_id == organization_id, Data.id.in_(ids))
        .returning(Data.id, Data.datalake_id)
    )
    return list((await session.execute(statement)).all())


async def replace_metadata(
    session: Session, organization_id: UUID, data_id: UUID, scope: str, values: dict[str, Any]
) -> None:
    """Renew the searchable copy of one scope (``m`` standard, ``c`` custom)."""
    await session.execute(
        delete(DataMetadata).where(
            DataMetadata.organization_id == organization_id,
            DataMetadata.data_id == data_id,
            DataMetadata.scope == scope,
        )
    )
    rows = [
        {
            "id": new_id(),
            "organization_id": organization_id,
            "data_id": data_id,
            "scope": scope,
            "key": key,
            "txt": text,
            "num": number,
        }
        for key, value in values.items()
        for text, number in _searchable(value)
    ]
    if rows:
        await session.execute(insert(DataMetadata), rows)


def _searchable(value: Any) -> list[tuple[str | None, float | None]]:
    if isinstance(value, list):
        return [pair for item in value[:64] for pair in _searchable(item)]
    if isinstance(value, bool):
        return [(str(value).lower(), float(value))]
    if isinstance(value, (int, float)):
        return [(str(value), float(value))]
    return [(value[:1000], None)] if isinstance(value, str) else []


async def existing_ids(
    session: Session, organization_id: UUID, datalake_id: UUID | None, ids: Sequence[UUID]
) -> set[UUID]:
    """Return which of the ids exist (in a datalake, if one is given)."""
    statement = select(Data.id).where(Data.organization_id == organization_id, Data.id.in_(ids))
    if datalake_id is not None:
        statement = statement.where(Data.datalake_id == datalake_id)
    return set((await session.execute(statement)).scalars())


async def get_datalake(session: Session, organization_id: UUID, datalake_id: UUID) -> AnyRow:
    """Return a datalake or raise `NotFound`."""
    rows = await list_datalakes(session, organization_id, datalake_id=datalake_id)
    if not rows:
        raise NotFound("No such datalake")
    return rows[0]


async def data_counts(session: Session, organization_id: UUID) -> dict[UUID, int]:
    """Count the data of each datalake; empty ones are missing."""
    statement = (
        select(Data.datalake_id, func.count())
        .where(Data.organization_id == organization_id)
        .group_by(Data.datalake_id)
    )
    return dict((await session.execute(statement)).tuples().all())


async def list_datalakes(
    session: Session,
    organization_id: UUID,
    *,
    datalake_id: UUID | None = None,
    name: str | None = None,
) -> Sequence[AnyRow]:
    """List datalakes, oldest first: the first is the default."""
    statement = (
        select(
            Datalake.id,
            Datalake.name,
            Datalake.connector_id,
            Datalake.allow_extra_custom_metadata,
            Datalake.custom_metadata_schema,
        )
        .where(Datalake.organization_id == organization_id)
        .order_by(Datalake.id)
        .limit(1000)
    )
    if datalake_id is not None:
        statement = statement.where(Datalake.id == datalake_id)
    if name is not None:
        statement = statement.where(Datalake.name == name)
    return (await session.execute(statement)).all()


async def update_datalake(
    session: Session, organization_id: UUID, datalake_id: UUID, **values: Any
) -> None:
    """Update columns of a datalake."""
    await session.execute(
        update(Datalake)
        .where(Datalake.organization_id == organization_id, Datalake.id == datalake_id)
        .values(**values)
    )


async def projections(
    session: Session,
    organization_id: UUID,
    *,
    data_id: UUID | None = None,
    projection_id: UUID | None = None,
) -> Sequence[AnyRow]:
    """List projections of a data item, or the one with an id."""
    statement = select(*DataProjection.__table__.c).where(
        DataProjection.organization_id == organization_id
    )
    if data_id is not None:
        statement = statement.where(DataProjection.data_id == data_id)
    if projection_id is not None:
        statement = statement.where(DataProjection.id == projection_id)
    return (await session.execute(statement.order_by(DataProjection.id).limit(1000))).all()


async def add_projection(
    session: Session, organization_id: UUID, data_id: UUID, **values: Any
) -> UUID:
    """Insert a projection and return its id."""
    projection_id = new_id()
    await session.execute(
        insert(DataProjection).values(
            id=projection_id, organization_id=organization_id, data_id=data_id, **values
        )
    )
    return projection_id


async def remove_projection(session: Session, organization_id: UUID, projection_id: UUID) -> None:
    """Delete a projection; its object stays in the store."""
    await one_row.remove(session, DataProjection, organization_id, projection_id)


async def add_datalake(session: Session, organization_id: UUID, **values: Any) -> UUID:
    """Insert a datalake and return its id."""
    return await one_row.add(session, Datalake, organization_id=organization_id, **values)


async def find_row(
    session: Session, organization_id: UUID, datalake_id: UUID, criteria: Mapping[str, Any]
) -> Sequence[AnyRow]:
    """Return at most two data of a datalake whose columns have the given values."""
    statement = data_statement(organization_id, datalake_id).where(
        *(getattr(Data, name) == value for name, value in criteria.items())
    )
    return (await session.execute(statement.limit(2))).all()


async def row_of_object(session: Session, organization_id: UUID, object_name: str) -> AnyRow:
    """Return (id, object_name, filename) of the data made from an object or raise `NotFound`."""
    statement = select(Data.id, Data.object_name, Data.filename).where(
        Data.organization_id == organization_id, Data.object_name == object_name
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No data item has this object name")
    return row

# SPDX-License-Identifier: Apache-2.0
"""Statements of charts: saved ones, and the aggregation that each describes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Numeric,
    Text,
    and_,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import aliased

from sightline.datalake.models import Data, DatalakeChart, DataMetadata, DataSource, Tag, TagLink
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id

MAX_GROUPS = 1_000
_relations: dict[str, Callable[[], AnySelect]] = {}
_PLAIN: dict[str, Any] = {
    "ID": Data.id,
    "CREATED_AT": Data.created_at,
    "CONTENT_TYPE": Data.content_type,
    "UPLOAD_STATUS": Data.upload_status,
    "FILE_SIZE": Data.file_size,
}
_AGGREGATES: dict[str, Any] = {
    "AVG": func.avg,
    "COUNT": func.count,
    "MAX": func.max,
    "MIN": func.min,
    "SUM": func.sum,
}


def register_grouping(field: str, statement: Callable[[], AnySelect]) -> None:
    """Let a higher slice say which of its objects data belong to.

    Args:
        field: name of the chart's field.
        statement: builds a select of (organization_id, data_id, label).
    """
    _relations[field] = statement


@dataclass(frozen=True, slots=True)
class Term:
    """A field of a chart.

    Attributes:
        field: of the contract's list.
        key: name of the metadata value, for the two metadata fields.
        is_number: the metadata value is read as a number.
    """

    field: str
    key: str | None = None
    is_number: bool = False


def _joined(statement: AnySelect, term: Term) -> tuple[AnySelect, Any]:
    """Add what a term needs to a statement on data; return it with the term's column."""
    if term.field in _PLAIN:
        return statement, _PLAIN[term.field]
    table, condition, column = _source_of(term)
    return statement.outerjoin(table, condition), column


def _source_of(term: Term) -> tuple[Any, ColumnElement[bool], Any]:
    if term.field == "SOURCE":
        source = aliased(DataSource)
        return source, source.id == Data.data_source_id, source.name
    if term.field in ("METADATA", "CUSTOM_METADATA"):
        value = aliased(DataMetadata)
        scope = "m" if term.field == "METADATA" else "c"
        condition = and_(value.data_id == Data.id, value.scope == scope, value.key == term.key)
        return value, condition, value.num if term.is_number else value.txt
    relation = (_tags_of_data if term.field == "TAG" else _relations[term.field])().subquery()
    return relation, relation.c.data_id == Data.id, relation.c.label


def _tags_of_data() -> AnySelect:
    return select(
        TagLink.organization_id, TagLink.target_id.label("data_id"), Tag.name.label("label")
    ).join(Tag, Tag.id == TagLink.tag_id)


async def aggregate(
    session: Session,
    organization_id: UUID,
    datalake_id: UUID,
    *,
    function: str,
    term: Term,
    group: Term | None,
    condition: ColumnElement[bool],
) -> Sequence[AnyRow]:
    """Compute (group, value); the largest values first, at most `MAX_GROUPS`."""
    statement = select().select_from(Data)
    statement, column = _joined(statement, term)
    if term.field == "ID":
        # ids have an order as text only
        column = column.distinct() if function == "COUNT" else cast(column, Text)
    if function in {"SUM", "AVG"}:
        # a sum of doubles can pass their range: that would be an error of every list of charts
        column = cast(column, Numeric)
    value = _AGGREGATES[function](column)
    grouped: Any = cast(None, Date)
    if group is not None:
        statement, grouped = _joined(statement, group)
        grouped = cast(grouped, Date) if group.field == "CREATED_AT" else grouped
    statement = (
        statement.add_columns(grouped.label("group_key"), value.label("value"))
        .where(Data.organization_id == organization_id, Data.datalake_id == datalake_id, condition)
        .order_by(value.desc().nulls_last(), "group_key")
        .limit(MAX_GROUPS)
    )
    if group is not None:
        statement = statement.group_by(grouped)
    return (await session.execute(statement)).all()


async def list_charts(
    session: Session, organization_id: UUID, datalake_id: UUID
) -> Sequence[AnyRow]:
    """List the charts of a datalake by name."""
    statement = select(*DatalakeChart.__table__.c).where(
        DatalakeChart.organization_id == organization_id,
        DatalakeChart.datalake_id == datalake_id,
    )
    return (await session.execute(statement.order_by(DatalakeChart.name).limit(1_000))).all()


async def get_chart(session: Session, organization_id: UUID, chart_id: UUID) -> AnyRow:
    """Return a chart or raise `NotFound`."""
    statement = select(*DatalakeChart.__table__.c).where(
        DatalakeChart.organization_id == organization_id, DatalakeChart.id == chart_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such chart")
    return row


async def add_chart(session: Session, **values: Any) -> UUID:
    """Insert a chart and return its id."""
    chart_id = new_id()
    await session.execute(insert(DatalakeChart).values(id=chart_id, **values))
    return chart_id


async def change_chart(
    session: Session, organization_id: UUID, chart_id: UUID, **values: Any
) -> None:
    """Update a chart."""
    if values:
        await session.execute(
            update(DatalakeChart)
            .where(DatalakeChart.organization_id == organization_id, DatalakeChart.id == chart_id)
            .values(**values)
        )


async def remove_chart(session: Session, organization_id: UUID, chart_id: UUID) -> None:
    """Delete a chart."""
    await session.execute(
        delete(DatalakeChart).where(
            DatalakeChart.organization_id == organization_id, DatalakeChart.id == chart_id
        )
    )

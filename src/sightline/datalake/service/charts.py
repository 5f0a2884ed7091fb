# SPDX-License-Identifier: Apache-2.0
"""Charts of a datalake: an aggregate of a field, grouped by a field, over what a query finds."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from sightline.datalake.fields import DATA_FIELDS
from sightline.datalake.repository import charts as repository
from sightline.datalake.repository import data as data_repository
from sightline.datalake.repository.charts import Term
from sightline.datalake.schemas import ChartCreate, ChartUpdate
from sightline.kernel.db.session import Session
from sightline.kernel.errors import AppError, Invalid
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal
from sightline.kernel.query.sql import compile_query

NUMERIC_TYPES = ("INTEGER", "FLOAT")
SETTINGS = tuple(ChartUpdate.model_fields)


async def create(
    session: Session, principal: Principal, datalake_id: UUID, body: ChartCreate
) -> UUID:
    """Save a chart; `Conflict` when the name is taken, `Invalid` when it cannot be computed."""
    organization_id = principal.organization_id
    await data_repository.get_datalake(session, organization_id, datalake_id)
    values = body.model_dump()
    _check(values)
    chart_id = await repository.add_chart(
        session,
        organization_id=organization_id,
        datalake_id=datalake_id,
        created_by_id=principal.user_id,
        **values,
    )
    await note_change(session, organization_id, "datalake.updated", [datalake_id])
    return chart_id


async def update(
    session: Session, organization_id: UUID, chart_id: UUID, body: ChartUpdate
) -> None:
    """Change the given settings of a chart; what comes out must be computable."""
    row: Any = await repository.get_chart(session, organization_id, chart_id)
    changes = body.model_dump(exclude_none=True)
    _check({**{name: getattr(row, name) for name in SETTINGS}, **changes})
    await repository.change_chart(session, organization_id, chart_id, **changes)
    await note_change(session, organization_id, "datalake.updated", [row.datalake_id])


async def describe(session: Session, organization_id: UUID, row: Any) -> dict[str, Any]:
    """Build a Chart answer with results made now; ERROR tells why they cannot be made."""
    values = {name: getattr(row, name) for name in SETTINGS}
    body = {"id": row.id, "created_at": row.created_at, **values}
    try:
        results = await _results(session, organization_id, row.datalake_id, values)
    except AppError as error:
        return {**body, "status": "ERROR", "results": {"error": error.message}}
    return {**body, "status": "SUCCESS", "results": results}


async def _results(
    session: Session, organization_id: UUID, datalake_id: UUID, values: dict[str, Any]
) -> dict[str, Any]:
    term, group, condition = _check(values)
    rows = await repository.aggregate(
        session,
        organization_id,
        datalake_id,
        function=values["aggregate_function"],
        term=term,
        group=group,
        condition=condition,
    )
    items = [{"group": row.group_key, "value": _plain(row.value)} for row in rows]
    if group is None:
        return {"value": items[0]["value"]}
    return {"items": items, "is_cut": len(items) == repository.MAX_GROUPS}


def _plain(value: Any) -> Any:
    """Sums and means of whole numbers arrive as decimals."""
    return float(value) if hasattr(value, "as_tuple") else value


def _check(values: dict[str, Any]) -> tuple[Term, Term | None, ColumnElement[bool]]:
    """Read the settings of a chart.

    Raises:
        Invalid: a key is missing or too many, a text cannot be summed, or the filter is no query.
    """
    term = _term(values, "aggregate")
    group = _term(values, "group_by") if values["group_by_field"] is not None else None
    if values["aggregate_function"] in ("AVG", "SUM") and not _is_number(term):
        raise Invalid(f"{values['aggregate_function']} needs a number, {term.field} is none")
    filters = values["filters"] or {}
    query = filters.get("q")
    if set(filters) - {"q"} or not isinstance(query, str | None):
        raise Invalid('The filters of a chart are {"q": "<query on data>"}')
    return term, group, compile_query(query, DATA_FIELDS)


def _is_number(term: Term) -> bool:
    return term.field == "FILE_SIZE" or term.is_number


def _term(values: dict[str, Any], prefix: str) -> Term:
    field = values[f"{prefix}_field"]
    related, key = values[f"{prefix}_related_key"], values[f"{prefix}_json_key"]
    value_type = values[f"{prefix}_json_value_type"]
    if (related is not None) != (field == "METADATA"):
        raise Invalid(f"{prefix}_related_key names the value of METADATA, and of nothing else")
    if not (key is None) == (value_type is None) == (field != "CUSTOM_METADATA"):
        raise Invalid(f"{prefix}_json_key and _value_type go together with CUSTOM_METADATA")
    numeric = value_type in NUMERIC_TYPES or (field == "METADATA" and related in NUMERIC_METADATA)
    return Term(field, related or key, is_number=numeric)


NUMERIC_METADATA = frozenset({"latitude", "longitude", "altitude", "resolution_x", "resolution_y"})
"""Metadata that are numbers by definition (features.md DL-15)."""

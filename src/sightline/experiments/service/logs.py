# SPDX-License-Identifier: Apache-2.0
"""Logs of experiments: values, tables, pictures and lines (XT-02 … XT-05)."""

import math
from typing import Any
from uuid import UUID

from sightline.datalake import api as datalake
from sightline.experiments import log_repository as repository
from sightline.experiments import repository as experiment_repository
from sightline.experiments.schemas import LogCreate
from sightline.experiments.service import log_forms
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid
from sightline.kernel.events.outbox import note_change

MAX_POINTS_PER_CALL = 200_000


async def put_log(
    session: Session,
    organization_id: UUID,
    experiment_id: UUID,
    body: LogCreate,
    *,
    raise_on_conflict: bool,
) -> UUID:
    """Create a log, or add to it: a LINE is appended to, every other type is overwritten.

    Raises:
        Conflict: the name exists and ``raise_on_conflict`` is set.
        Invalid: the data do not fit the type.
    """
    await experiment_repository.get_experiment(session, organization_id, experiment_id)
    await _check(session, organization_id, body.type, body.data)
    values = _points(body.data) if body.type == "LINE" else None
    log_id, present = await _find_or_add(session, organization_id, experiment_id, body, values)
    if present is not None and raise_on_conflict:
        raise Conflict(f"A log {body.name!r} exists already")
    if present is not None:
        await _renew(session, organization_id, present, body, values)
    if values is not None:
        await repository.append_points(session, organization_id, log_id, values)
    await note_change(session, organization_id, "log.updated", [experiment_id])
    return log_id


async def _find_or_add(
    session: Session,
    organization_id: UUID,
    experiment_id: UUID,
    body: LogCreate,
    values: list[float | None] | None,
) -> tuple[UUID, Any]:
    """Return the id of the log of this name and, if it was there before, its row, held."""
    rows = await repository.list_logs(
        session, organization_id, experiment_id, name=body.name, for_update=True
    )
    if not rows:
        stored = body.data if values is None else None
        made = await repository.add(
            session, organization_id, experiment_id, body.name, body.type, stored
        )
        if made is not None:
            return made, None
        # another caller made it a moment ago
        rows = await repository.list_logs(
            session, organization_id, experiment_id, name=body.name, for_update=True
        )
    if not rows:
        raise Conflict(f"The log {body.name!r} was deleted meanwhile; nothing was logged")
    return rows[0].id, rows[0]


async def _renew(
    session: Session,
    organization_id: UUID,
    present: Any,
    body: LogCreate,
    values: list[float | None] | None,
) -> None:
    """Give a log the type and data of a call; the points of a LINE follow."""
    _keep_line(present, body.type, values)
    if present.type != "LINE" or values is None:
        stored = _merged(present, body) if values is None else None
        await repository.change(session, organization_id, present.id, type=body.type, data=stored)


async def _check(session: Session, organization_id: UUID, log_type: str, data: Any) -> None:
    """Refuse data without the form of their type, and pictures that nobody here uploaded."""
    log_forms.check(log_type, data)
    if log_type == "IMAGE":
        await datalake.require_object(session, organization_id, data["object_name"])


def _points(data: Any) -> list[float | None] | None:
    """Read the values of a LINE; None for named series, which are kept as they are."""
    if isinstance(data, dict):
        return None
    items = data if isinstance(data, list) else [data]
    if len(items) > MAX_POINTS_PER_CALL:
        raise Invalid(f"More than {MAX_POINTS_PER_CALL} values in one call")
    return [None if item is None or not math.isfinite(item) else float(item) for item in items]


def _keep_line(present: Any, log_type: str, values: list[float | None] | None) -> None:
    """Refuse what would throw away the values of a LINE.

    Raises:
        Conflict: another type, or series where single values are, or the other way round.
    """
    if present.type != "LINE":
        return
    if log_type != "LINE":
        raise Conflict(
            f"{present.name!r} is a LINE, and its values were kept: delete it to log a {log_type}"
        )
    if (present.data is None and present.point_count and values is None) or (
        present.data is not None and values is not None
    ):
        kind = "named series" if values is not None else "single values"
        raise Conflict(f"The LINE {present.name!r} holds {kind}, and they were kept: log the same")


def _merged(present: Any, body: LogCreate) -> Any:
    """Extend the series of a LINE with an object of series; replace everything else."""
    if body.type != "LINE" or not isinstance(present.data, dict):
        return body.data
    old: dict[str, Any] = dict(present.data)
    for name, values in body.data.items():
        known = old.get(name)
        both = isinstance(known, list) and isinstance(values, list)
        old[name] = [*known, *values] if both else values  # type: ignore[misc]
    return old


async def append(session: Session, organization_id: UUID, log_id: UUID, data: Any) -> None:
    """Append to a LINE."""
    row = await repository.get_log(session, organization_id, log_id)
    if row.type != "LINE":
        raise Invalid("Only a LINE can be appended to")
    body = LogCreate(name=row.name, type="LINE", data=data)
    await put_log(session, organization_id, row.experiment_id, body, raise_on_conflict=False)


async def update(
    session: Session, organization_id: UUID, log_id: UUID, *, name: str | None, data: Any
) -> None:
    """Rename a log or replace its data."""
    row = await repository.get_log(session, organization_id, log_id)
    if name is not None:
        await repository.change(session, organization_id, log_id, name=name)
    if data is None:
        return
    await _check(session, organization_id, row.type, data)
    values = _points(data) if row.type == "LINE" else None
    if row.type == "LINE":
        await repository.clear_points(session, organization_id, log_id)
    if values is not None:
        await repository.append_points(session, organization_id, log_id, values)
    await repository.change(
        session, organization_id, log_id, data=None if values is not None else data
    )
    await note_change(session, organization_id, "log.updated", [row.experiment_id])


async def describe(session: Session, organization_id: UUID, rows: Any) -> list[dict[str, Any]]:
    """Build Log answers; a LINE's data is the list of all its values."""
    lines = [row.id for row in rows if row.type == "LINE" and row.data is None]
    points = await repository.points_of(session, organization_id, lines) if lines else {}
    return [
        {
            "id": row.id,
            "name": row.name,
            "type": row.type,
            "data": points.get(row.id, []) if row.id in set(lines) else row.data,
            "created_at": row.created_at,
        }
        for row in rows
    ]


async def set_value(
    session: Session,
    organization_id: UUID,
    experiment_id: UUID,
    name: str,
    log_type: str,
    data: Any,
) -> None:
    """Write a log on behalf of the platform."""
    await repository.upsert(session, organization_id, experiment_id, name, log_type, data)


async def value_of(session: Session, organization_id: UUID, experiment_id: UUID, name: str) -> Any:
    """Return the data of a log, None when there is none."""
    rows = await repository.list_logs(session, organization_id, experiment_id, name=name)
    return rows[0].data if rows else None

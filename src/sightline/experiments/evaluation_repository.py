# SPDX-License-Identifier: Apache-2.0
"""Statements on evaluations and their shapes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from sightline.datasets import api as datasets
from sightline.experiments import repository
from sightline.experiments.models import Evaluation, EvaluationShape
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.query.fields import Field, FieldCatalogue
from sightline.kernel.web.pagination import Order, Sorting

EVALUATION_FIELDS = FieldCatalogue("evaluation")
EVALUATION_FIELDS.add("id", Field("uuid", Evaluation.id))
EVALUATION_FIELDS.add("created_at", Field("datetime", Evaluation.created_at))
SORTING = Sorting(
    keys={"id": Evaluation.id, "created_at": Evaluation.created_at},
    default=[Order(Evaluation.id, descending=True)],
    tie_breaker=Evaluation.id,
)


def statement(organization_id: UUID, experiment_id: UUID | None = None) -> AnySelect:
    """Select evaluations."""
    chosen = select(*Evaluation.__table__.c).where(Evaluation.organization_id == organization_id)
    return (
        chosen if experiment_id is None else chosen.where(Evaluation.experiment_id == experiment_id)
    )


async def get(session: Session, organization_id: UUID, evaluation_id: UUID) -> AnyRow:
    """Return an evaluation or raise `NotFound`."""
    chosen = statement(organization_id).where(Evaluation.id == evaluation_id)
    return await repository.first(session, chosen, "No such evaluation")


async def rows(
    session: Session, organization_id: UUID, experiment_id: UUID, ids: Sequence[UUID] | None
) -> Sequence[AnyRow]:
    """List the evaluations of an experiment, those with an id in ``ids`` if given."""
    chosen = statement(organization_id, experiment_id)
    if ids is not None:
        chosen = chosen.where(Evaluation.id.in_(ids))
    return (await session.execute(chosen)).all()


async def present(
    session: Session, organization_id: UUID, experiment_id: UUID, asset_ids: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Map assets to the evaluation that an experiment has of them."""
    chosen = select(Evaluation.asset_id, Evaluation.id).where(
        Evaluation.organization_id == organization_id,
        Evaluation.experiment_id == experiment_id,
        Evaluation.asset_id.in_(asset_ids),
    )
    return dict((await session.execute(chosen)).tuples().all())


async def add(
    session: Session, evaluations: Sequence[dict[str, Any]], shapes: Sequence[dict[str, Any]]
) -> None:
    """Insert evaluations and their shapes."""
    if evaluations:
        await session.execute(insert(Evaluation), list(evaluations))
    if shapes:
        await session.execute(insert(EvaluationShape), list(shapes))


async def remove(session: Session, organization_id: UUID, ids: Sequence[UUID]) -> None:
    """Delete evaluations with their shapes."""
    await session.execute(
        delete(Evaluation).where(
            Evaluation.organization_id == organization_id, Evaluation.id.in_(ids)
        )
    )


async def set_metrics(
    session: Session, organization_id: UUID, metrics: Mapping[UUID, dict[str, Any]]
) -> None:
    """Store the metrics of many evaluations in one round."""
    change = (
        update(Evaluation)
        .where(
            Evaluation.organization_id == organization_id,
            Evaluation.id == bindparam("evaluation"),
        )
        .values(metrics=bindparam("measured"))
    )
    found = [{"evaluation": key, "measured": value} for key, value in metrics.items()]
    if found:
        await (await session.connection()).execute(change, found)


async def shapes_of(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    """Map evaluations to their shapes with label names."""
    label = datasets.label_table.c
    chosen = (
        select(*EvaluationShape.__table__.c, label.name.label("label_name"), label.color_index)
        .join(
            datasets.label_table,
            (label.organization_id == EvaluationShape.organization_id)
            & (label.id == EvaluationShape.label_id),
        )
        .where(
            EvaluationShape.organization_id == organization_id,
            EvaluationShape.evaluation_id.in_(ids),
        )
        .order_by(EvaluationShape.id)
    )
    found: dict[UUID, list[Any]] = {}
    for row in await session.execute(chosen):
        found.setdefault(row.evaluation_id, []).append(row)
    return found

# SPDX-License-Identifier: Apache-2.0
"""Statements on deployments and predicted assets."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, insert, select, update

from sightline.datalake import api as datalake
from sightline.deployments.models import (
    Deployment,
    DeploymentLabel,
    DeploymentShape,
    PredictedAsset,
    Prediction,
    PredictionLog,
    Review,
)
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, NotFound
from sightline.kernel.ids import new_id
from sightline.kernel.web.pagination import Order, Sorting

SORTING = Sorting(
    keys={"id": Deployment.id, "name": Deployment.name, "created_at": Deployment.created_at},
    default=[Order(Deployment.id, descending=True)],
    tie_breaker=Deployment.id,
)
data = datalake.data_table
PREDICTED_SORTING = Sorting(
    keys={
        "id": PredictedAsset.id,
        "created_at": PredictedAsset.created_at,
        "status": PredictedAsset.status,
        "filename": data.c.filename,
    },
    default=[Order(PredictedAsset.id, descending=True)],
    tie_breaker=PredictedAsset.id,
)


def deployment_statement(organization_id: UUID) -> AnySelect:
    """Select deployments with the number, mean latency and time of their predictions."""
    log = PredictionLog
    mine = and_(log.organization_id == organization_id, log.deployment_id == Deployment.id)
    return select(
        *Deployment.__table__.c,
        select(func.count()).where(mine).scalar_subquery().label("prediction_count"),
        select(func.max(log.happened_at)).where(mine).scalar_subquery().label("last_prediction_at"),
        select(func.avg(log.latency)).where(mine).scalar_subquery().label("mean_latency"),
    ).where(Deployment.organization_id == organization_id)


def deployments_of_data() -> AnySelect:
    """Select (organization_id, data_id, label) of every prediction."""
    return select(
        PredictedAsset.organization_id,
        PredictedAsset.data_id,
        Deployment.name.label("label"),
    ).join(Deployment, Deployment.id == PredictedAsset.deployment_id)


async def get_deployment(session: Session, organization_id: UUID, deployment_id: UUID) -> AnyRow:
    """Return a deployment's row or raise `NotFound`."""
    statement = select(*Deployment.__table__.c).where(
        Deployment.organization_id == organization_id, Deployment.id == deployment_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such deployment")
    return row


async def find_deployment(
    session: Session, organization_id: UUID, *, name: str | None, deployment_id: UUID | None
) -> AnyRow:
    """Return the deployment with a name or id or raise `NotFound`."""
    statement = deployment_statement(organization_id)
    if name is not None:
        statement = statement.where(Deployment.name == name)
    if deployment_id is not None:
        statement = statement.where(Deployment.id == deployment_id)
    row = (await session.execute(statement)).first()
    if row is None or (name is None and deployment_id is None):
        raise NotFound("No such deployment")
    return row


async def add_deployment(
    session: Session, organization_id: UUID, values: dict[str, Any], labels: dict[int, str]
) -> UUID:
    """Insert a deployment with its labels; `Conflict` when the name is taken."""
    from sqlalchemy.dialects.postgresql import insert as upsert

    deployment_id = new_id()
    statement = (
        upsert(Deployment)
        .values(id=deployment_id, organization_id=organization_id, **values)
        .on_conflict_do_nothing(index_elements=["organization_id", "name"])
        .returning(Deployment.id)
    )
    if (await session.execute(statement)).first() is None:
        raise Conflict(f"There is a deployment named {values['name']} already")
    rows = [
        {"id": new_id(), "organization_id": organization_id, "deployment_id": deployment_id,
         "class_index": index, "name": name, "color_index": position % 24}
        for position, (index, name) in enumerate(sorted(labels.items()))
    ]  # fmt: skip
    if rows:
        await session.execute(insert(DeploymentLabel), rows)
    return deployment_id


async def change_deployment(
    session: Session, organization_id: UUID, deployment_id: UUID, **values: Any
) -> None:
    """Change columns; serving sees it by the grown revision."""
    await session.execute(
        update(Deployment)
        .where(Deployment.organization_id == organization_id, Deployment.id == deployment_id)
        .values(revision=Deployment.revision + 1, **values)
    )


async def remove_deployment(session: Session, organization_id: UUID, deployment_id: UUID) -> None:
    """Delete a deployment with its predictions and reviews; data stay in the datalake."""
    await session.execute(
        delete(Deployment).where(
            Deployment.organization_id == organization_id, Deployment.id == deployment_id
        )
    )


async def labels_of(
    session: Session, organization_id: UUID, deployment_id: UUID
) -> Sequence[AnyRow]:
    """List the labels of a deployment by class index."""
    statement = (
        select(*DeploymentLabel.__table__.c)
        .where(
            DeploymentLabel.organization_id == organization_id,
            DeploymentLabel.deployment_id == deployment_id,
        )
        .order_by(DeploymentLabel.class_index)
    )
    return (await session.execute(statement)).all()


def predicted_statement(organization_id: UUID, deployment_id: UUID | None = None) -> AnySelect:
    """Select predicted assets joined with their data (and its source, for queries)."""
    source = datalake.source_table
    statement = (
        select(*PredictedAsset.__table__.c)
        .join(
            data,
            and_(
                data.c.organization_id == PredictedAsset.organization_id,
                data.c.id == PredictedAsset.data_id,
            ),
        )
        .outerjoin(
            source,
            and_(
                source.c.organization_id == data.c.organization_id,
                source.c.id == data.c.data_source_id,
            ),
        )
        .where(PredictedAsset.organization_id == organization_id)
    )
    if deployment_id is not None:
        statement = statement.where(PredictedAsset.deployment_id == deployment_id)
    return statement


async def get_predicted(
    session: Session, organization_id: UUID, predicted_asset_id: UUID, *, for_update: bool = False
) -> AnyRow:
    """Return a predicted asset or raise `NotFound`; ``for_update`` holds it."""
    statement = select(*PredictedAsset.__table__.c).where(
        PredictedAsset.organization_id == organization_id, PredictedAsset.id == predicted_asset_id
    )
    if for_update:
        statement = statement.with_for_update()
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such predicted asset")
    return row


async def two_of(session: Session, statement: AnySelect) -> Sequence[AnyRow]:
    """Return at most two rows: callers want to know whether there is just one."""
    return (await session.execute(statement.limit(2))).all()


async def predicted_rows(
    session: Session, organization_id: UUID, deployment_id: UUID, ids: Sequence[UUID]
) -> Sequence[AnyRow]:
    """Hold several predicted assets of one deployment, in the order of their ids."""
    statement = (
        select(*PredictedAsset.__table__.c)
        .where(
            PredictedAsset.organization_id == organization_id,
            PredictedAsset.deployment_id == deployment_id,
            PredictedAsset.id.in_(ids),
        )
        .order_by(PredictedAsset.id)
        .with_for_update()
    )
    return (await session.execute(statement)).all()


async def change_predicted(
    session: Session, organization_id: UUID, ids: Sequence[UUID], **values: Any
) -> None:
    """Change columns of predicted assets."""
    await session.execute(
        update(PredictedAsset)
        .where(PredictedAsset.organization_id == organization_id, PredictedAsset.id.in_(ids))
        .values(**values)
    )


async def remove_predicted(session: Session, organization_id: UUID, predicted_id: UUID) -> None:
    """Delete a predicted asset; its data stays in the datalake."""
    await session.execute(
        delete(PredictedAsset).where(
            PredictedAsset.organization_id == organization_id, PredictedAsset.id == predicted_id
        )
    )


async def predictions_of(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    """Map predicted assets to their predictions, champion first."""
    statement = (
        select(*Prediction.__table__.c)
        .where(
            Prediction.organization_id == organization_id, Prediction.predicted_asset_id.in_(ids)
        )
        .order_by(Prediction.predicted_asset_id, Prediction.is_shadow)
    )
    found: dict[UUID, list[Any]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.predicted_asset_id, []).append(row)
    return found


async def reviews_of(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    """Map predicted assets to their reviews, oldest first."""
    statement = (
        select(*Review.__table__.c)
        .where(Review.organization_id == organization_id, Review.predicted_asset_id.in_(ids))
        .order_by(Review.predicted_asset_id, Review.version)
    )
    found: dict[UUID, list[Any]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.predicted_asset_id, []).append(row)
    return found


async def shapes_of(
    session: Session, organization_id: UUID, owner_ids: Sequence[UUID]
) -> dict[UUID, list[Any]]:
    """Map predictions and reviews to their shapes with label names, best score first."""
    shape, label = DeploymentShape, DeploymentLabel
    statement = (
        select(*shape.__table__.c, label.name.label("label_name"), label.color_index,
               label.class_index)
        .join(label, and_(label.organization_id == shape.organization_id,
                          label.id == shape.label_id))
        .where(shape.organization_id == organization_id, shape.owner_id.in_(owner_ids))
        .order_by(shape.owner_id, shape.score.desc().nulls_last(), shape.id)
    )  # fmt: skip
    found: dict[UUID, list[Any]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.owner_id, []).append(row)
    return found


async def outlier_scores(
    session: Session, organization_id: UUID, prediction_ids: Sequence[UUID]
) -> dict[UUID, tuple[float, bool]]:
    """Map oracle predictions to outlier score and verdict; those without a score are missing."""
    statement = select(
        PredictionLog.id, PredictionLog.outlier_score, PredictionLog.is_outlier
    ).where(
        PredictionLog.organization_id == organization_id,
        PredictionLog.id.in_(prediction_ids),
        PredictionLog.outlier_score.is_not(None),
    )
    rows = await session.execute(statement)
    return {row.id: (row.outlier_score, bool(row.is_outlier)) for row in rows}


async def add_shapes(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert shapes of predictions or reviews."""
    if rows:
        await session.execute(insert(DeploymentShape), list(rows))


async def count_by_status(
    session: Session, organization_id: UUID, deployment_id: UUID
) -> dict[str, int]:
    """Count predicted assets by status."""
    statement = (
        select(PredictedAsset.status, func.count())
        .where(
            PredictedAsset.organization_id == organization_id,
            PredictedAsset.deployment_id == deployment_id,
        )
        .group_by(PredictedAsset.status)
    )
    return {status: int(count) for status, count in await session.execute(statement)}


async def add_review(session: Session, **values: Any) -> AnyRow:
    """Insert a review and return its row."""
    statement = insert(Review).values(**values).returning(*Review.__table__.c)
    return (await session.execute(statement)).one()

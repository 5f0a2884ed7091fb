# SPDX-License-Identifier: Apache-2.0
"""Statements on annotations and their history."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update

from sightline.annotation.models import Annotation, AnnotationChange, Shape
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import SQL_NEW_ID, new_id
from sightline.kernel.web.pagination import Order, Sorting

COLUMNS = (
    Annotation.id,
    Annotation.asset_id,
    Annotation.dataset_version_id,
    Annotation.status,
    Annotation.duration,
    Annotation.attributes,
    Annotation.version,
    Annotation.created_by_id,
    Annotation.created_at,
)
SORTING = Sorting(
    keys={
        "id": Annotation.id,
        "created_at": Annotation.created_at,
        "duration": Annotation.duration,
        "status": Annotation.status,
    },
    default=[Order(Annotation.id)],
    tie_breaker=Annotation.id,
)


def statement(organization_id: UUID) -> AnySelect:
    """Select annotations."""
    return select(*COLUMNS).where(Annotation.organization_id == organization_id)


async def get(
    session: Session, organization_id: UUID, annotation_id: UUID, *, for_update: bool = False
) -> AnyRow:
    """Return an annotation or raise `NotFound`; ``for_update`` serializes writers."""
    chosen = statement(organization_id).where(Annotation.id == annotation_id)
    row = (await session.execute(chosen.with_for_update() if for_update else chosen)).first()
    if row is None:
        raise NotFound("No such annotation")
    return row


async def of_asset(session: Session, organization_id: UUID, asset_id: UUID) -> Sequence[AnyRow]:
    """List the annotations of an asset, newest first."""
    chosen = statement(organization_id).where(Annotation.asset_id == asset_id)
    return (await session.execute(chosen.order_by(Annotation.id.desc()).limit(1000))).all()


async def preferred(
    session: Session,
    organization_id: UUID,
    asset_ids: Sequence[UUID],
    *,
    status: str | None = None,
) -> dict[UUID, AnyRow]:
    """Map assets to the annotation that counts: the accepted one, else the newest (DS-15)."""
    chosen = statement(organization_id).where(Annotation.asset_id.in_(asset_ids))
    if status is not None:
        chosen = chosen.where(Annotation.status == status)
    chosen = chosen.distinct(Annotation.asset_id).order_by(
        Annotation.asset_id, (Annotation.status == "ACCEPTED").desc(), Annotation.id.desc()
    )
    return {row.asset_id: row for row in await session.execute(chosen)}


async def add(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert annotations."""
    if rows:
        await session.execute(insert(Annotation), list(rows))


async def change(
    session: Session, organization_id: UUID, annotation_id: UUID, **values: Any
) -> int:
    """Update an annotation and count its version up; return the new version."""
    changed = (
        update(Annotation)
        .where(Annotation.organization_id == organization_id, Annotation.id == annotation_id)
        .values(version=Annotation.version + 1, updated_at=func.now(), **values)
        .returning(Annotation.version)
    )
    return int((await session.execute(changed)).scalar_one())


async def remove(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    *,
    asset_ids: Sequence[UUID] | None,
    annotation_ids: Sequence[UUID] | None = None,
) -> list[UUID]:
    """Delete annotations of assets (None: of all assets); return their ids."""
    chosen = delete(Annotation).where(
        Annotation.organization_id == organization_id,
        Annotation.dataset_version_id == version_id,
    )
    if asset_ids is not None:
        chosen = chosen.where(Annotation.asset_id.in_(asset_ids))
    if annotation_ids is not None:
        chosen = chosen.where(Annotation.id.in_(annotation_ids))
    return list((await session.execute(chosen.returning(Annotation.id))).scalars())


async def record(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Append to the history."""
    if rows:
        await session.execute(insert(AnnotationChange), [{"id": new_id(), **row} for row in rows])


async def history(session: Session, organization_id: UUID, annotation_id: UUID) -> Sequence[AnyRow]:
    """List the history of an annotation, oldest first."""
    chosen = (
        select(*AnnotationChange.__table__.c)
        .where(
            AnnotationChange.organization_id == organization_id,
            AnnotationChange.annotation_id == annotation_id,
        )
        .order_by(AnnotationChange.id)
        .limit(1000)
    )
    return (await session.execute(chosen)).all()


async def counts(
    session: Session, organization_id: UUID, version_ids: Sequence[UUID]
) -> dict[UUID, int]:
    """Count annotations per version."""
    chosen = (
        select(Annotation.dataset_version_id, func.count())
        .where(
            Annotation.organization_id == organization_id,
            Annotation.dataset_version_id.in_(version_ids),
        )
        .group_by(Annotation.dataset_version_id)
    )
    return dict((await session.execute(chosen)).tuples().all())


COPY = text(
    "WITH pair AS MATERIALIZED ("
    f" SELECT a.id AS old_id, {SQL_NEW_ID} AS new_id, target.id AS asset_id"
    " FROM annotation a"
    " JOIN asset source ON source.organization_id = a.organization_id"
    "  AND source.id = a.asset_id"
    " JOIN asset target ON target.organization_id = a.organization_id"
    "  AND target.dataset_version_id = :to_version AND target.data_id = source.data_id"
    " WHERE a.organization_id = :organization_id AND a.dataset_version_id = :from_version"
    "  AND NOT EXISTS (SELECT 1 FROM annotation present"
    "   WHERE present.organization_id = a.organization_id"
    "   AND present.asset_id = target.id)),"
    " copied AS (INSERT INTO annotation (id, organization_id, asset_id,"
    "  dataset_version_id, status, duration, attributes, created_by_id)"
    "  SELECT pair.new_id, a.organization_id, pair.asset_id, :to_version, a.status,"
    "  a.duration, a.attributes, a.created_by_id"
    "  FROM pair JOIN annotation a ON a.id = pair.old_id"
    "  AND a.organization_id = :organization_id RETURNING id)"
    " INSERT INTO shape (id, organization_id, annotation_id, asset_id,"
    "  dataset_version_id, label_id, kind, x, y, w, h, area, geometry, text, attributes)"
    f" SELECT {SQL_NEW_ID}, s.organization_id, pair.new_id, pair.asset_id, :to_version,"
    "  target.id, s.kind, s.x, s.y, s.w, s.h, s.area, s.geometry, s.text, s.attributes"
    " FROM pair JOIN shape s ON s.annotation_id = pair.old_id"
    "  AND s.organization_id = :organization_id"
    " JOIN label source ON source.organization_id = s.organization_id"
    "  AND source.id = s.label_id"
    " JOIN label target ON target.organization_id = s.organization_id"
    "  AND target.dataset_version_id = :to_version AND target.name = source.name"
)


async def copy(
    session: Session, organization_id: UUID, from_version: UUID, to_version: UUID
) -> int:
    """Copy annotations inside the database; assets match by data, labels by name."""
    result = await session.execute(
        COPY,
        {
            "organization_id": organization_id,
            "from_version": from_version,
            "to_version": to_version,
        },
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def assets_with_labels(
    organization_id: UUID, version_id: UUID, label_ids: Sequence[UUID]
) -> AnySelect:
    """Select the ids of assets that carry a shape of one of the labels."""
    return select(Shape.asset_id).where(
        Shape.organization_id == organization_id,
        Shape.dataset_version_id == version_id,
        Shape.label_id.in_(label_ids),
    )


async def ids_of_version(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    *,
    status: str | None = None,
    asset_ids: Sequence[UUID] | None = None,
) -> Sequence[UUID]:
    """List the ids of a version's annotations, with a status and of assets if given."""
    chosen = (
        statement(organization_id)
        .with_only_columns(Annotation.id)
        .where(Annotation.dataset_version_id == version_id)
    )
    if status is not None:
        chosen = chosen.where(Annotation.status == status)
    if asset_ids is not None:
        chosen = chosen.where(Annotation.asset_id.in_(asset_ids))
    return (await session.execute(chosen.order_by(Annotation.id))).scalars().all()


async def of_version(
    session: Session, organization_id: UUID, version_id: UUID, ids: Sequence[UUID]
) -> Sequence[AnyRow]:
    """List those of the annotations that belong to a version, by id."""
    chosen = statement(organization_id).where(
        Annotation.dataset_version_id == version_id, Annotation.id.in_(ids)
    )
    return (await session.execute(chosen.order_by(Annotation.id))).all()

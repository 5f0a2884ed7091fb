# SPDX-License-Identifier: Apache-2.0
"""Statements on labels and label groups."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from sightline.datasets.models import Label, LabelGroup
from sightline.kernel.db.rows import AnyRow
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import SQL_NEW_ID, new_id

COLORS = 24
COLUMNS = (
    Label.id,
    Label.name,
    Label.group_id,
    Label.color_index,
    Label.skeleton,
    Label.attributes,
    Label.dataset_version_id,
)


async def list_labels(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    *,
    names: Sequence[str] | None = None,
) -> Sequence[AnyRow]:
    """List the labels of a version in the order they were made."""
    statement = select(*COLUMNS).where(
        Label.organization_id == organization_id, Label.dataset_version_id == version_id
    )
    if names is not None:
        statement = statement.where(Label.name.in_(names))
    return (await session.execute(statement.order_by(Label.id).limit(20_000))).all()


async def get_label(session: Session, organization_id: UUID, label_id: UUID) -> AnyRow:
    """Return a label or raise `NotFound`."""
    statement = select(*COLUMNS).where(
        Label.organization_id == organization_id, Label.id == label_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such label")
    return row


async def add_labels(
    session: Session, organization_id: UUID, version_id: UUID, names: Sequence[str]
) -> int:
    """Insert labels with the next free colours; present ones stay. Return how many were new."""
    taken = select(func.count()).where(
        Label.organization_id == organization_id, Label.dataset_version_id == version_id
    )
    first = int((await session.execute(taken)).scalar_one())
    rows = [
        {
            "id": new_id(),
            "organization_id": organization_id,
            "dataset_version_id": version_id,
            "name": name,
            "color_index": (first + number) % COLORS,
        }
        for number, name in enumerate(dict.fromkeys(names))
    ]
    if not rows:
        return 0
    statement = insert(Label).on_conflict_do_nothing().returning(Label.id)
    return len((await session.execute(statement, rows)).all())


async def copy_labels(
    session: Session, organization_id: UUID, from_version: UUID, to_version: UUID
) -> None:
    """Copy the labels of a version into another one, colours and skeletons included."""
    await session.execute(
        text(
            "INSERT INTO label (id, organization_id, dataset_version_id, name, color_index,"
            f" skeleton, attributes) SELECT {SQL_NEW_ID}, organization_id, :to_version, name,"
            " color_index, skeleton, attributes FROM label WHERE organization_id ="
            " :organization_id AND dataset_version_id = :from_version ORDER BY id"
            " ON CONFLICT DO NOTHING"
        ),
        {
            "organization_id": organization_id,
            "from_version": from_version,
            "to_version": to_version,
        },
    )


async def list_groups(
    session: Session, organization_id: UUID, version_id: UUID
) -> Sequence[AnyRow]:
    """List the label groups of a version."""
    statement = (
        select(LabelGroup.id, LabelGroup.name, LabelGroup.parent_id, LabelGroup.dataset_version_id)
        .where(
            LabelGroup.organization_id == organization_id,
            LabelGroup.dataset_version_id == version_id,
        )
        .order_by(LabelGroup.id)
        .limit(5_000)
    )
    return (await session.execute(statement)).all()


async def get_group(session: Session, organization_id: UUID, group_id: UUID) -> AnyRow:
    """Return a label group or raise `NotFound`."""
    statement = select(
        LabelGroup.id, LabelGroup.name, LabelGroup.parent_id, LabelGroup.dataset_version_id
    ).where(LabelGroup.organization_id == organization_id, LabelGroup.id == group_id)
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such label group")
    return row

# SPDX-License-Identifier: Apache-2.0
"""Every SQL statement of the registry."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select

from sightline.kernel.db import one_row
from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.web.pagination import Order, Sorting
from sightline.registry.models import Model, ModelContext, ModelFile, ModelVersion

SERVED_FILE = "model-latest"
MODEL_SORTING = Sorting(
    keys={"id": Model.id, "name": Model.name, "created_at": Model.created_at},
    default=[Order(Model.id, descending=True)],
    tie_breaker=Model.id,
)
VERSION_SORTING = Sorting(
    keys={
        "id": ModelVersion.id,
        "version": ModelVersion.version,
        "name": ModelVersion.name,
        "created_at": ModelVersion.created_at,
    },
    default=[Order(ModelVersion.version, descending=True), Order(ModelVersion.id)],
    tie_breaker=ModelVersion.id,
)

add = one_row.add
change = one_row.change
remove = one_row.remove


def model_statement(*organization_ids: UUID) -> AnySelect:
    """Select models of organizations with the number of their versions."""
    versions = (
        select(func.count())
        .where(
            ModelVersion.organization_id == Model.organization_id,
            ModelVersion.model_id == Model.id,
        )
        .scalar_subquery()
    )
    return select(
        Model.id,
        Model.organization_id,
        Model.name,
        Model.description,
        Model.created_at,
        versions.label("version_count"),
    ).where(Model.organization_id.in_(organization_ids))


def version_statement(*organization_ids: UUID) -> AnySelect:
    """Select versions with their model, whether they can be deployed and were exported."""
    served = (
        select(func.count())
        .where(
            ModelFile.organization_id == ModelVersion.organization_id,
            ModelFile.model_version_id == ModelVersion.id,
            ModelFile.name == SERVED_FILE,
        )
        .scalar_subquery()
    )
    exported = exists().where(
        ModelContext.organization_id == ModelVersion.organization_id,
        ModelContext.model_version_id == ModelVersion.id,
    )
    return (
        select(
            *ModelVersion.__table__.c,
            Model.name.label("model_name"),
            Model.description.label("model_description"),
            Model.created_at.label("model_created_at"),
            served.label("served_files"),
            exported.label("is_exported"),
        )
        .join(
            Model,
            and_(
                Model.organization_id == ModelVersion.organization_id,
                Model.id == ModelVersion.model_id,
            ),
        )
        .where(ModelVersion.organization_id.in_(organization_ids))
    )


async def get_model(
    session: Session, organization_id: UUID, model_id: UUID, *, own: bool = False
) -> AnyRow:
    """Return a model, own or public, or raise `NotFound`; ``own`` leaves public ones out."""
    organizations = [organization_id] if own else [organization_id, PUBLIC_ORGANIZATION_ID]
    statement = model_statement(*organizations).where(Model.id == model_id)
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such model")
    return row


async def find_model(
    session: Session, organization_id: UUID, *, name: str | None, model_id: UUID | None
) -> AnyRow:
    """Return the model of an organization with a name or id or raise `NotFound`."""
    statement = model_statement(organization_id)
    if name is not None:
        statement = statement.where(Model.name == name)
    if model_id is not None:
        statement = statement.where(Model.id == model_id)
    row = (await session.execute(statement.limit(1))).first()
    if row is None or (name is None and model_id is None):
        raise NotFound("No such model")
    return row


async def get_version(
    session: Session, organization_id: UUID, version_id: UUID, *, own: bool = False
) -> AnyRow:
    """Return a version, own or public, or raise `NotFound`."""
    organizations = [organization_id] if own else [organization_id, PUBLIC_ORGANIZATION_ID]
    statement = version_statement(*organizations).where(ModelVersion.id == version_id)
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such model version")
    return row


async def versions_by_id(
    session: Session, organization_id: UUID, ids: Sequence[UUID]
) -> Sequence[AnyRow]:
    """Return versions, own or public; unknown ids are missing."""
    statement = version_statement(organization_id, PUBLIC_ORGANIZATION_ID).where(
        ModelVersion.id.in_(ids)
    )
    return (await session.execute(statement)).all()


async def version_ids_of(session: Session, organization_id: UUID, model_id: UUID) -> list[UUID]:
    """List the ids of a model's versions."""
    statement = select(ModelVersion.id).where(
        ModelVersion.organization_id == organization_id, ModelVersion.model_id == model_id
    )
    return list((await session.execute(statement)).scalars())


async def next_number(session: Session, organization_id: UUID, model_id: UUID) -> int:
    """Return the next version number; holds the model so that two callers differ."""
    await session.execute(
        select(Model.id)
        .where(Model.organization_id == organization_id, Model.id == model_id)
        .with_for_update()
    )
    statement = select(func.coalesce(func.max(ModelVersion.version), -1)).where(
        ModelVersion.organization_id == organization_id, ModelVersion.model_id == model_id
    )
    return int((await session.execute(statement)).scalar_one()) + 1


async def files_of(
    session: Session, organization_id: UUID, version_id: UUID, *, name: str | None = None
) -> Sequence[AnyRow]:
    """List the files of a version, own or public."""
    statement = select(*ModelFile.__table__.c).where(
        or_(
            ModelFile.organization_id == organization_id,
            ModelFile.organization_id == PUBLIC_ORGANIZATION_ID,
        ),
        ModelFile.model_version_id == version_id,
    )
    if name is not None:
        statement = statement.where(ModelFile.name == name)
    return (await session.execute(statement.order_by(ModelFile.id).limit(1000))).all()


async def get_file(
    session: Session, organization_id: UUID, file_id: UUID, *, own: bool = False
) -> AnyRow:
    """Return a file, own or public, or raise `NotFound`."""
    organizations = [organization_id] if own else [organization_id, PUBLIC_ORGANIZATION_ID]
    statement = select(*ModelFile.__table__.c).where(
        ModelFile.organization_id.in_(organizations), ModelFile.id == file_id
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such model file")
    return row


async def context_of(
    session: Session,
    organization_id: UUID,
    *,
    version_id: UUID | None = None,
    context_id: UUID | None = None,
) -> AnyRow | None:
    """Return a context, own or public, by its version or id."""
    statement = select(*ModelContext.__table__.c).where(
        ModelContext.organization_id.in_([organization_id, PUBLIC_ORGANIZATION_ID])
    )
    if version_id is not None:
        statement = statement.where(ModelContext.model_version_id == version_id)
    if context_id is not None:
        statement = statement.where(ModelContext.id == context_id)
    return (await session.execute(statement)).first()


async def find_version(
    session: Session,
    organization_id: UUID,
    model_id: UUID,
    *,
    name: str | None,
    number: int | None,
) -> AnyRow | None:
    """Find the version of a model by name, number or both; None without either."""
    if name is None and number is None:
        return None
    statement = version_statement(organization_id).where(ModelVersion.model_id == model_id)
    if name is not None:
        statement = statement.where(ModelVersion.name == name)
    if number is not None:
        statement = statement.where(ModelVersion.version == number)
    return (await session.execute(statement.limit(1))).first()

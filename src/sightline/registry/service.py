# SPDX-License-Identifier: Apache-2.0
"""Use cases of the registry."""

from typing import Any
from uuid import UUID

from sightline.datalake import api as datalake
from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Forbidden, Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.ports import holders
from sightline.kernel.principal import Principal
from sightline.registry import repository
from sightline.registry.models import Model, ModelContext, ModelFile, ModelVersion
from sightline.registry.schemas import FileInput, ModelCreate, VersionInput

NUMBERED_LABELS = "Labels are numbered: keys must be whole numbers as text"


async def create_model(session: Session, principal: Principal, body: ModelCreate) -> UUID:
    """Create a model without versions; `Conflict` when the name is taken."""
    model_id = await repository.add(
        session,
        Model,
        organization_id=principal.organization_id,
        name=body.name,
        description=body.description or "",
        created_by_id=principal.user_id,
    )
    await note_change(session, principal.organization_id, "model.created", [model_id])
    return model_id


async def own_model(session: Session, organization_id: UUID, model_id: UUID) -> Any:
    """Return a model for writing; the public catalogue is read-only."""
    row = await repository.get_model(session, organization_id, model_id)
    _refuse_public(row)
    return row


async def own_version(session: Session, organization_id: UUID, version_id: UUID) -> Any:
    """Return a version for writing; the public catalogue is read-only."""
    row = await repository.get_version(session, organization_id, version_id)
    _refuse_public(row)
    return row


def _refuse_public(row: Any) -> None:
    if row.organization_id == PUBLIC_ORGANIZATION_ID:
        raise Forbidden("The public catalogue is read-only")


async def create_version(
    session: Session, principal: Principal, model_id: UUID, body: VersionInput, **extra: Any
) -> UUID:
    """Create the next version of a model."""
    organization_id = principal.organization_id
    model = await own_model(session, organization_id, model_id)
    number = await repository.next_number(session, organization_id, model_id)
    _check_labels(body.labels)
    await _check_thumbnail(session, organization_id, body)
    given = body.model_dump(exclude_none=True)
    values = {
        "name": f"{model.name}-{number}",
        "type": "NOT_CONFIGURED",
        "framework": "NOT_CONFIGURED",
        **given,
        **extra,
    }
    version_id = await repository.add(
        session,
        ModelVersion,
        organization_id=organization_id,
        model_id=model_id,
        version=number,
        created_by_id=principal.user_id,
        **values,
    )
    await note_change(session, organization_id, "model_version.created", [version_id])
    return version_id


def _check_labels(labels: dict[str, str] | None) -> None:
    if labels and not all(key.isascii() and key.isdigit() and len(key) < 8 for key in labels):
        raise Invalid(NUMBERED_LABELS)


async def _check_thumbnail(session: Session, organization_id: UUID, body: VersionInput) -> None:
    if body.thumbnail_object_name:
        await datalake.require_object(session, organization_id, body.thumbnail_object_name)


async def update_version(
    session: Session, organization_id: UUID, version_id: UUID, body: VersionInput
) -> None:
    """Change fields of a version."""
    await own_version(session, organization_id, version_id)
    _check_labels(body.labels)
    await _check_thumbnail(session, organization_id, body)
    await repository.change(
        session, ModelVersion, organization_id, version_id, **body.model_dump(exclude_none=True)
    )
    await note_change(session, organization_id, "model_version.updated", [version_id])


async def remove_version(session: Session, organization_id: UUID, version_id: UUID) -> None:
    """Delete a version; `Conflict` while somebody uses it."""
    await own_version(session, organization_id, version_id)
    await holders.may_go(session, "MODEL_VERSION", organization_id, [version_id])
    await repository.remove(session, ModelVersion, organization_id, version_id)
    await datalake.drop_links(session, organization_id, [version_id])
    await note_change(session, organization_id, "model_version.deleted", [version_id])


async def remove_model(session: Session, organization_id: UUID, model_id: UUID) -> None:
    """Delete a model with its versions; `Conflict` while somebody uses one of them."""
    await own_model(session, organization_id, model_id)
    ids = await repository.version_ids_of(session, organization_id, model_id)
    await holders.may_go(session, "MODEL_VERSION", organization_id, ids)
    await repository.remove(session, Model, organization_id, model_id)
    await datalake.drop_links(session, organization_id, [model_id, *ids])
    await note_change(session, organization_id, "model.deleted", [model_id])


async def add_file(
    session: Session, organization_id: UUID, version_id: UUID, body: FileInput
) -> UUID:
    """Register an uploaded object as a file of a version; the same name is replaced."""
    await own_version(session, organization_id, version_id)
    await datalake.require_object(session, organization_id, body.object_name)
    for row in await repository.files_of(session, organization_id, version_id, name=body.name):
        await repository.remove(session, ModelFile, organization_id, row.id)
    file_id = await repository.add(
        session,
        ModelFile,
        organization_id=organization_id,
        model_version_id=version_id,
        name=body.name,
        filename=body.filename,
        object_name=body.object_name,
        is_large=body.large,
    )
    await note_change(session, organization_id, "model_version.updated", [version_id])
    return file_id


async def _inherited(
    session: Session, organization_id: UUID, base_version_id: UUID | None
) -> dict[str, Any]:
    if base_version_id is None:
        return {"framework": "NOT_CONFIGURED"}
    base = await repository.get_version(session, organization_id, base_version_id)
    names = ("framework", "docker_image", "docker_tag", "docker_flags", "script",
             "docker_env_variables", "dataset_constraints")  # fmt: skip
    return {name: getattr(base, name) for name in names}


async def create_from_experiment(
    session: Session,
    principal: Principal,
    *,
    model_id: UUID,
    version_name: str | None,
    base_version_id: UUID | None,
    inference_type: str,
    labels: dict[str, Any] | None,
    parameters: dict[str, Any],
    artifacts: list[dict[str, Any]],
    experiment_id: UUID,
    datas: list[dict[str, Any]],
    metrics: dict[str, Any] | None = None,
) -> UUID:
    """Make a version from an experiment; image, script and constraints come from the base."""
    organization_id = principal.organization_id
    inherited = await _inherited(session, organization_id, base_version_id)
    body = VersionInput(parameters=parameters, name=version_name)
    version_id = await create_version(
        session, principal, model_id, body,
        type=inference_type, labels=labels, metrics=metrics, **inherited,
    )  # fmt: skip
    for artifact in artifacts:
        owner = {"organization_id": organization_id, "model_version_id": version_id}
        await repository.add(session, ModelFile, **owner, **artifact)
    await repository.add(
        session,
        ModelContext,
        organization_id=organization_id,
        model_version_id=version_id,
        experiment_id=experiment_id,
        parameters=parameters,
        datas=datas,
    )
    return version_id


async def model_of_version(session: Session, organization_id: UUID, version_id: UUID) -> UUID:
    """Return the own model of a version; `NotFound` for public ones."""
    row = await repository.get_version(session, organization_id, version_id, own=True)
    model_id: UUID = row.model_id
    return model_id


async def get_or_create_model(session: Session, principal: Principal, name: str) -> UUID:
    """Return the id of the own model with a name, made if needed."""
    try:
        row = await repository.find_model(
            session, principal.organization_id, name=name, model_id=None
        )
    except NotFound:
        return await create_model(session, principal, ModelCreate(name=name))
    model_id: UUID = row.id
    return model_id

# SPDX-License-Identifier: Apache-2.0
"""Use cases of processings: declare them and their inputs."""

from uuid import UUID

from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal
from sightline.processings import repository
from sightline.processings.schemas import (
    InputChange,
    InputCreate,
    ProcessingCreate,
    ProcessingUpdate,
)

MAX_INPUTS = 100


async def create(session: Session, principal: Principal, body: ProcessingCreate) -> UUID:
    """Create a processing; `Conflict` when the name is taken."""
    values = body.model_dump()
    processing_id = await repository.add(
        session,
        organization_id=principal.organization_id,
        created_by_id=principal.user_id,
        **{**values, "description": body.description or ""},
    )
    await note_change(session, principal.organization_id, "processing.created", [processing_id])
    return processing_id


async def update(
    session: Session, organization_id: UUID, processing_id: UUID, body: ProcessingUpdate
) -> None:
    """Change the given fields; jobs that wait keep what they were launched with."""
    await repository.get(session, organization_id, processing_id, own=True)
    await repository.change(
        session, organization_id, processing_id, **body.model_dump(exclude_none=True)
    )
    await note_change(session, organization_id, "processing.updated", [processing_id])


async def delete(session: Session, organization_id: UUID, processing_id: UUID) -> None:
    """Delete a processing; its jobs stay."""
    await repository.get(session, organization_id, processing_id, own=True)
    await repository.remove(session, organization_id, processing_id)
    await note_change(session, organization_id, "processing.deleted", [processing_id])


def _check_constraints(input_type: str, body: InputChange) -> None:
    if body.inference_type_constraint and input_type not in {"DATASET_VERSION", "MODEL_VERSION"}:
        raise Invalid("Only dataset and model versions have an inference type")
    if body.framework_constraint and input_type != "MODEL_VERSION":
        raise Invalid("Only model versions have a framework")


async def add_input(
    session: Session, organization_id: UUID, processing_id: UUID, body: InputCreate
) -> None:
    """Declare an input; `Conflict` when the name is taken."""
    await repository.get(session, organization_id, processing_id, own=True)
    _check_constraints(body.input_type, body)
    known = await repository.inputs_of(session, organization_id, processing_id)
    if len(known) >= MAX_INPUTS:
        raise Conflict(f"A processing has {MAX_INPUTS} inputs at most")
    values = body.model_dump(exclude={"required"})
    await repository.add_input(
        session,
        organization_id=organization_id,
        processing_id=processing_id,
        is_required=body.required,
        **values,
    )
    await note_change(session, organization_id, "processing.updated", [processing_id])


async def change_input(
    session: Session, organization_id: UUID, processing_id: UUID, name: str, body: InputChange
) -> None:
    """Change an input; its name and type stay."""
    await repository.get(session, organization_id, processing_id, own=True)
    row = await repository.get_input(session, organization_id, processing_id, name)
    _check_constraints(row.input_type, body)
    values = body.model_dump(exclude={"required"})
    await repository.change_input(
        session, organization_id, row.id, is_required=body.required, **values
    )
    await note_change(session, organization_id, "processing.updated", [processing_id])


async def remove_input(
    session: Session, organization_id: UUID, processing_id: UUID, name: str
) -> None:
    """Take an input back."""
    await repository.get(session, organization_id, processing_id, own=True)
    row = await repository.get_input(session, organization_id, processing_id, name)
    await repository.remove_input(session, organization_id, row.id)
    await note_change(session, organization_id, "processing.updated", [processing_id])

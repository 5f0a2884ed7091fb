# SPDX-License-Identifier: Apache-2.0
"""Rules of deployments: create, change, choose champion and shadow, delete."""

from typing import Any
from uuid import UUID

from sightline.datalake import api as datalake
from sightline.deployments import repository
from sightline.deployments.naming import random_name
from sightline.deployments.schemas import DeploymentCreate, DeploymentUpdate
from sightline.deployments.serving import model_files
from sightline.deployments.serving.engine import ModelCard
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal
from sightline.registry import api as registry

NOT_DEPLOYABLE = frozenset({"NOT_CONFIGURED", "MULTI"})


async def create(session: Session, principal: Principal, body: DeploymentCreate) -> UUID:
    """Create a deployment; its labels are those of the model, for ever.

    Raises:
        NotFound: a version or the datalake does not exist.
        Invalid: the model has no type or no labels, or claims to be ONNX and is not.
        Conflict: the name is taken.
    """
    organization_id = principal.organization_id
    version = await registry.get_version(session, organization_id, body.model_version_id)
    if version.type in NOT_DEPLOYABLE:
        raise Invalid(f"A model of type {version.type} cannot be deployed: set its type first")
    card: ModelCard | str = "serving was switched off when it was deployed"
    if not body.disable_serving:
        card = await model_files.examine(session, organization_id, version.id)
    labels = _labels(version, card)
    if body.shadow_model_version_id is not None:
        await _check_candidate(
            session, organization_id, body.shadow_model_version_id, version.type, labels,
            is_served=not isinstance(card, str),
        )  # fmt: skip
    datalake_id = body.target_datalake_id or await datalake.default_datalake_id(
        session, organization_id
    )
    await datalake.get_datalake(session, organization_id, datalake_id)
    values = {
        "name": body.name or random_name(),
        "type": version.type,
        "model_version_id": version.id,
        "shadow_model_version_id": body.shadow_model_version_id,
        "target_datalake_id": datalake_id,
        "min_threshold": body.min_threshold or 0.0,
        "is_served": not isinstance(card, str),
        "not_served_reason": card if isinstance(card, str) else None,
        "created_by_id": principal.user_id,
    }
    deployment_id = await repository.add_deployment(session, organization_id, values, labels)
    await note_change(session, organization_id, "deployment.created", [deployment_id])
    return deployment_id


def _labels(version: Any, card: ModelCard | str) -> dict[int, str]:
    """Return class index -> name: the version's label map, else the model file's."""
    try:
        labels = {int(index): str(name) for index, name in (version.labels or {}).items()}
    except ValueError as error:
        raise Invalid("The version's labels must be numbered: {'0': 'bolt', …}") from error
    if not labels and not isinstance(card, str):
        labels = dict(card.labels)
    if not labels:
        raise Invalid("This version has no labels: set them on the version before deploying it")
    if len(set(labels.values())) < len(labels):
        raise Invalid("Two classes of this version have the same label")
    return labels


async def _check_candidate(
    session: Session,
    organization_id: UUID,
    version_id: UUID,
    inference_type: str,
    labels: dict[int, str],
    *,
    is_served: bool,
) -> None:
    """Refuse a version that could not take the place of the champion; the champion stays."""
    version = await registry.get_version(session, organization_id, version_id)
    if version.type != inference_type:
        raise Invalid(
            f"This deployment predicts {inference_type}, the version {version.type};"
            " the champion was kept"
        )
    found: ModelCard | str = "monitoring only"
    if is_served:
        found = await model_files.examine(session, organization_id, version_id)
        model_files.require_card(found)
    theirs = _labels(version, found)
    if theirs != labels:
        raise Invalid(
            "The version's labels differ from the deployment's; the champion was kept",
            detail=[
                f"deployment: {sorted(labels.values())}",
                f"version: {sorted(theirs.values())}",
            ],
        )


async def set_model(
    session: Session, organization_id: UUID, deployment_id: UUID, version_id: UUID
) -> None:
    """Make a version the champion, once it was loaded and run on trial."""
    await _set(session, organization_id, deployment_id, "model_version_id", version_id)


async def set_shadow(
    session: Session, organization_id: UUID, deployment_id: UUID, version_id: UUID
) -> None:
    """Make a version the shadow, once it was loaded and run on trial."""
    await _set(session, organization_id, deployment_id, "shadow_model_version_id", version_id)


async def _set(
    session: Session, organization_id: UUID, deployment_id: UUID, column: str, version_id: UUID
) -> None:
    row = await repository.get_deployment(session, organization_id, deployment_id)
    labels = {
        item.class_index: item.name
        for item in await repository.labels_of(session, organization_id, deployment_id)
    }
    await _check_candidate(
        session, organization_id, version_id, row.type, labels, is_served=row.is_served
    )
    await repository.change_deployment(
        session, organization_id, deployment_id, **{column: version_id}
    )
    await note_change(session, organization_id, "deployment.updated", [deployment_id])


async def promote(session: Session, organization_id: UUID, deployment_id: UUID) -> None:
    """Make the shadow the champion; the old champion leaves."""
    row = await repository.get_deployment(session, organization_id, deployment_id)
    if row.shadow_model_version_id is None:
        raise Conflict("This deployment has no shadow model to promote")
    await repository.change_deployment(
        session,
        organization_id,
        deployment_id,
        model_version_id=row.shadow_model_version_id,
        shadow_model_version_id=None,
    )
    await note_change(session, organization_id, "deployment.updated", [deployment_id])


async def change(
    session: Session, organization_id: UUID, deployment_id: UUID, body: DeploymentUpdate
) -> None:
    """Change name, threshold, target datalake or sample rate."""
    row = await repository.get_deployment(session, organization_id, deployment_id)
    values = body.model_dump(exclude_none=True)
    if "name" in values and values["name"] != row.name:
        await _refuse_taken(session, organization_id, values["name"])
    if "target_datalake_id" in values:
        await datalake.get_datalake(session, organization_id, values["target_datalake_id"])
    if values:
        await repository.change_deployment(session, organization_id, deployment_id, **values)
        await note_change(session, organization_id, "deployment.updated", [deployment_id])


async def _refuse_taken(session: Session, organization_id: UUID, name: str) -> None:
    from sightline.kernel.errors import NotFound

    try:
        await repository.find_deployment(session, organization_id, name=name, deployment_id=None)
    except NotFound:
        return
    raise Conflict(f"There is a deployment named {name} already")


async def remove(
    session: Session, organization_id: UUID, deployment_id: UUID, *, force: bool
) -> None:
    """Delete a deployment.

    Raises:
        Conflict: it has predictions and ``force`` was not said.
    """
    await repository.get_deployment(session, organization_id, deployment_id)
    counts = await repository.count_by_status(session, organization_id, deployment_id)
    if counts and not force:
        raise Conflict(
            f"This deployment has {sum(counts.values())} predicted assets: say force_delete=True"
            " to delete them too; the data stay in the datalake"
        )
    await repository.remove_deployment(session, organization_id, deployment_id)
    await datalake.drop_links(session, organization_id, [deployment_id])
    await note_change(session, organization_id, "deployment.deleted", [deployment_id])

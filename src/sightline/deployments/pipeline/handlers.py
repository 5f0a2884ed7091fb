# SPDX-License-Identifier: Apache-2.0
"""What happens after the trigger fired, and after its experiment ended."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func

from sightline.accounts import api as accounts
from sightline.deployments import repository, service
from sightline.deployments.models import ContinuousDeployment, ContinuousTraining
from sightline.deployments.pipeline import repository as parts
from sightline.experiments import api as experiments
from sightline.kernel.db.session import Session
from sightline.kernel.errors import AppError, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal
from sightline.registry import api as registry

log = structlog.get_logger("deployments.pipeline")


async def on_trigger_fired(
    session: Session, organization_id: UUID, payload: Mapping[str, Any]
) -> None:
    """Create and launch the experiment of one generation; a refusal is noted, not retried."""
    deployment_id, generation = UUID(payload["deployment_id"]), int(payload["generation"])
    firing = await parts.hold_firing(session, organization_id, deployment_id, generation)
    if firing is None or firing.experiment_id is not None:
        return
    try:
        async with session.begin_nested():
            experiment_id = await _start(session, organization_id, deployment_id, generation)
    except AppError as error:
        log.warning("pipeline.not_started", deployment_id=str(deployment_id), reason=error.message)
        await parts.change_firing(
            session, organization_id, deployment_id, generation, failed_reason=error.message
        )
    else:
        await parts.change_firing(
            session,
            organization_id,
            deployment_id,
            generation,
            experiment_id=experiment_id,
            started_at=func.now(),
        )
    await note_change(session, organization_id, "pipeline.updated", [deployment_id])


async def _start(
    session: Session, organization_id: UUID, deployment_id: UUID, generation: int
) -> UUID:
    deployment = await repository.get_deployment(session, organization_id, deployment_id)
    training = await parts.part_of(session, ContinuousTraining, organization_id, deployment_id)
    if training is None:
        raise NotFound("Continuous training is not set up any more")
    principal = await accounts.member_principal(session, training.created_by_id, organization_id)
    attached = await parts.datasets_of(session, organization_id, deployment_id, "CT")
    stamp = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    body = experiments.ExperimentCreate(
        name=f"{deployment.name} {stamp} #{generation}",
        description=f"Continuous training of {deployment.name}, generation {generation}",
        base_model_version_id=deployment.model_version_id,
        parameters=training.experiment_parameters,
        datasets=[
            experiments.DatasetAlias(dataset_version_id=r.dataset_version_id, alias=r.alias)
            for r in attached
        ],
    )
    experiment_id = await experiments.create_experiment(
        session, principal, training.project_id, body, deployment_id=deployment_id
    )
    await experiments.launch(session, principal, experiment_id, gpus=0)
    return experiment_id


async def on_experiment_finished(
    session: Session, organization_id: UUID, payload: Mapping[str, Any]
) -> None:
    """Export a successful experiment as the next version and apply the policy (PL-08)."""
    if payload.get("deployment_id") is None:
        return
    experiment_id = UUID(payload["experiment_id"])
    firing = await parts.firing_of_experiment(session, organization_id, experiment_id)
    if firing is None or firing.finished_status is not None:
        return
    values: dict[str, Any] = {"finished_status": payload["status"]}
    if payload["status"] == "SUCCESS":
        try:
            async with session.begin_nested():
                values["model_version_id"] = await _export(session, organization_id, firing)
        except AppError as error:
            values["failed_reason"] = f"The experiment was not exported: {error.message}"
    await parts.change_firing(
        session, organization_id, firing.deployment_id, firing.generation, **values
    )
    await note_change(session, organization_id, "pipeline.updated", [firing.deployment_id])
    if values.get("model_version_id") is not None:
        await _deploy(session, organization_id, firing, values["model_version_id"])


async def _export(session: Session, organization_id: UUID, firing: Any) -> UUID:
    deployment = await repository.get_deployment(session, organization_id, firing.deployment_id)
    training = await parts.part_of(
        session, ContinuousTraining, organization_id, firing.deployment_id
    )
    if training is None:
        raise NotFound("Continuous training is not set up any more")
    principal = await accounts.member_principal(session, training.created_by_id, organization_id)
    model_id = await _target_model(session, principal, deployment)
    return await experiments.publish(session, principal, firing.experiment_id, model_id=model_id)


async def _target_model(session: Session, principal: Principal, deployment: Any) -> UUID:
    """Return the deployed model; for a public one the organization's own of that name."""
    organization_id = principal.organization_id
    try:
        return await registry.model_of_version(
            session, organization_id, deployment.model_version_id
        )
    except NotFound:
        version = await registry.get_version(session, organization_id, deployment.model_version_id)
        return await registry.get_or_create_model(session, principal, version.model_name)


async def _deploy(session: Session, organization_id: UUID, firing: Any, version_id: UUID) -> None:
    """Apply DEPLOY_CHAMPION or DEPLOY_SHADOW; a version that cannot be served changes nothing."""
    policy = await parts.part_of(
        session, ContinuousDeployment, organization_id, firing.deployment_id
    )
    if policy is None or not policy.is_active or policy.policy == "DEPLOY_MANUAL":
        return
    put = service.set_model if policy.policy == "DEPLOY_CHAMPION" else service.set_shadow
    try:
        async with session.begin_nested():
            await put(session, organization_id, firing.deployment_id, version_id)
    except AppError as error:
        await parts.change_firing(
            session,
            organization_id,
            firing.deployment_id,
            firing.generation,
            failed_reason=f"The new version was not deployed: {error.message}",
        )


SUBSCRIPTIONS = (
    ("pipeline.trigger_fired", on_trigger_fired, "pipeline.on_trigger_fired"),
    ("experiment.finished", on_experiment_finished, "pipeline.on_experiment_finished"),
)

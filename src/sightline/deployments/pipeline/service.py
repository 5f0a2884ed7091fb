# SPDX-License-Identifier: Apache-2.0
"""Set-up and switches of the four parts of a pipeline (PL-01 to PL-08)."""

from typing import Any
from uuid import UUID

from sightline.datasets import api as datasets
from sightline.deployments import repository, reviews
from sightline.deployments.models import (
    ContinuousDeployment,
    ContinuousTraining,
    FeedbackLoop,
    PipelineTrigger,
    TrainingData,
)
from sightline.deployments.pipeline import repository as parts
from sightline.deployments.pipeline import submission
from sightline.deployments.schemas import ContinuousTrainingInput, ReviewInput
from sightline.experiments import api as experiments
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, Invalid, NotFound
from sightline.kernel.events.outbox import note_change
from sightline.kernel.principal import Principal
from sightline.registry import api as registry


async def setup_feedback_loop(session: Session, organization_id: UUID, deployment_id: UUID) -> None:
    """Switch the feedback loop on."""
    await repository.get_deployment(session, organization_id, deployment_id)
    await parts.put_part(session, FeedbackLoop, organization_id, deployment_id, is_active=True)
    await _note(session, organization_id, deployment_id)


async def toggle(
    session: Session,
    organization_id: UUID,
    deployment_id: UUID,
    table: parts.Part,
    *,
    active: bool,
) -> None:
    """Switch a part on or off.

    Raises:
        Conflict: it was never set up, or continuous training is missing for deployment.
    """
    await repository.get_deployment(session, organization_id, deployment_id)
    changed = await parts.change_part(
        session, table, organization_id, deployment_id, is_active=active
    )
    if not changed:
        raise Conflict("Set this part of the pipeline up before switching it")
    await _note(session, organization_id, deployment_id)


async def attach_dataset(
    session: Session,
    organization_id: UUID,
    deployment_id: UUID,
    part: str,
    version_id: UUID,
    alias: str | None = None,
) -> None:
    """Attach a dataset version to the feedback loop or to continuous training.

    Raises:
        Invalid: its type does not fit the deployment, or its alias is taken.
        Conflict: the part was not set up.
    """
    row = await repository.get_deployment(session, organization_id, deployment_id)
    version = await datasets.get_version(session, organization_id, version_id)
    if version.type != row.type and version.type not in datasets.FLEXIBLE_TYPES:
        raise Invalid(
            f"The dataset version is of type {version.type}, the deployment predicts {row.type}"
        )
    table: parts.Part = FeedbackLoop if part == "FL" else ContinuousTraining
    if await parts.part_of(session, table, organization_id, deployment_id) is None:
        raise Conflict("Set this part of the pipeline up before attaching dataset versions")
    attached = await parts.datasets_of(session, organization_id, deployment_id, part)
    if alias and any(r.alias == alias and r.dataset_version_id != version_id for r in attached):
        raise Conflict(f"The alias {alias} is taken by another dataset version")
    await parts.attach(session, organization_id, deployment_id, part, version_id, alias)
    await _note(session, organization_id, deployment_id)


async def detach_datasets(
    session: Session, organization_id: UUID, deployment_id: UUID, part: str, ids: list[UUID]
) -> None:
    """Detach dataset versions; unknown ones change nothing."""
    await repository.get_deployment(session, organization_id, deployment_id)
    await parts.detach(session, organization_id, deployment_id, part, ids)
    await _note(session, organization_id, deployment_id)


async def setup_continuous_training(
    session: Session, principal: Principal, deployment_id: UUID, body: ContinuousTrainingInput
) -> None:
    """Say which experiment is started and when; it is active from now on.

    Raises:
        NotFound: no such project.
        Invalid: a trigger without threshold.
    """
    organization_id = principal.organization_id
    await repository.get_deployment(session, organization_id, deployment_id)
    await experiments.get_project(session, organization_id, body.project_id)
    trigger = body.trigger or ("FEEDBACK_LOOP" if body.threshold else "NONE")
    if trigger == "FEEDBACK_LOOP" and body.threshold is None:
        raise Invalid("The trigger FEEDBACK_LOOP needs a threshold: submissions per training")
    await parts.put_part(
        session,
        ContinuousTraining,
        organization_id,
        deployment_id,
        project_id=body.project_id,
        is_active=True,
        trigger=trigger,
        threshold=body.threshold,
        experiment_parameters=body.experiment_parameters,
        created_by_id=principal.user_id,
    )
    await _note(session, organization_id, deployment_id)


async def setup_continuous_deployment(
    session: Session, organization_id: UUID, deployment_id: UUID, policy: str
) -> None:
    """Say what happens with a model that continuous training made.

    Raises:
        Conflict: continuous training was not set up (PL-08).
    """
    await repository.get_deployment(session, organization_id, deployment_id)
    if await parts.part_of(session, ContinuousTraining, organization_id, deployment_id) is None:
        raise Conflict("Set up continuous training first: it makes the models that are deployed")
    await parts.put_part(
        session,
        ContinuousDeployment,
        organization_id,
        deployment_id,
        is_active=True,
        policy=policy,
    )
    await _note(session, organization_id, deployment_id)


async def review_and_submit(
    session: Session, principal: Principal, predicted_asset_id: UUID, body: ReviewInput
) -> dict[str, Any]:
    """The client's ``add_review``: review, and submit to each version of an active loop."""
    row, review, _ = await reviews.add(session, principal, predicted_asset_id, body)
    organization_id = principal.organization_id
    fired: list[int] = []
    is_submitted = row.status == reviews.SUBMITTED
    if not is_submitted:
        versions = await submission.active_versions(session, organization_id, row.deployment_id)
        fired = await submission.take_in(session, principal, row.deployment_id, [row], versions)
        is_submitted = bool(versions)
    return {
        "id": review.id,
        "version": review.version,
        "predicted_asset_id": row.id,
        "status": reviews.SUBMITTED if is_submitted else reviews.REVIEWED,
        "fired": fired,
    }


async def describe(session: Session, organization_id: UUID, deployment_id: UUID) -> dict[str, Any]:
    """Build the whole state of a pipeline for the settings pages and the badges."""
    row = await repository.get_deployment(session, organization_id, deployment_id)
    found = {
        name: await parts.part_of(session, table, organization_id, deployment_id)
        for name, table in (
            ("training_data", TrainingData),
            ("feedback_loop", FeedbackLoop),
            ("continuous_training", ContinuousTraining),
            ("continuous_deployment", ContinuousDeployment),
            ("trigger", PipelineTrigger),
        )
    }
    attached = {
        part: await parts.datasets_of(session, organization_id, deployment_id, part)
        for part in ("FL", "CT")
    }
    ids = {item.dataset_version_id for rows in attached.values() for item in rows}
    if found["training_data"] is not None:
        ids.add(found["training_data"].dataset_version_id)
    versions = await datasets.versions_by_id(session, organization_id, list(ids))
    model = await registry.get_version(session, organization_id, row.model_version_id)
    firings = await parts.firings_of(session, organization_id, deployment_id)
    return {
        "training_data": _describe_training_data(found["training_data"], versions),
        "feedback_loop": {
            **_describe_switch(found["feedback_loop"]),
            "datasets": [versions[r.dataset_version_id] for r in attached["FL"]],
        },
        "continuous_training": _describe_training(
            found["continuous_training"], found["trigger"], attached["CT"], versions
        ),
        "continuous_deployment": {
            **_describe_switch(found["continuous_deployment"]),
            "policy": getattr(found["continuous_deployment"], "policy", None),
        },
        "dataset_constraints": model.dataset_constraints or [],
        "base_parameters": model.parameters or {},
        "firings": [_describe_firing(item) for item in firings],
    }


def _describe_switch(part: Any) -> dict[str, bool]:
    return {"is_set_up": part is not None, "active": bool(part and part.is_active)}


def _describe_training_data(row: Any, versions: dict[UUID, Any]) -> dict[str, Any]:
    if row is None:
        return {"status": "NOT_SET", "dataset_version": None}
    return {
        "status": row.status,
        "reason": row.reason,
        "dataset_version": versions.get(row.dataset_version_id),
        "image_count": row.image_count,
        "computed_at": row.computed_at,
    }


def _describe_training(
    row: Any, trigger: Any, attached: Any, versions: dict[UUID, Any]
) -> dict[str, Any]:
    waiting = trigger.counted - trigger.consumed if trigger is not None else 0
    return {
        "is_set_up": row is not None,
        "active": bool(row and row.is_active),
        "project_id": getattr(row, "project_id", None),
        "trigger": getattr(row, "trigger", None),
        "threshold": getattr(row, "threshold", None),
        "experiment_parameters": getattr(row, "experiment_parameters", None),
        "waiting": waiting,
        "generation": trigger.generation if trigger is not None else 0,
        "datasets": [
            {"alias": r.alias, "dataset_version": versions[r.dataset_version_id]} for r in attached
        ],
    }


def _describe_firing(row: Any) -> dict[str, Any]:
    return {
        "generation": row.generation,
        "created_at": row.created_at,
        "experiment_id": row.experiment_id,
        "started_at": row.started_at,
        "failed_reason": row.failed_reason,
        "finished_status": row.finished_status,
        "model_version_id": row.model_version_id,
    }


async def require_training_data(
    session: Session, organization_id: UUID, deployment_id: UUID
) -> Any:
    """Return the training data reference or raise `NotFound`."""
    row = await parts.part_of(session, TrainingData, organization_id, deployment_id)
    if row is None:
        raise NotFound("Training Data is not set for this deployment")
    return row


async def _note(session: Session, organization_id: UUID, deployment_id: UUID) -> None:
    await note_change(session, organization_id, "pipeline.updated", [deployment_id])


async def require_deployment(session: Session, organization_id: UUID, deployment_id: UUID) -> Any:
    """Return the deployment's row or raise `NotFound`."""
    return await repository.get_deployment(session, organization_id, deployment_id)

# SPDX-License-Identifier: Apache-2.0
"""The status of an experiment follows its job (XO-03)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sightline.experiments import repository
from sightline.experiments.events import ExperimentFinished
from sightline.experiments.models import Experiment
from sightline.jobs import api as jobs
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.events.outbox import note_change, publish

STATUS_OF_JOB = {"SUCCEEDED": "SUCCESS", "FAILED": "FAILED", "KILLED": "CANCELED"}


async def on_run_started(
    session: Session, organization_id: UUID, payload: Mapping[str, Any]
) -> None:
    """Show RUNNING, unless the training ended before this was delivered."""
    if payload["job_kind"] != "TRAINING":
        return
    experiment_id = UUID(payload["target_id"])
    newest = await jobs.newest_of_target(session, organization_id, experiment_id, kind="TRAINING")
    if newest is not None and newest["status"] == "RUNNING":
        await _set_status(session, organization_id, experiment_id, "RUNNING")


async def on_job_finished(
    session: Session, organization_id: UUID, payload: Mapping[str, Any]
) -> None:
    """Show the end; the job's word wins over what the script wrote."""
    if payload["job_kind"] != "TRAINING":
        return
    experiment_id = UUID(payload["target_id"])
    status = STATUS_OF_JOB[payload["status"]]
    row = await _set_status(session, organization_id, experiment_id, status)
    if row is not None:
        event = ExperimentFinished(experiment_id, status, row.deployment_id)
        await publish(session, organization_id, event)


async def _set_status(
    session: Session, organization_id: UUID, experiment_id: UUID, status: str
) -> Any:
    try:
        row = await repository.get_experiment(session, organization_id, experiment_id)
    except NotFound:
        return None
    await repository.change(session, Experiment, organization_id, experiment_id, status=status)
    await note_change(session, organization_id, "experiment.updated", [experiment_id])
    return row


SUBSCRIPTIONS = (
    ("job.run_started", on_run_started, "experiments.on_run_started"),
    ("job.finished", on_job_finished, "experiments.on_job_finished"),
)

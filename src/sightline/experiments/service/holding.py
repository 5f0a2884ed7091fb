# SPDX-License-Identifier: Apache-2.0
"""What experiments keep from deletion, and when an experiment itself may go."""

from collections.abc import Sequence
from uuid import UUID

from sightline.experiments import repository
from sightline.experiments.models import Experiment, Project
from sightline.jobs import api as jobs
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, NotFound
from sightline.kernel.ports import holders


async def keep_trained_versions(
    session: Session, organization_id: UUID, version_ids: Sequence[UUID]
) -> None:
    """Keep dataset versions that experiments were trained on: their results point at them.

    Raises:
        Conflict: names the experiments.
    """
    names = await repository.trained_on(session, organization_id, version_ids)
    if names:
        raise Conflict(
            "Experiments were trained on this dataset version; nothing was deleted:"
            " detach it from them or delete them first",
            detail=names,
        )


async def remove_experiments(
    session: Session, organization_id: UUID, ids: Sequence[UUID], *, project_id: UUID | None = None
) -> int:
    """Delete experiments; jobs that wait end with them. Return how many there were.

    Raises:
        Conflict: a training runs.
    """
    await _end_trainings(session, organization_id, ids)
    conditions = {} if project_id is None else {"project_id": project_id}
    return await repository.remove(session, Experiment, organization_id, ids, **conditions)


async def remove_project(session: Session, organization_id: UUID, project_id: UUID) -> None:
    """Delete a project with its experiments.

    Raises:
        NotFound: no such project.
        Conflict: a training runs in it, or continuous training uses it.
    """
    await holders.may_go(session, "PROJECT", organization_id, [project_id])
    ids = await repository.experiment_ids_of(session, organization_id, project_id)
    await _end_trainings(session, organization_id, ids)
    if not await repository.remove(session, Project, organization_id, [project_id]):
        raise NotFound("No such project")


async def _end_trainings(session: Session, organization_id: UUID, ids: Sequence[UUID]) -> None:
    if await jobs.end_waiting(session, organization_id, ids):
        raise Conflict(
            "A training of this experiment runs; nothing was deleted: kill its job first"
        )

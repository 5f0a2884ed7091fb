# SPDX-License-Identifier: Apache-2.0
"""The trigger counter: each crossing of the threshold fires exactly once.

The counter's row is locked by the UPDATE that raises it, so that submissions of concurrent
reviewers queue up; counting and firing commit with the submission or not at all.
"""

import os
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from sightline.deployments.events import TriggerFired
from sightline.deployments.models import PipelineFiring, PipelineTrigger, PredictedAsset
from sightline.kernel.db.session import Session
from sightline.kernel.events.outbox import publish
from sightline.kernel.ids import new_id

NAIVE_FLAG = "SIGHTLINE_TEST_NAIVE_TRIGGER"
"""Test flag: count submitted rows instead, the way that loses and doubles firings under load."""


async def count(
    session: Session, organization_id: UUID, deployment_id: UUID, submitted: int, threshold: int
) -> list[int]:
    """Count predictions that this transaction made SUBMITTED; return the generations that fired."""
    if os.environ.get(NAIVE_FLAG):
        return await _count_naively(session, organization_id, deployment_id, threshold)
    await session.execute(
        insert(PipelineTrigger)
        .values(id=new_id(), organization_id=organization_id, deployment_id=deployment_id)
        .on_conflict_do_nothing(index_elements=["organization_id", "deployment_id"])
    )
    mine = (
        PipelineTrigger.organization_id == organization_id,
        PipelineTrigger.deployment_id == deployment_id,
    )
    raised = await session.execute(
        update(PipelineTrigger)
        .where(*mine)
        .values(counted=PipelineTrigger.counted + submitted)
        .returning(PipelineTrigger.counted - PipelineTrigger.consumed, PipelineTrigger.generation)
    )
    waiting, generation = raised.one()
    firings = waiting // threshold
    if not firings:
        return []
    await session.execute(
        update(PipelineTrigger)
        .where(*mine)
        .values(
            consumed=PipelineTrigger.consumed + firings * threshold,
            generation=PipelineTrigger.generation + firings,
        )
    )
    fired = list(range(generation + 1, generation + firings + 1))
    for number in fired:
        await _fire(session, organization_id, deployment_id, number)
    return fired


async def _fire(
    session: Session, organization_id: UUID, deployment_id: UUID, generation: int
) -> None:
    await session.execute(
        insert(PipelineFiring)
        .values(
            id=new_id(),
            organization_id=organization_id,
            deployment_id=deployment_id,
            generation=generation,
        )
        .on_conflict_do_nothing(index_elements=["organization_id", "deployment_id", "generation"])
    )
    await publish(session, organization_id, TriggerFired(deployment_id, generation))


async def _count_naively(
    session: Session, organization_id: UUID, deployment_id: UUID, threshold: int
) -> list[int]:
    """Fire whenever the number of submitted rows is a multiple: blind to concurrent commits."""
    statement = select(func.count()).where(
        PredictedAsset.organization_id == organization_id,
        PredictedAsset.deployment_id == deployment_id,
        PredictedAsset.status == "SUBMITTED",
    )
    total = int((await session.execute(statement)).scalar_one())
    if not total or total % threshold:
        return []
    newest = select(func.coalesce(func.max(PipelineFiring.generation), 0)).where(
        PipelineFiring.organization_id == organization_id,
        PipelineFiring.deployment_id == deployment_id,
    )
    generation = int((await session.execute(newest)).scalar_one()) + 1
    await _fire(session, organization_id, deployment_id, generation)
    return [generation]

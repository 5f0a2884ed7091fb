# SPDX-License-Identifier: Apache-2.0
"""What other slices may ask of jobs."""

from typing import Any
from uuid import UUID

from sightline.jobs import executors, repository, service
from sightline.jobs.schemas import LogLine
from sightline.kernel.db.session import Session
from sightline.kernel.principal import Principal

__all__ = ["LogLine"]

create_job = service.create_job
end_waiting = service.end_waiting
find_executor = executors.find
lines_of = repository.lines_of


async def record_done(
    session: Session, principal: Principal, *, name: str, target_type: str, target_id: UUID
) -> dict[str, Any]:
    """Record an act that was done within the request; return it as JobV1."""
    job_id = await service.record_done(
        session, principal, name=name, target_type=target_type, target_id=target_id
    )
    return service.describe_v1(job_id, "SUCCEEDED")


async def job_v2(
    session: Session, organization_id: UUID, job_id: UUID, *, base_url: str | None = None
) -> dict[str, Any]:
    """Return a JobV2 answer; ``base_url`` signs the address of a processing's payload."""
    row = await repository.get_job(session, organization_id, job_id)
    return (await service.describe(session, organization_id, [row], base_url=base_url))[0]


async def newest_of_target(
    session: Session, organization_id: UUID, target_id: UUID, *, kind: str | None = None
) -> dict[str, Any] | None:
    """Return the newest job on an object, of one kind if given; None when there is none."""
    row = await repository.newest_of_target(session, organization_id, target_id, kind)
    return (await service.describe(session, organization_id, [row]))[0] if row else None

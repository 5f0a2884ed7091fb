# SPDX-License-Identifier: Apache-2.0
"""Every SQL statement of jobs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from sightline.jobs.models import Job, JobLogLine, JobRun
from sightline.kernel.db.rows import AnyRow, AnySelect
from sightline.kernel.db.session import Session
from sightline.kernel.errors import NotFound
from sightline.kernel.ids import new_id
from sightline.kernel.web.pagination import Order, Sorting

ACTIVE = ("PENDING", "QUEUED", "RUNNING")
ENDED = ("SUCCEEDED", "FAILED", "KILLED")
SORTING = Sorting(
    keys={"id": Job.id, "created_at": Job.created_at, "status": Job.status, "name": Job.name},
    default=[Order(Job.id, descending=True)],
    tie_breaker=Job.id,
)
JOB_COLUMNS = (
    Job.id,
    Job.kind,
    Job.name,
    Job.target_type,
    Job.target_id,
    Job.created_by_id,
    Job.status,
    Job.pending_reason,
    Job.payload,
    Job.image,
    Job.entry,
    Job.gpus,
    Job.created_at,
)
RUN_COLUMNS = (
    JobRun.id,
    JobRun.job_id,
    JobRun.number,
    JobRun.status,
    JobRun.reason,
    JobRun.exit_code,
    JobRun.started_at,
    JobRun.ended_at,
    JobRun.is_kill_requested,
    JobRun.owner,
    JobRun.fence,
    JobRun.handle,
    JobRun.logging_object_name,
)


def job_statement(organization_id: UUID) -> AnySelect:
    """Select jobs."""
    return select(*JOB_COLUMNS).where(Job.organization_id == organization_id)


async def add_job(session: Session, **values: Any) -> UUID:
    """Insert a job and return its id."""
    job_id = new_id()
    await session.execute(insert(Job).values(id=job_id, **values))
    return job_id


async def add_run(
    session: Session, organization_id: UUID, job_id: UUID, *, status: str = "PENDING"
) -> UUID:
    """Insert the next run of a job and return its id."""
    last = select(func.coalesce(func.max(JobRun.number), 0)).where(
        JobRun.organization_id == organization_id, JobRun.job_id == job_id
    )
    number = int((await session.execute(last)).scalar_one()) + 1
    run_id = new_id()
    values: dict[str, Any] = {"status": status}
    if status in ENDED:
        values |= {"started_at": func.now(), "ended_at": func.now()}
    await session.execute(
        insert(JobRun).values(
            id=run_id, organization_id=organization_id, job_id=job_id, number=number, **values
        )
    )
    await set_job_status(session, organization_id, job_id, status)
    return run_id


async def set_job_status(
    session: Session, organization_id: UUID, job_id: UUID, status: str
) -> None:
    """Copy the newest run's status to its job."""
    await session.execute(
        update(Job)
        .where(Job.organization_id == organization_id, Job.id == job_id)
        .values(status=status)
    )


async def get_job(
    session: Session, organization_id: UUID, job_id: UUID, *, for_update: bool = False
) -> AnyRow:
    """Return a job or raise `NotFound`."""
    statement = job_statement(organization_id).where(Job.id == job_id)
    if for_update:
        statement = statement.with_for_update()
    row = (await session.execute(statement)).first()
    if row is None:
        raise NotFound("No such job")
    return row


async def newest_of_target(
    session: Session, organization_id: UUID, target_id: UUID, kind: str | None
) -> AnyRow | None:
    """Return the newest job on an object, of one kind if given; None when there is none."""
    statement = job_statement(organization_id).where(Job.target_id == target_id)
    if kind is not None:
        statement = statement.where(Job.kind == kind)
    return (await session.execute(statement.order_by(Job.id.desc()).limit(1))).first()


async def runs_of(
    session: Session, organization_id: UUID, job_ids: Sequence[UUID]
) -> dict[UUID, list[AnyRow]]:
    """Map jobs to their runs, newest first."""
    statement = (
        select(*RUN_COLUMNS)
        .where(JobRun.organization_id == organization_id, JobRun.job_id.in_(job_ids))
        .order_by(JobRun.number.desc())
    )
    found: dict[UUID, list[AnyRow]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.job_id, []).append(row)
    return found


async def get_run(session: Session, organization_id: UUID, job_id: UUID, run_id: UUID) -> AnyRow:
    """Return a run of a job or raise `NotFound`."""
    runs = await runs_of(session, organization_id, [job_id])
    for row in runs.get(job_id, []):
        if row.id == run_id:
            return row
    raise NotFound("No such run")


async def claimable(session: Session, organization_id: UUID, *, limit: int) -> Sequence[AnyRow]:
    """List the oldest pending runs that the process executor can run."""
    statement = (
        select(*RUN_COLUMNS)
        .join(Job, and_(Job.organization_id == JobRun.organization_id, Job.id == JobRun.job_id))
        .where(
            JobRun.organization_id == organization_id,
            JobRun.status == "PENDING",
            Job.entry.is_not(None),
        )
        .order_by(JobRun.id)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def active_runs(session: Session, organization_id: UUID) -> Sequence[AnyRow]:
    """List runs that somebody claimed, with whether their lease has run out."""
    statement = select(
        *RUN_COLUMNS,
        or_(JobRun.lease_until.is_(None), JobRun.lease_until < func.now()).label("is_expired"),
    ).where(
        JobRun.organization_id == organization_id,
        JobRun.status.in_(("QUEUED", "RUNNING")),
        JobRun.owner.is_not(None),
    )
    return (await session.execute(statement)).all()


async def claim(
    session: Session,
    organization_id: UUID,
    run_id: UUID,
    *,
    fence: int,
    owner: str,
    lease_secs: float,
) -> int | None:
    """Take a run over by its fence; None when somebody else was faster."""
    statement = (
        update(JobRun)
        .where(
            JobRun.organization_id == organization_id,
            JobRun.id == run_id,
            JobRun.fence == fence,
            JobRun.status.in_(ACTIVE),
        )
        .values(
            fence=JobRun.fence + 1,
            owner=owner,
            lease_until=func.now() + timedelta(seconds=lease_secs),
        )
        .returning(JobRun.fence)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def fenced(
    session: Session, organization_id: UUID, run_id: UUID, fence: int, **values: Any
) -> bool:
    """Update a run that this process owns; False when its claim is stale."""
    statement = (
        update(JobRun)
        .where(
            JobRun.organization_id == organization_id,
            JobRun.id == run_id,
            JobRun.fence == fence,
            JobRun.status.in_(ACTIVE),
        )
        .values(**values)
        .returning(JobRun.id)
    )
    return (await session.execute(statement)).first() is not None


async def renew_lease(
    session: Session, organization_id: UUID, run_id: UUID, fence: int, *, lease_secs: float
) -> bool:
    """Say that the owner of a run is alive; False when its claim is stale."""
    until = func.now() + timedelta(seconds=lease_secs)
    return await fenced(session, organization_id, run_id, fence, lease_until=until)


async def request_kill(session: Session, organization_id: UUID, run_id: UUID) -> None:
    """Ask the owner of a run to end it."""
    await session.execute(
        update(JobRun)
        .where(JobRun.organization_id == organization_id, JobRun.id == run_id)
        .values(is_kill_requested=True)
    )


async def active_on(
    session: Session, organization_id: UUID, target_ids: Sequence[UUID]
) -> list[UUID]:
    """List the jobs on objects that have not ended."""
    statement = select(Job.id).where(
        Job.organization_id == organization_id,
        Job.target_id.in_(target_ids),
        Job.status.in_(ACTIVE),
    )
    return list((await session.execute(statement.order_by(Job.id))).scalars())


async def put_lines(
    session: Session, organization_id: UUID, run_id: UUID, lines: Sequence[tuple[int, str, str]]
) -> None:
    """Store (line number, part, text); the same number replaces the line."""
    rows = [
        {"organization_id": organization_id, "run_id": run_id, "line_number": number,
         "part": part, "line": line}
        for number, part, line in lines
    ]  # fmt: skip
    if not rows:
        return
    statement = upsert(JobLogLine)
    statement = statement.on_conflict_do_update(
        index_elements=["organization_id", "run_id", "line_number"],
        set_={"line": statement.excluded.line, "part": statement.excluded.part},
    )
    await session.execute(statement, rows)


async def lines_of(session: Session, organization_id: UUID, run_id: UUID) -> list[str]:
    """List the lines an outside runner sent."""
    statement = (
        select(JobLogLine.line)
        .where(JobLogLine.organization_id == organization_id, JobLogLine.run_id == run_id)
        .order_by(JobLogLine.line_number)
        .limit(200_000)
    )
    return list((await session.execute(statement)).scalars())


async def set_log_object(
    session: Session, organization_id: UUID, run_id: UUID, object_name: str
) -> None:
    """Note the stored log file of a run."""
    await session.execute(
        update(JobRun)
        .where(JobRun.organization_id == organization_id, JobRun.id == run_id)
        .values(logging_object_name=object_name)
    )

# SPDX-License-Identifier: Apache-2.0
"""Use cases of jobs: create, follow, move by hand, kill, run again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func

from sightline.accounts import api as accounts
from sightline.jobs import repository
from sightline.jobs.events import JobFinished, JobRunStarted
from sightline.kernel.db.session import Session
from sightline.kernel.errors import Conflict, NotFound
from sightline.kernel.events.outbox import note_change, publish
from sightline.kernel.ports import blobs
from sightline.kernel.principal import Principal
from sightline.kernel.storage import signed_url

V1_STATUS = {
    "PENDING": "RUNNING",
    "QUEUED": "RUNNING",
    "RUNNING": "RUNNING",
    "SUCCEEDED": "SUCCESS",
    "FAILED": "FAILED",
    "KILLED": "TERMINATED",
}
NO_EXECUTOR = (
    "No executor of this installation can run the image {image!r}; it waits for an outside runner"
)


async def create_job(
    session: Session,
    principal: Principal,
    *,
    kind: str,
    name: str,
    target_type: str,
    target_id: UUID | None,
    payload: dict[str, Any] | None = None,
    image: str | None = None,
    entry: dict[str, Any] | None = None,
    gpus: int = 0,
) -> tuple[UUID, UUID]:
    """Create a job with its first run; return both ids."""
    job_id = await repository.add_job(
        session,
        organization_id=principal.organization_id,
        kind=kind,
        name=name,
        target_type=target_type,
        target_id=target_id,
        created_by_id=principal.user_id,
        payload=payload,
        image=image,
        entry=entry,
        gpus=gpus,
        pending_reason=None if entry else NO_EXECUTOR.format(image=image),
    )
    run_id = await repository.add_run(session, principal.organization_id, job_id)
    await note_change(session, principal.organization_id, "job.created", [job_id])
    return job_id, run_id


async def record_done(
    session: Session, principal: Principal, *, name: str, target_type: str, target_id: UUID
) -> UUID:
    """Record an act that was done within the request, as a job that succeeded."""
    job_id = await repository.add_job(
        session,
        organization_id=principal.organization_id,
        kind="INTERNAL",
        name=name,
        target_type=target_type,
        target_id=target_id,
        created_by_id=principal.user_id,
    )
    await repository.add_run(session, principal.organization_id, job_id, status="SUCCEEDED")
    return job_id


async def newest_run(session: Session, organization_id: UUID, job: Any) -> Any:
    """Return the newest run of a job."""
    return (await repository.runs_of(session, organization_id, [job.id]))[job.id][0]


async def start_by_hand(session: Session, organization_id: UUID, job_id: UUID) -> None:
    """Mark the run RUNNING for an outside runner; a run of an executor is left alone."""
    job = await repository.get_job(session, organization_id, job_id, for_update=True)
    run = await newest_run(session, organization_id, job)
    _require_open(run)
    if job.entry is not None or run.status == "RUNNING":
        return
    await repository.fenced(
        session, organization_id, run.id, run.fence, status="RUNNING", started_at=func.now()
    )
    await started(session, organization_id, job, run.id)


async def started(session: Session, organization_id: UUID, job: Any, run_id: UUID) -> None:
    """Tell that a run began."""
    await repository.set_job_status(session, organization_id, job.id, "RUNNING")
    await publish(
        session,
        organization_id,
        JobRunStarted(job.id, run_id, job.kind, job.target_type, job.target_id),
    )
    await note_change(session, organization_id, "job.updated", [job.id])


async def finish_by_hand(
    session: Session, organization_id: UUID, job_id: UUID, status: str
) -> None:
    """End the run of an outside runner; an executor's run takes its end from the executor."""
    job = await repository.get_job(session, organization_id, job_id, for_update=True)
    run = await newest_run(session, organization_id, job)
    _require_open(run)
    if job.entry is None:
        await finish(session, organization_id, job, run, run.fence, status=status)


def _require_open(run: Any) -> None:
    if run.status in repository.ENDED:
        raise Conflict(f"This run ended already: {run.status}")


async def finish(
    session: Session,
    organization_id: UUID,
    job: Any,
    run: Any,
    fence: int,
    *,
    status: str,
    reason: str | None = None,
    exit_code: int | None = None,
) -> bool:
    """Write the end state of a run once; False when the claim is stale or it ended before."""
    done = await repository.fenced(
        session,
        organization_id,
        run.id,
        fence,
        status=status,
        reason=reason,
        exit_code=exit_code,
        ended_at=func.now(),
        started_at=run.started_at or func.now(),
        owner=None,
        lease_until=None,
    )
    if not done:
        return False
    await repository.set_job_status(session, organization_id, job.id, status)
    await accounts.revoke_run_token(session, run.id)
    await publish(
        session,
        organization_id,
        JobFinished(job.id, run.id, job.kind, job.target_type, job.target_id, status, reason),
    )
    await note_change(session, organization_id, "job.updated", [job.id])
    return True


async def kill(session: Session, organization_id: UUID, job_id: UUID) -> None:
    """Ask for the end of the active run; KILLED shows once it is really gone."""
    job = await repository.get_job(session, organization_id, job_id, for_update=True)
    run = await newest_run(session, organization_id, job)
    _require_open(run)
    if run.owner is None:
        await finish(
            session, organization_id, job, run, run.fence, status="KILLED", reason="killed by hand"
        )
        return
    await repository.request_kill(session, organization_id, run.id)
    await note_change(session, organization_id, "job.updated", [job_id])


async def end_waiting(
    session: Session, organization_id: UUID, target_ids: Sequence[UUID]
) -> list[UUID]:
    """Kill the jobs on objects that go away which nobody runs yet; return those that run."""
    running = []
    for job_id in await repository.active_on(session, organization_id, target_ids):
        job = await repository.get_job(session, organization_id, job_id, for_update=True)
        run = await newest_run(session, organization_id, job)
        if run.owner is not None or run.status == "RUNNING":
            running.append(job_id)
        elif run.status not in repository.ENDED:
            reason = "what it worked on was deleted"
            await finish(
                session, organization_id, job, run, run.fence, status="KILLED", reason=reason
            )
    return running


async def rerun(session: Session, organization_id: UUID, job_id: UUID) -> UUID:
    """Add a run with the same settings (JB-06).

    Raises:
        Conflict: a run is pending or running.
    """
    job = await repository.get_job(session, organization_id, job_id, for_update=True)
    run = await newest_run(session, organization_id, job)
    if run.status in repository.ACTIVE:
        raise Conflict(f"Run {run.number} is {run.status.lower()}: wait for its end or kill it")
    if job.kind == "INTERNAL":
        raise Conflict("Internal acts cannot be run again")
    run_id = await repository.add_run(session, organization_id, job_id)
    await note_change(session, organization_id, "job.updated", [job_id])
    return run_id


async def keep_log_object(
    session: Session, organization_id: UUID, run_id: UUID, object_name: str
) -> None:
    """Note the log file that an outside runner uploaded; its name holds the organization."""
    if object_name.split("/")[1:2] != [organization_id.hex] or (
        await blobs.storage().stat(object_name) is None
    ):
        raise NotFound("Nothing was uploaded by your organization under this object name")
    await repository.set_log_object(session, organization_id, run_id, object_name)


def describe_v1(job_id: UUID, status: str) -> dict[str, Any]:
    """Build a JobV1 answer."""
    return {"id": job_id, "status": V1_STATUS[status]}


async def describe(
    session: Session, organization_id: UUID, rows: Sequence[Any], *, base_url: str | None = None
) -> list[dict[str, Any]]:
    """Build JobV2 answers with runs and who started them; ``base_url`` signs what they work on."""
    runs = await repository.runs_of(session, organization_id, [row.id for row in rows])
    names = await accounts.username_of(session, [row.created_by_id for row in rows])
    return [
        _describe(row, runs.get(row.id, []), names.get(row.created_by_id), base_url) for row in rows
    ]


def _payload(stored: dict[str, Any] | None, base_url: str | None) -> dict[str, Any] | None:
    """Give a processing's payload with an address that its container can read now."""
    if stored is None:
        return None
    key, url = stored.get("payload_object_name"), None
    if key is not None and base_url is not None:
        life = signed_url.default_life_secs()
        url = base_url + signed_url.sign("GET", key, {"type": "application/json"}, life_secs=life)
    return {**stored, "payload_presigned_url": url}


def _describe(
    row: Any, runs: Sequence[Any], who: str | None, base_url: str | None
) -> dict[str, Any]:
    newest = runs[0] if runs else None
    payload = _payload(row.payload, base_url)
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "status": row.status,
        "who": who,
        "target": {"type": row.target_type, "id": row.target_id},
        "created_at": row.created_at,
        "started_at": newest.started_at if newest else None,
        "ended_at": newest.ended_at if newest else None,
        "pending_reason": row.pending_reason if row.status == "PENDING" else None,
        "image": row.image,
        "processing_job": payload,
        "dataset_version_processing_job": payload,
        "datasetversionprocessingjob": payload,
        "runs": [
            {
                "id": run.id,
                "number": run.number,
                "status": run.status,
                "reason": run.reason,
                "exit_code": run.exit_code,
                "started_at": run.started_at,
                "ended_at": run.ended_at,
                "is_kill_requested": run.is_kill_requested,
                "logging_object_name": run.logging_object_name,
            }
            for run in runs
        ],
    }

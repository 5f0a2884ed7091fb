# SPDX-License-Identifier: Apache-2.0
"""The job supervisor of a worker: claims runs, starts, watches, kills and re-attaches them."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

import structlog
from sqlalchemy import func

from sightline.accounts import api as accounts
from sightline.jobs import logs, process_executor, repository, service
from sightline.kernel.db.session import Database, Session
from sightline.kernel.events.bus import wait_or_stop
from sightline.kernel.settings import Settings

log = structlog.get_logger("jobs.supervisor")
TICK_SECS = 0.4
Done = TypeVar("Done")


class Supervisor:
    """State of one worker: the runs it owns, by run id."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        started = process_executor.start_time_of(os.getpid()) or 0
        self.owner = f"{process_executor.boot_id()}:{os.getpid()}:{started}"
        self._owned: dict[UUID, int] = {}
        self._kill_sent_at: dict[UUID, float] = {}
        self._served_last: UUID | None = None

    async def tick(self) -> None:
        """Look after the runs of every organization, then start one of each while places last."""
        async with self._database.unit_of_work(None) as session:
            organizations = list(await accounts.list_organization_ids(session))
        watched = [await self._attempt(self._watch, item) for item in organizations]
        if None not in watched:
            active = {run_id for found in watched for run_id in found or ()}
            for run_id in self._owned.keys() - active:
                self._forget(run_id)
        for organization_id in self._in_turn(organizations):
            if len(self._owned) >= self._settings.job_concurrency:
                return
            if await self._attempt(self._start_next, organization_id):
                self._served_last = organization_id

    async def _attempt(
        self, act: Callable[[UUID], Awaitable[Done]], organization_id: UUID
    ) -> Done | None:
        """Do one organization's part; a failure there keeps no other organization waiting."""
        try:
            return await act(organization_id)
        except Exception:
            log.exception("jobs.organization_failed", organization_id=str(organization_id))
            return None

    def _in_turn(self, organizations: list[UUID]) -> list[UUID]:
        """Begin behind the organization served last, so that a long queue starves nobody."""
        if self._served_last not in organizations:
            return organizations
        turn = organizations.index(self._served_last) + 1
        return organizations[turn:] + organizations[:turn]

    async def _watch(self, organization_id: UUID) -> set[UUID]:
        """Look after the active runs of an organization; return their ids."""
        async with self._database.unit_of_work(organization_id) as session:
            rows = await repository.active_runs(session, organization_id)
            for run in rows:
                if await self._is_mine(session, organization_id, run):
                    await self._look_after(session, organization_id, run)
        return {run.id for run in rows}

    async def _is_mine(self, session: Session, organization_id: UUID, run: Any) -> bool:
        """Tell whether this worker owns a run, taking over one whose owner is gone."""
        if run.owner != self.owner:
            # another worker took it over while this one was silent: the old claim is void
            self._forget(run.id)
            if not (run.is_expired or self._is_orphan(run.owner)):
                return False
        return run.id in self._owned or await self._take_over(session, organization_id, run)

    def _is_orphan(self, owner: str) -> bool:
        """Tell whether the owner was a worker of this boot that is gone: no need to wait."""
        boot, pid, started = owner.rsplit(":", 2)
        return boot == process_executor.boot_id() and process_executor.start_time_of(
            int(pid)
        ) != int(started)

    async def _take_over(self, session: Session, organization_id: UUID, run: Any) -> bool:
        fence = await repository.claim(
            session,
            organization_id,
            run.id,
            fence=run.fence,
            owner=self.owner,
            lease_secs=self._settings.lease_secs,
        )
        if fence is None:
            return False
        log.info("jobs.run_reattached", run_id=str(run.id))
        self._owned[run.id] = fence
        return True

    async def _look_after(self, session: Session, organization_id: UUID, run: Any) -> None:
        fence = self._owned[run.id]
        if run.handle is None:
            await self._recover_start(session, organization_id, run, fence)
            return
        if process_executor.is_alive(run.handle):
            await self._keep(session, organization_id, run, fence)
            return
        await self._end(session, organization_id, run, fence)

    async def _recover_start(
        self, session: Session, organization_id: UUID, run: Any, fence: int
    ) -> None:
        """Settle a claim whose worker died before it recorded a process.

        The program may have been started all the same: then it is adopted, else the run goes back
        to the queue.
        """
        handle = process_executor.find_started(logs.run_folder(run.id))
        if handle is None and run.is_kill_requested:
            await self._end(session, organization_id, run, fence)
            return
        if handle is None:
            await repository.fenced(
                session, organization_id, run.id, fence, status="PENDING", owner=None
            )
            self._forget(run.id)
            return
        values = {"status": "RUNNING", "started_at": func.now(), "handle": handle.as_json()}
        if await repository.fenced(session, organization_id, run.id, fence, **values):
            job = await repository.get_job(session, organization_id, run.job_id)
            await service.started(session, organization_id, job, run.id)

    async def _keep(self, session: Session, organization_id: UUID, run: Any, fence: int) -> None:
        if run.is_kill_requested:
            self._kill(run)
        lease_secs = self._settings.lease_secs
        await repository.renew_lease(session, organization_id, run.id, fence, lease_secs=lease_secs)

    def _kill(self, run: Any) -> None:
        sent = self._kill_sent_at.get(run.id)
        if sent is None:
            self._kill_sent_at[run.id] = time.monotonic()
            process_executor.send(run.handle, signal.SIGTERM)
        elif time.monotonic() - sent > self._settings.kill_grace_secs:
            process_executor.send(run.handle, signal.SIGKILL)

    async def _end(self, session: Session, organization_id: UUID, run: Any, fence: int) -> None:
        code = process_executor.exit_code(logs.run_folder(run.id))
        if run.is_kill_requested:
            status, reason = "KILLED", "killed by hand"
        elif code == 0:
            status, reason = "SUCCEEDED", None
        elif code is None:
            status = "FAILED"
            reason = "lost: the program ended without an exit code (killed, or the machine stopped)"
        else:
            status, reason = "FAILED", f"exit code {code}: see the end of the log"
        job = await repository.get_job(session, organization_id, run.job_id)
        await service.finish(
            session, organization_id, job, run, fence,
            status=status, reason=reason, exit_code=code,
        )  # fmt: skip
        self._forget(run.id)
        log.info("jobs.run_ended", run_id=str(run.id), status=status, exit_code=code)

    def _forget(self, run_id: UUID) -> None:
        self._owned.pop(run_id, None)
        self._kill_sent_at.pop(run_id, None)

    async def _start_next(self, organization_id: UUID) -> bool:
        """Start the oldest waiting run of an organization; False when there is none."""
        async with self._database.unit_of_work(organization_id) as session:
            rows = await repository.claimable(session, organization_id, limit=1)
            if not rows:
                return False
            run = rows[0]
            fence = await repository.claim(
                session,
                organization_id,
                run.id,
                fence=run.fence,
                owner=self.owner,
                lease_secs=self._settings.lease_secs,
            )
            if fence is None:
                return False
            await repository.fenced(
                session, organization_id, run.id, fence, status="QUEUED", handle=None
            )
        # the claim is durable before the program exists: a crash in between starts it once more,
        # never twice
        self._owned[run.id] = fence
        async with self._database.unit_of_work(organization_id) as session:
            job = await repository.get_job(session, organization_id, run.job_id)
            token = await accounts.issue_run_token(
                session,
                user_id=job.created_by_id,
                organization_id=organization_id,
                run_id=run.id,
            )
        await self._launch(organization_id, job, run, fence, token)
        return True

    async def _launch(
        self, organization_id: UUID, job: Any, run: Any, fence: int, token: str
    ) -> None:
        folder = logs.run_folder(run.id)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if job.gpus:
            note = f"{job.gpus} GPU asked for, none on this executor: running on CPU\n"
            (folder / "log").write_text(note)
        environment = {
            "api_token": token,
            "host": self._settings.job_base_url(),
            "organization_id": str(organization_id),
            "job_id": str(job.id),
            **{name: str(value) for name, value in (job.entry.get("environment") or {}).items()},
        }
        handle = process_executor.start(folder, job.entry["module"], environment)
        async with self._database.unit_of_work(organization_id) as session:
            alive = await repository.fenced(
                session,
                organization_id,
                run.id,
                fence,
                status="RUNNING",
                started_at=func.now(),
                handle=handle.as_json(),
            )
            if alive:
                await service.started(session, organization_id, job, run.id)
        log.info("jobs.run_started", run_id=str(run.id), pid=handle.pid)


async def supervise(database: Database, settings: Settings, stop: asyncio.Event) -> None:
    """Supervise until ``stop`` is set; runs go on without us and are found again."""
    supervisor = Supervisor(database, settings)
    while not stop.is_set():
        try:
            await supervisor.tick()
        except Exception as error:
            log.warning("jobs.tick_failed", error=str(error), kind=type(error).__name__)
        await wait_or_stop(stop, TICK_SECS)

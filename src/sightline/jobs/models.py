# SPDX-License-Identifier: Apache-2.0
"""Tables of jobs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, desc, text
from sqlalchemy.orm import Mapped, mapped_column

from sightline.kernel.db.base import Base, TenantTable, tenant_args


class Job(TenantTable, Base):
    """A long act on an object; ``status`` is that of its newest run.

    ``entry`` names the program of the catalogue that the process executor runs; a job with an
    image only waits for an executor or an outside runner.
    """

    __tablename__ = "job"
    __table_args__ = tenant_args(
        Index("ix_job_page", "organization_id", desc("id")),
        Index("ix_job_target", "organization_id", "target_id"),
    )

    kind: Mapped[str]
    name: Mapped[str]
    target_type: Mapped[str]
    target_id: Mapped[UUID | None]
    created_by_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(server_default="PENDING")
    pending_reason: Mapped[str | None]
    payload: Mapped[dict[str, Any] | None]
    image: Mapped[str | None]
    entry: Mapped[dict[str, Any] | None]
    gpus: Mapped[int] = mapped_column(server_default=text("0"))


class JobRun(TenantTable, Base):
    """One attempt at a job; ``fence`` grows with each claim, stale claims write nothing."""

    __tablename__ = "job_run"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "job_id", "number"),
        Index(
            "ix_job_run_active",
            "organization_id",
            "status",
            postgresql_where=text("status IN ('PENDING', 'QUEUED', 'RUNNING')"),
        ),
        refs={"job_id": ("job", "CASCADE")},
    )

    job_id: Mapped[UUID]
    number: Mapped[int]
    status: Mapped[str] = mapped_column(server_default="PENDING")
    reason: Mapped[str | None]
    exit_code: Mapped[int | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    is_kill_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    handle: Mapped[dict[str, Any] | None]
    logging_object_name: Mapped[str | None]


class JobLogLine(Base):
    """A line that an outside runner sent; the same number replaces the line."""

    __tablename__ = "job_log_line"
    __table_args__ = tenant_args(
        UniqueConstraint("organization_id", "run_id", "line_number"),
        refs={"run_id": ("job_run", "CASCADE")},
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=True)
    organization_id: Mapped[UUID]
    run_id: Mapped[UUID]
    line_number: Mapped[int]
    part: Mapped[str]
    line: Mapped[str]

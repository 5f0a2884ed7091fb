# SPDX-License-Identifier: Apache-2.0
"""Bodies of the job routes."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field

from sightline.kernel.web.schemas import BigInt, Input, Output, PageOf, ShortText, Text

LogText = Annotated[
    str, Field(max_length=64_000), AfterValidator(lambda text: text.replace("\x00", "\ufffd"))
]
"""A program may print anything; NUL cannot be stored and is shown as what it is: unreadable."""


class LogLine(Input):
    """One line of a running program (api.md §8.2)."""

    line_nb: Annotated[BigInt, Field(ge=0)]
    log: LogText | Annotated[list[LogText], Field(max_length=10_000)]
    part: Text | None = ""
    final: bool = False
    special: bool | ShortText | None = False


class SavedLog(Input):
    logging_object_name: ShortText


class RunRead(Output):
    id: UUID
    number: int
    status: str
    reason: str | None
    exit_code: int | None
    started_at: str | None
    ended_at: str | None


class JobTarget(Output):
    type: str
    id: UUID | None


class JobRead(Output):
    id: UUID
    kind: str
    name: str
    status: str
    who: str | None
    target: JobTarget
    created_at: str
    started_at: str | None
    ended_at: str | None
    pending_reason: str | None
    runs: list[RunRead]
    processing_job: dict[str, Any] | None = None


class JobPage(PageOf):
    items: list[JobRead]


class ExecutorRead(Output):
    id: UUID
    name: str
    url: str
    client_type: str
    enabled: bool


class LogChunk(Output):
    text: str
    offset: int
    next_offset: int
    size: int
    finished: bool

# SPDX-License-Identifier: Apache-2.0
"""Reading logs of runs: from the file of a process run, or the lines an outside runner sent."""

import re
from pathlib import Path
from uuid import UUID

from sightline.jobs import repository
from sightline.kernel.db.session import Session
from sightline.kernel.settings import get_settings

MAX_CHUNK_BYTES = 1024 * 1024
_TOKEN = re.compile(rb"sl_[0-9a-f]{8}_[0-9a-f]{40}")


def run_folder(run_id: UUID) -> Path:
    """Return the folder of a run."""
    return get_settings().runs_dir / str(run_id)


def masked(content: bytes) -> bytes:
    """Hide run tokens by as many stars, so that offsets stay."""
    return _TOKEN.sub(lambda found: b"*" * len(found.group()), content)


async def read_chunk(
    session: Session, organization_id: UUID, run_id: UUID, *, offset: int, limit: int, ended: bool
) -> dict[str, object]:
    """Return text from a byte offset on; while the run works, whole lines only."""
    path = run_folder(run_id) / "log"
    if path.is_file():
        size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(min(offset, size))
            content = file.read(min(limit, MAX_CHUNK_BYTES))
    else:
        lines = await repository.lines_of(session, organization_id, run_id)
        whole = "".join(f"{line}\n" for line in lines).encode()
        size, content = len(whole), whole[offset : offset + limit]
    if not ended or offset + len(content) < size:
        # a token or a character cut in two must not slip through
        content = content[: content.rfind(b"\n") + 1] or (content if len(content) >= limit else b"")
    next_offset = min(offset, size) + len(content)
    return {
        "text": masked(content).decode("utf-8", errors="replace"),
        "offset": min(offset, size),
        "next_offset": next_offset,
        "size": size,
        "finished": ended and next_offset >= size,
    }

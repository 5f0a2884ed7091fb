# SPDX-License-Identifier: Apache-2.0
"""From the spool into the database: nothing is lost while it is away, nothing stays behind."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from sightline.deployments.serving import drain as module
from sightline.deployments.serving import spool as spool_module
from sightline.deployments.serving.drain import Drain
from sightline.deployments.serving.spool import REFUSED, Spool, read_segment
from sightline.kernel.db.session import Database
from tests.harness.running_platform import RunningPlatform

PICTURE = b"\xff\xd8 not really"
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def header(**changes: Any) -> dict[str, Any]:
    """A record of a deployment that was deleted: the database answers, and refuses it."""
    ids = {name: str(uuid4()) for name in ("id", "organization_id", "deployment_id", "user_id")}
    return {**ids, "is_shadow": False, **changes}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_SECS", 0.01)


@pytest.fixture
async def database(platform: RunningPlatform) -> AsyncIterator[Database]:
    made = Database(platform.postgres.app_url, pool_size=2)
    yield made
    await made.close()


@contextlib.asynccontextmanager
async def running(drain: Drain) -> AsyncIterator[None]:
    task = asyncio.create_task(drain.run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def until(is_done: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_done():  # noqa: ASYNC110 - a file that vanishes tells nobody
            await asyncio.sleep(0.01)


def segments(folder: Path) -> list[Path]:
    return list(folder.glob("*.spool"))


async def test_a_record_waits_for_an_absent_database_however_long(
    tmp_path: Path, database: Database
) -> None:
    spool, away = Spool(tmp_path), Database(NOWHERE, pool_size=1)
    waiting = Drain(away, spool)
    waiting.put(header(), PICTURE)

    async with running(waiting):
        await asyncio.sleep(2)

    assert waiting.backlog == 1
    spool.close()
    [segment] = segments(tmp_path)
    assert [content for _, content, _ in read_segment(segment)] == [PICTURE]
    async with running(Drain(database, Spool(tmp_path))):
        await until(lambda: segments(tmp_path) == [])
    await away.close()


async def test_full_segments_go_when_all_of_them_is_stored(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "SEGMENT_BYTES", 100)
    drain = Drain(database, Spool(tmp_path))

    async with running(drain):
        for _ in range(5):
            drain.put(header(), PICTURE)
            await until(lambda: drain.backlog == 0)

        assert len(segments(tmp_path)) == 1
        await drain.finish()
        assert segments(tmp_path) == []


async def test_a_record_that_always_fails_is_set_aside(tmp_path: Path, database: Database) -> None:
    drain = Drain(database, Spool(tmp_path))
    poison = header(organization_id="no id at all")

    async with running(drain):
        drain.put(poison, PICTURE)
        await until(lambda: drain.backlog == 0)

    [(kept, content, _)] = read_segment(tmp_path / REFUSED)
    assert (kept["id"], content) == (poison["id"], PICTURE)

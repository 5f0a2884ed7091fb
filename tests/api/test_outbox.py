# SPDX-License-Identifier: Apache-2.0
"""Events of the outbox: each handler once, failures again later and out of the way of others."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from sightline.app import wiring
from sightline.kernel.db.create import create_schema
from sightline.kernel.db.session import Database, Session
from sightline.kernel.events.bus import Bus
from sightline.kernel.events.outbox import publish
from tests.harness.scratch_postgres import ScratchPostgres

ORGANIZATION = uuid4()


@dataclass(frozen=True)
class Happened:
    kind: ClassVar[str] = "test.happened"
    number: int


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    """A database of its own: the worker of the platform would deliver the events."""
    postgres = ScratchPostgres()
    wiring.import_models()
    create_schema(postgres.admin_url)
    made = Database(postgres.app_url, pool_size=2)
    yield made
    await made.close()
    postgres.stop()


async def put(database: Database, *numbers: int) -> None:
    async with database.unit_of_work(ORGANIZATION) as session:
        for number in numbers:
            await publish(session, ORGANIZATION, Happened(number))


class Listener:
    """Notes what it got; refuses the numbers it was told to."""

    def __init__(self) -> None:
        self.got: list[int] = []
        self.refused: set[int] = set()

    async def __call__(self, _session: Session, _id: UUID, payload: Mapping[str, Any]) -> None:
        if payload["number"] in self.refused:
            raise ValueError("not now")
        self.got.append(payload["number"])


async def test_a_failed_event_steps_aside_and_comes_again_once(database: Database) -> None:
    first, second, bus = Listener(), Listener(), Bus()
    bus.subscribe(Happened.kind, first, name="first")
    bus.subscribe(Happened.kind, second, name="second")
    second.refused = {1}

    await put(database, 1, 2)
    finished = [await bus.dispatch_pending(database) for _ in range(3)]

    assert finished == [1, 0, 0]
    assert (first.got, second.got) == ([1, 2], [2])
    second.refused = set()
    async with database.unit_of_work(None) as session:
        waiting = text("SELECT attempts FROM outbox_event WHERE dispatched_at IS NULL")
        assert (await session.execute(waiting)).scalar_one() == 1
        aged = text("UPDATE outbox_event SET created_at = created_at - interval '2 seconds'")
        await session.execute(aged)
    assert await bus.dispatch_pending(database) == 1
    assert (first.got, second.got) == ([1, 2], [2, 1])

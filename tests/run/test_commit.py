# SPDX-License-Identifier: Apache-2.0
"""A commit that fails is never answered 2xx, and what is answered 2xx is committed."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from starlette.responses import Response

from sightline.kernel.db.session import Database
from sightline.kernel.ports.authenticator import Credentials
from sightline.kernel.principal import Permission, Principal, Role
from sightline.kernel.web.answer import answer
from sightline.kernel.web.errors import install_error_handlers
from sightline.kernel.web.router import Ctx, PublicSession, Router
from tests.harness.scratch_postgres import ScratchPostgres

SEAT = "CREATE TABLE seat (number int UNIQUE DEFERRABLE INITIALLY DEFERRED)"
"""A rule that only the commit checks: the handler has returned its answer long before."""
TAKE = text("INSERT INTO seat VALUES (:number)")


class AnybodyIsOwner:
    async def authenticate(self, _session: object, _credentials: Credentials) -> Principal:
        return Principal(uuid4(), "owner", UUID(int=1), Role.OWNER)


def application(database: Database) -> FastAPI:
    app, router = FastAPI(), Router(tags=["seats"])
    app.state.database, app.state.authenticator = database, AnybodyIsOwner()
    install_error_handlers(app)

    @router.create("/seat/{number}", status=201)
    async def take(ctx: Ctx, number: int) -> Response:
        await ctx.session.execute(TAKE, {"number": number})
        return answer({"number": number}, status=201)

    @router.create("/public/seat/{number}", requires=Permission.PUBLIC, status=201)
    async def take_in_public(session: PublicSession, number: int) -> Response:
        await session.execute(TAKE, {"number": number})
        return answer({"number": number}, status=201)

    app.include_router(router)
    return app


@pytest.fixture
async def seats() -> AsyncIterator[SimpleNamespace]:
    postgres = ScratchPostgres()
    with psycopg.connect(postgres.superuser_url, autocommit=True) as connection:
        connection.execute(SEAT)
        connection.execute("GRANT ALL ON seat TO sightline_app")
        database = Database(postgres.app_url, pool_size=2)
        transport = httpx.ASGITransport(application(database), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield SimpleNamespace(client=client, connection=connection)
        await database.close()
    postgres.stop()


@pytest.mark.parametrize("path", ["/seat/7", "/public/seat/7"])
async def test_a_failing_commit_is_an_error(seats: SimpleNamespace, path: str) -> None:
    first = await seats.client.post(path)
    stored = seats.connection.execute("SELECT count(*) FROM seat").fetchone()
    again = await seats.client.post(path)
    after = seats.connection.execute("SELECT count(*) FROM seat").fetchone()

    assert (first.status_code, stored) == (201, (1,)), "stored when the answer is there"
    assert again.status_code == 409
    assert after == (1,)

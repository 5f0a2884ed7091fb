# SPDX-License-Identifier: Apache-2.0
"""The api service as it is, with a note of every request of a labelled client.

For the self-test of the compat tests handlers can be broken, if ``COMPAT_BREAKABLE`` is set: the file
``broken`` in the data directory names a pair of the contract. A broken reading handler answers
nothing of worth; a broken writing handler answers as ever and forgets what it wrote.
"""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from uuid import UUID

from sightline.app import api
from sightline.kernel.db.session import Database, Session, enter_organization
from tests.harness.traffic import ACCESS, LABEL, READING, pair_of

BROKEN = "broken"
_forgets: ContextVar[bool] = ContextVar("forgets", default=False)


class _Forgetful(Database):
    """A database whose unit of work is undone where a handler is broken."""

    @asynccontextmanager
    async def unit_of_work(self, organization_id: UUID | None) -> AsyncIterator[Session]:
        if not _forgets.get():
            async with super().unit_of_work(organization_id) as session:
                yield session
            return
        async with self._sessions() as session:
            if organization_id is not None:
                await enter_organization(session, organization_id)
            yield session
            await session.rollback()


class _Recorder:
    def __init__(self, app: Any, *, breakable: bool) -> None:
        folder = Path(os.environ["SIGHTLINE_DATA_DIR"])
        self._app = app
        self._broken = folder / BROKEN if breakable else None
        self._file = (folder / ACCESS).open("a", buffering=1)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope.get("headers", ()))
        label = headers.get(LABEL.lower().encode(), b"").decode()
        if not label or scope["path"].startswith("/storage/"):
            await self._app(scope, receive, send)
            return
        method, path = scope["method"], (scope.get("raw_path") or scope["path"].encode()).decode()

        async def noted(message: Any) -> None:
            if message["type"] == "http.response.start":
                row = {"label": label, "method": method, "path": path, "status": message["status"]}
                self._file.write(json.dumps(row) + "\n")
            await send(message)

        if not self._is_broken(method, path):
            await self._app(scope, receive, noted)
        elif method in READING or _keeps_no_rows(path):
            await _worthless(noted)
        else:
            token = _forgets.set(True)
            try:
                await self._app(scope, receive, noted)
            finally:
                _forgets.reset(token)

    def _is_broken(self, method: str, path: str) -> bool:
        if self._broken is None or not self._broken.is_file():
            return False
        return pair_of(method, path) == self._broken.read_text()


def _keeps_no_rows(path: str) -> bool:
    return path.startswith("/api/object-storage/") or path.endswith("/annotations/export")


async def _worthless(send: Any) -> None:
    body = b'{"items":[],"count":0,"users":[],"trainings":[]}'
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def create_app() -> Any:
    app: Any = api.create_app()
    breakable = "COMPAT_BREAKABLE" in os.environ
    if breakable:
        state = app._app.state
        state.database = _Forgetful(state.settings.database_url)
    return _Recorder(app, breakable=breakable)

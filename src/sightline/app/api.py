# SPDX-License-Identifier: Apache-2.0
"""Composition root of the main service: contract routes, own routes, event stream, web pages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from sse_starlette.sse import AppStatus
from starlette.types import ASGIApp

from sightline import __version__
from sightline.accounts import api as accounts
from sightline.app import annex, documents, events, home, lifetime, pages, wiring
from sightline.kernel.db.session import Database
from sightline.kernel.events.changes import ChangeFeed
from sightline.kernel.logs import configure_logging
from sightline.kernel.ports import blobs
from sightline.kernel.settings import get_settings
from sightline.kernel.storage.local import LocalStorage
from sightline.kernel.storage.routes import router as storage_router
from sightline.kernel.web.errors import install_error_handlers
from sightline.kernel.web.middleware import Guards
from sightline.kernel.web.router import assert_permissions_declared


def create_app() -> ASGIApp:
    """Build the ASGI application of ``sightline api``."""
    return Guards(build(), unlimited_prefixes=("/storage/",))


def build() -> FastAPI:
    """Build the application behind the guards."""
    settings = get_settings()
    configure_logging(settings.log_level)
    app = FastAPI(
        title="Sightline",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    wiring.import_models()
    wiring.import_tasks()
    wiring.bind_ports()
    app.state.settings = settings
    app.state.authenticator = accounts.make_authenticator()
    app.state.database = Database(settings.database_url, pool_size=settings.database_pool_size)
    app.state.storage = LocalStorage.from_settings(settings)
    blobs.bind(app.state.storage)
    app.state.feed = ChangeFeed(settings.database_url)
    install_error_handlers(app)
    for router in (*wiring.routers(), events.router, home.health, home.router, storage_router):
        app.include_router(router)
    annex.add_missing_routes(app)
    documents.add_routes(app)
    pages.add_routes(app)
    assert_permissions_declared(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    feed: ChangeFeed = app.state.feed
    lifetime.end_in_time(lambda: _end_streams(feed))
    lifetime.leave_with_parent()
    listening = asyncio.create_task(feed.listen())
    yield
    feed.close()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await app.state.database.close()


def _end_streams(feed: ChangeFeed) -> None:
    AppStatus.should_exit = True
    feed.close()

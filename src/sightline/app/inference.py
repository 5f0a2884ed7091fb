# SPDX-License-Identifier: Apache-2.0
"""Composition root of ``sightline inference``: serving and monitoring on a port of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from sightline import __version__
from sightline.app import home, lifetime, wiring
from sightline.deployments.inference import routes, statistics_routes
from sightline.deployments.inference.service import InferenceService
from sightline.kernel.db.session import Database
from sightline.kernel.logs import configure_logging
from sightline.kernel.ports import blobs
from sightline.kernel.settings import get_settings
from sightline.kernel.storage.local import LocalStorage
from sightline.kernel.web.errors import install_error_handlers
from sightline.kernel.web.middleware import Guards


def create_app() -> ASGIApp:
    """Build the ASGI application of ``sightline inference``."""
    settings = get_settings()
    configure_logging(settings.log_level)
    app = FastAPI(
        title="Sightline inference",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    wiring.import_models()
    wiring.import_tasks()
    wiring.bind_ports()
    app.state.settings = settings
    app.state.database = Database(settings.database_url, pool_size=settings.database_pool_size)
    app.state.storage = LocalStorage.from_settings(settings)
    blobs.bind(app.state.storage)
    install_error_handlers(app)
    app.state.inference = InferenceService(app.state.database, settings.require_data_dir())
    for router in (home.health, routes.router, statistics_routes.router):
        app.include_router(router)
    return Guards(app, unlimited_prefixes=("/api/",))


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    lifetime.end_in_time(lambda: None)
    lifetime.leave_with_parent()
    await app.state.inference.start()
    yield
    await app.state.inference.stop()
    await app.state.database.close()

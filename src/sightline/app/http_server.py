# SPDX-License-Identifier: Apache-2.0
"""The HTTP server of a role: granian's main process, which never imports the application."""

import os

from granian import Granian
from granian.constants import Interfaces

from sightline.kernel.settings import Settings

BACKPRESSURE = 8192
"""Open event streams count as waiting requests; the default of 1024 would stop the service."""


def serve(target: str, settings: Settings, port: int) -> None:
    """Serve ``module:factory`` until SIGTERM or SIGINT."""
    # workers leave with this process, see `sightline.kernel.processes`
    os.environ.setdefault("SIGHTLINE_CHILD_OF", str(os.getpid()))
    Granian(
        target,
        address=settings.host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        workers_kill_timeout=5,
        backpressure=BACKPRESSURE,
        log_access=False,
        websockets=False,
    ).serve()

# SPDX-License-Identifier: Apache-2.0
"""How the worker process of an HTTP role ends: in time, and never after its main process."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from sightline.kernel.processes import die_with_parent

GRACE_SECS = 3.0


def end_in_time(say_goodbye: Callable[[], None]) -> None:
    """On SIGTERM or SIGINT call ``say_goodbye`` in the loop, then leave within `GRACE_SECS`.

    The HTTP server's own handler runs too; alone it would wait for open streams for ever.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()

    def leave() -> None:
        say_goodbye()
        # a download that nobody reads any more must not keep the process
        timer = threading.Timer(GRACE_SECS, os._exit, args=(0,))
        timer.daemon = True
        timer.start()

    def on_signal(*_: Any) -> None:
        loop.call_soon_threadsafe(leave)

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)


def leave_with_parent() -> None:
    """Get SIGTERM when the HTTP main process dies, so that no worker keeps the port."""
    if os.environ.get("SIGHTLINE_CHILD_OF") is not None:
        die_with_parent()

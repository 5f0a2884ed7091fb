# SPDX-License-Identifier: Apache-2.0
"""Processes that must not outlive the one that started them (Linux ``PR_SET_PDEATHSIG``)."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel for a signal when the parent dies; a no-op where the kernel cannot.

    Call it in the child (``preexec_fn`` or first thing). The signal comes when the *thread* that
    started the child ends, so children are started from the main thread only.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
    if os.getppid() == 1 and os.environ.get("SIGHTLINE_CHILD_OF", "1") != "1":
        os.kill(os.getpid(), number)

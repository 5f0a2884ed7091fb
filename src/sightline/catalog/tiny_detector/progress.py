# SPDX-License-Identifier: Apache-2.0
"""Lines on stdout in the form that the job page folds into chapters."""


def chapter(title: str) -> None:
    """Open a chapter of the log."""
    print(f"--#--{title}", flush=True)


def line(text: str) -> None:
    """Write one line of the log."""
    print(text, flush=True)

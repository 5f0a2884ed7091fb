# SPDX-License-Identifier: Apache-2.0
"""Modules are named after what they hold, and nothing is left for later."""

import re
from pathlib import PurePosixPath

from tests.architecture.sources import read, sources

EMPTY_WORDS = ("util", "utils", "helper", "helpers", "common", "manager", "managers", "misc")
LATER = re.compile(r"\b(TO" + "DO|FIX" + r"ME|XX" + r"X)\b")


def test_no_module_has_an_empty_name() -> None:
    found = [
        name
        for name in sources(".py", ".ts", ".tsx", ".css")
        if set(re.split(r"[^a-z]+", PurePosixPath(name).stem.lower())) & set(EMPTY_WORDS)
        or set(PurePosixPath(name).parts) & set(EMPTY_WORDS)
    ]
    assert not found, f"name these after what they hold: {found}"


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name}:{number}"
        for name in sources(".py", ".ts", ".tsx", ".css", ".toml", ".md", "Makefile")
        for number, line in enumerate(read(name).splitlines(), 1)
        if LATER.search(line)
    ]
    assert not found, f"finish it or write an issue: {found}"

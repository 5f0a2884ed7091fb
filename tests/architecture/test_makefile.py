# SPDX-License-Identifier: Apache-2.0
"""``make`` alone lists every target that a person may call."""

import re
import subprocess

from tests.architecture.sources import ROOT, read

HIDDEN = frozenset({"browser"})
"""Steps of other targets, not meant to be called."""


def declared() -> set[str]:
    phony = re.findall(r"^\.PHONY:(.*)$", read("Makefile"), re.MULTILINE)
    return {name for line in phony for name in line.split()}


def test_every_public_target_is_described() -> None:
    described = set(re.findall(r"^([a-z0-9-]+):.*## \S", read("Makefile"), re.MULTILINE))
    assert declared() - described - HIDDEN == set()
    assert described - declared() == set(), "not .PHONY"


def test_make_alone_lists_them() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.strip()}
    assert listed >= declared() - HIDDEN


def test_targets_call_files_that_exist() -> None:
    called = set(re.findall(r"\b(tools/\w+\.py)", read("Makefile")))
    missing = [name for name in sorted(called) if not (ROOT / name).is_file()]
    assert not missing

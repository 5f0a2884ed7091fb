# SPDX-License-Identifier: Apache-2.0
"""SQL runs in repositories; endpoints, services and presenters call them."""

import re

from tests.architecture.sources import read, sources

RUNS = re.compile(r"\b(?:session|connection\(\)\))\.(?:execute|scalars?|stream)\(")
OTHERS = {
    "datasets/bindings.py": "adapts a port to statements",
    "deployments/bindings.py": "adapts a port to statements",
    "deployments/holding.py": "adapts a port to statements",
    "deployments/pipeline/trigger.py": "counting and firing are statements and nothing else",
    "registry/bindings.py": "adapts a port to statements",
    "registry/seeding.py": "renews the catalogue at start",
}
"""Modules that may all the same, and why; the list only gets shorter."""


def is_repository(name: str) -> bool:
    return "repository" in name or name.startswith(("src/sightline/kernel/", "src/sightline/app/"))


def running() -> set[str]:
    return {
        name.removeprefix("src/sightline/")
        for name in sources(".py", below=("src/sightline/",))
        if not is_repository(name) and RUNS.search(read(name))
    }


def test_statements_run_in_repositories() -> None:
    assert running() - OTHERS.keys() == set()


def test_no_exception_is_left_over() -> None:
    assert OTHERS.keys() - running() == set()

# SPDX-License-Identifier: Apache-2.0
"""Self-test of the compat tests: a broken handler must turn one of its tests red.

`make mutations` draws seeded pairs of docs/reference/api-coverage.md that the document calls shown,
breaks one handler at a time in the running api (`tests.harness.recorded_api`) and calls the tests
that claim to show it. The same tests pass while nothing is broken.
"""

import importlib
import inspect
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import connect
from tests.harness.recorded_api import BROKEN
from tests.harness.running_platform import RunningPlatform

COVERAGE = Path(__file__).resolve().parents[2] / "docs/reference/api-coverage.md"
SEED = 6370
ROW = re.compile(r"^\| ([A-Z]+) \| `([^`]+)` \| yes \| (`.+) \|$", re.MULTILINE)


def shown_pairs() -> dict[str, list[str]]:
    """Pair -> the tests that the document names."""
    rows = ROW.findall(COVERAGE.read_text())
    return {f"{m} {path}": re.findall(r"`([^`]+)`", tests) for m, path, tests in rows}


def drawn(config: pytest.Config) -> list[str]:
    pairs = sorted(shown_pairs())
    return random.Random(SEED).sample(pairs, min(config.getoption("--mutations"), len(pairs)))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    pairs = drawn(metafunc.config)
    if "pair" in metafunc.fixturenames:
        metafunc.parametrize("pair", pairs)
    else:
        known = shown_pairs()
        metafunc.parametrize("name", sorted({name for pair in pairs for name in known[pair]}))


@pytest.fixture
def run(
    request: pytest.FixtureRequest, platform: RunningPlatform, tmp_path_factory: Any
) -> Callable[[str], None]:
    """Call a test by its id with what its parameters name."""
    if not request.config.getoption("--run-mutations"):
        pytest.skip("needs a platform that can be broken: make mutations")

    def call(name: str) -> None:
        module, function = name.split("::")
        test = getattr(
            importlib.import_module(f"tests.compat.{module.removesuffix('.py')}"), function
        )
        member = platform.make_member()
        offered = {
            "member": lambda: member,
            "client": lambda: connect(member),
            "platform": lambda: platform,
            "tmp_path": lambda: tmp_path_factory.mktemp("broken"),
        }
        test(**{key: offered[key]() for key in inspect.signature(test).parameters})

    return call


@pytest.fixture
def broken(platform: RunningPlatform) -> Iterator[Path]:
    path = platform.data_dir / BROKEN
    yield path
    path.unlink(missing_ok=True)


def test_the_tests_pass_while_nothing_is_broken(name: str, run: Callable[[str], None]) -> None:
    run(name)


def test_a_broken_handler_is_noticed(pair: str, run: Callable[[str], None], broken: Path) -> None:
    broken.write_text(pair)
    for name in shown_pairs()[pair]:
        try:
            run(name)
        except (Exception, pytest.fail.Exception):
            return
    pytest.fail(f"nobody noticed that {pair} is broken")

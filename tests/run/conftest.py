# SPDX-License-Identifier: Apache-2.0
"""Fixtures: an installation that runs, shared by all tests; each leaves it running and whole."""

from collections.abc import Iterator

import pytest

from tests.harness.installation import Installation


@pytest.fixture(scope="session")
def installation() -> Iterator[Installation]:
    made = Installation()
    try:
        made.up()
        yield made
    finally:
        made.remove()

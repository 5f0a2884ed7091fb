# SPDX-License-Identifier: Apache-2.0
"""Fixtures: an installation that runs, shared by the tests of a module; each leaves it running."""

from collections.abc import Iterator

import pytest

from tests.harness.installation import Installation


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    made = Installation()
    try:
        made.up()
        yield made
    finally:
        made.remove()

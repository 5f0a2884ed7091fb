# SPDX-License-Identifier: Apache-2.0
"""Run every check against the database and the storage; one line per finding."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg.rows import TupleRow

from sightline.app import wiring
from sightline.app.doctor import files, invariants, walls
from sightline.kernel.settings import Settings, SettingsError
from sightline.migrations.run import pending

Connection = psycopg.Connection[TupleRow]
Check = Callable[[Connection], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong; ``check`` is the name of the invariant (trust.md) or setting."""

    check: str
    text: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything; an empty list means health.

    Args:
        settings: with the owner's database address; row-level security lets it see all rows.
    """
    wiring.import_models()
    findings = list(_settings(settings))
    try:
        behind = pending(settings.database_admin_url)
    except Exception as error:
        return [*findings, Finding("database", f"cannot be examined: {error}")]
    if behind:
        return [*findings, Finding("migrations", "the database is behind: run sightline migrate")]
    checks: dict[str, Check] = {
        "roles": walls.roles,
        "row-level security": walls.policies,
        "I6": invariants.trigger_generations,
        "I7": invariants.one_owner,
        "I8": lambda connection: invariants.jobs_end(connection, settings.lease_secs),
        "I10": walls.organization_wall,
        "I11": invariants.outbox_drained,
        "I1": lambda connection: files.acknowledged(connection, settings.blobs_dir),
        "I3": lambda connection: files.dangling(connection, settings.blobs_dir),
    }
    with psycopg.connect(settings.database_admin_url, autocommit=True) as connection:
        for name, check in checks.items():
            findings += _findings_of(name, check, connection)
    return findings


def _findings_of(name: str, check: Check, connection: Connection) -> list[Finding]:
    """Run one check; one that breaks is a finding and does not silence the others."""
    try:
        return [Finding(name, text) for text in check(connection)]
    except (psycopg.Error, OSError) as error:
        return [Finding(name, f"could not be examined: {str(error).splitlines()[0]}")]


def _settings(settings: Settings) -> Iterator[Finding]:
    try:
        settings.secret()
    except SettingsError as error:
        yield Finding("settings", str(error))
    for folder in (settings.require_data_dir(), settings.blobs_dir):
        if not folder.is_dir():
            yield Finding("settings", f"{folder} is missing")
        elif folder.stat().st_mode & 0o077:
            yield Finding("settings", f"{folder} is open to other accounts (chmod 700)")
    secret = settings.secret_key_file
    if secret is not None and secret.stat().st_mode & 0o077:
        yield Finding("settings", f"{secret} is open to other accounts (chmod 600)")

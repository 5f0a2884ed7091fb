# SPDX-License-Identifier: Apache-2.0
"""Migrations lead to the models, wall every tenant table and see the rows behind the walls."""

from collections.abc import Iterator
from importlib import util
from uuid import uuid4

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from sightline.app import wiring
from sightline.kernel.db.base import Base
from sightline.kernel.db.rls import tenant_tables
from sightline.migrations.run import migrate, pending
from tests.architecture.sources import ROOT
from tests.harness.scratch_postgres import ScratchPostgres


@pytest.fixture(scope="module")
def database() -> Iterator[ScratchPostgres]:
    wiring.import_models()
    postgres = ScratchPostgres()
    try:
        migrate(postgres.admin_url)
        yield postgres
    finally:
        postgres.stop()


def without_queue(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def test_migrations_and_models_are_in_step(database: ScratchPostgres) -> None:
    engine = create_engine(database.admin_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": without_queue}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == [], "write a migration"


def test_migrating_again_changes_nothing(database: ScratchPostgres) -> None:
    migrate(database.admin_url)
    assert not pending(database.admin_url)


def test_every_tenant_table_is_behind_forced_security(database: ScratchPostgres) -> None:
    query = (
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity"
        " AND relforcerowsecurity AND relnamespace = 'public'::regnamespace"
    )
    policies = "SELECT tablename FROM pg_policies WHERE policyname = %s"
    with psycopg.connect(database.admin_url) as connection:
        walled = {row[0] for row in connection.execute(query)}
        own = {row[0] for row in connection.execute(policies, ("organization",))}
    expected = {table.name for table in tenant_tables()}
    assert expected
    assert expected - walled == set()
    assert expected - own == set()


def test_the_application_sees_one_organization_only(database: ScratchPostgres) -> None:
    first, second = _tagged_organization(database), _tagged_organization(database)
    with psycopg.connect(database.app_url) as connection:
        assert _names(connection) == set()
        connection.execute("SELECT set_config('app.organization', %s, true)", (first,))
        assert _names(connection) == {first}
        connection.execute("SELECT set_config('app.organization', %s, true)", (second,))
        assert _names(connection) == {second}


def test_migrations_see_and_change_the_rows_of_all_organizations(
    database: ScratchPostgres,
) -> None:
    """Forced security binds the owner too; without its own policy a backfill would do nothing."""
    made = {_tagged_organization(database), _tagged_organization(database)}
    with psycopg.connect(database.admin_url) as connection:
        assert made <= _names(connection)
        changed = connection.execute(
            "UPDATE dataset SET description = 'seen' WHERE name = ANY(%s)", (list(made),)
        )
        assert changed.rowcount == 2


def test_revisions_form_one_line() -> None:
    lasts = []
    for name in _versions():
        spec = util.spec_from_file_location("revision", ROOT / name)
        assert spec is not None
        assert spec.loader is not None
        module = util.module_from_spec(spec)
        spec.loader.exec_module(module)
        lasts.append(module.down_revision)
    assert len(lasts) == len(set(lasts)), "two migrations follow the same one"
    assert None in lasts


def _versions() -> list[str]:
    folder = ROOT / "src/sightline/migrations/versions"
    return [str(path.relative_to(ROOT)) for path in folder.glob("*.py")]


def _tagged_organization(database: ScratchPostgres) -> str:
    """Make an organization with one dataset named after it."""
    organization = str(uuid4())
    with psycopg.connect(database.superuser_url) as connection:
        connection.execute(
            "INSERT INTO organization (id, name) VALUES (%s, %s)", (organization, organization)
        )
        connection.execute(
            "INSERT INTO dataset (id, organization_id, name) VALUES (%s, %s, %s)",
            (str(uuid4()), organization, organization),
        )
    return organization


def _names(connection: psycopg.Connection[tuple[object, ...]]) -> set[str]:
    return {str(row[0]) for row in connection.execute("SELECT name FROM dataset")}

# SPDX-License-Identifier: Apache-2.0
"""Bringing a database to the schema of this version: roles, migrations, grants, queue."""

from importlib import resources

import psycopg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import create_engine

from sightline.kernel.db.create import APP_GRANTS, RESERVED_ORGANIZATION, queue_schema

MIGRATION_LOCK = 0x51_67_68_74
ROLES = {
    "sightline_app": "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    "sightline_system": "NOLOGIN NOSUPERUSER NOBYPASSRLS",
}


def configuration(admin_url: str) -> Config:
    """Return Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(resources.files("sightline.migrations")))
    url = admin_url.replace("postgresql://", "postgresql+psycopg://", 1)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(admin_url: str) -> None:
    """Make roles, run the migrations, install the queue and renew grants; safe to repeat.

    Two servers that migrate at once wait for each other (advisory lock).

    Args:
        admin_url: DSN of the owner; the extension ``vector`` exists already.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        ensure_roles(connection)
        command.upgrade(configuration(admin_url), "head")
        if connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() == (None,):
            connection.execute(queue_schema().encode())
        for statement in (*APP_GRANTS, RESERVED_ORGANIZATION):
            connection.execute(statement.encode())


def ensure_roles(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Create the application and system roles, and let the owner see behind the wall."""
    for name, options in ROLES.items():
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone()
        if found is None:
            statement = sql.SQL("CREATE ROLE {} " + options)
            connection.execute(statement.format(sql.Identifier(name)))
    is_member = connection.execute(
        "SELECT pg_has_role(current_user, 'sightline_system', 'USAGE')"
    ).fetchone()
    if is_member != (True,):
        connection.execute("GRANT sightline_system TO CURRENT_USER")


def pending(admin_url: str) -> bool:
    """Tell whether the database is behind the migrations of this version."""
    script = ScriptDirectory.from_config(configuration(admin_url))
    engine = create_engine(admin_url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()
    return current != script.get_current_head()

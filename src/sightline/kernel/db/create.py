# SPDX-License-Identifier: Apache-2.0
"""Make a schema from the metadata at once: for tests; installations use the migrations."""

import psycopg
from procrastinate import App, PsycopgConnector
from sqlalchemy import create_engine

from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID, Base
from sightline.kernel.db.rls import tenant_tables, wall_statements

APP_GRANTS = (
    "GRANT USAGE ON SCHEMA public TO sightline_app, sightline_system",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sightline_app,"
    " sightline_system",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO sightline_app, sightline_system",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO sightline_app, sightline_system",
)
RESERVED_ORGANIZATION = (
    "INSERT INTO organization (id, name) VALUES"
    f" ('{PUBLIC_ORGANIZATION_ID}', 'Public catalogue') ON CONFLICT DO NOTHING"
)


def queue_schema() -> str:
    """Return the DDL of the task queue."""
    return App(connector=PsycopgConnector()).schema_manager.get_schema()


def create_schema(admin_url: str) -> None:
    """Create all tables, walls, grants, the queue's schema and the reserved organization.

    Args:
        admin_url: DSN of the owner role; extension ``vector`` exists already.
    """
    engine = create_engine(admin_url.replace("postgresql://", "postgresql+psycopg://", 1))
    Base.metadata.create_all(engine)
    engine.dispose()
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(queue_schema().encode())
        for table in tenant_tables():
            public_read = bool(table.info.get("public_read"))
            for statement in wall_statements(table.name, public_read=public_read):
                connection.execute(statement.encode())
        for statement in (*APP_GRANTS, RESERVED_ORGANIZATION):
            connection.execute(statement.encode())

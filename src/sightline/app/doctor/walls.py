# SPDX-License-Identifier: Apache-2.0
"""Checks of roles, row-level security and references between organizations."""

from collections.abc import Iterator

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from sightline.kernel.db.rls import tenant_tables

Connection = psycopg.Connection[TupleRow]


def roles(connection: Connection) -> Iterator[str]:
    """The application role must be unable to step around the wall."""
    query = (
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles"
        " WHERE rolname IN ('sightline_app', 'sightline_system')"
    )
    found = {row[0]: row[1:] for row in connection.execute(query)}
    for name in ("sightline_app", "sightline_system"):
        if name not in found:
            yield f"the role {name} is missing"
        elif any(found[name]):
            yield f"the role {name} is superuser, bypasses row-level security or creates roles"
    query = (
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND pg_get_userbyid(relowner) = 'sightline_app'"
    )
    for (name,) in connection.execute(query):
        yield f"the table {name} belongs to the application role"


def policies(connection: Connection) -> Iterator[str]:
    """Every table of an organization's rows is behind the wall, owners included."""
    query = (
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
        " count(p.polname) FILTER (WHERE p.polname IN ('organization', 'system'))"
        " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.oid"
    )
    found = {row[0]: row[1:] for row in connection.execute(query)}
    for table in tenant_tables():
        forced, count = found.get(table.name, (False, 0))
        if not forced or count < 2:
            yield f"the table {table.name} is not behind forced row-level security"


def organization_wall(connection: Connection) -> Iterator[str]:
    """No row may refer to a row of another organization."""
    walled = {table.name: table for table in tenant_tables()}
    for table in walled.values():
        for key in table.foreign_key_constraints:
            parent = key.referred_table.name
            columns = [element.parent.name for element in key.elements]
            if parent not in walled or columns[-1] == "organization_id":
                continue
            query = sql.SQL(
                "SELECT count(*) FROM {child} c JOIN {parent} p ON p.id = c.{column}"
                " WHERE p.organization_id <> c.organization_id"
                " AND p.organization_id <> '00000000-0000-7000-8000-000000000001'"
            ).format(
                child=sql.Identifier(table.name),
                parent=sql.Identifier(parent),
                column=sql.Identifier(columns[-1]),
            )
            row = connection.execute(query).fetchone()
            if row is not None and row[0]:
                yield f"{row[0]} rows of {table.name} refer to a {parent} of another organization"

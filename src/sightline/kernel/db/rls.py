# SPDX-License-Identifier: Apache-2.0
"""Row-level security: the statements that put an organization wall around a table.

The setting ``app.organization`` is transaction-local; without it nothing but the public catalogue
is visible. A second policy for ``sightline_system`` lets migrations and sweepers see all rows:
without it FORCE would blind the owner.
"""

from sqlalchemy import Table

from sightline.kernel.db.base import PUBLIC_ORGANIZATION_ID, Base

CURRENT_ORGANIZATION = "nullif(current_setting('app.organization', true), '')::uuid"

NOT_TENANT = frozenset({"membership", "api_token", "outbox_event", "web_session", "login_link"})
"""Tables that name an organization but are the door itself: read before an organization is known,
or, like the outbox, infrastructure that carries ids only."""


def tenant_tables() -> list[Table]:
    """List the tables that must be behind the wall, by name."""
    return sorted(
        (
            table
            for table in Base.metadata.tables.values()
            if "organization_id" in table.c and table.name not in NOT_TENANT
        ),
        key=lambda table: table.name,
    )


def wall_statements(table: str, *, public_read: bool) -> list[str]:
    """Return the DDL that forces row-level security on one table."""
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY organization ON {table} USING (organization_id = {CURRENT_ORGANIZATION})"
        f" WITH CHECK (organization_id = {CURRENT_ORGANIZATION})",
        f"CREATE POLICY system ON {table} TO sightline_system USING (true) WITH CHECK (true)",
    ]
    if public_read:
        statements.append(
            f"CREATE POLICY public_catalogue ON {table} FOR SELECT"
            f" USING (organization_id = '{PUBLIC_ORGANIZATION_ID}')"
        )
    return statements

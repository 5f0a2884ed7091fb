# SPDX-License-Identifier: Apache-2.0
"""Alembic environment: the owner role migrates, the metadata of all slices is the target."""

from alembic import context
from sqlalchemy import create_engine, pool

from sightline.app import wiring
from sightline.kernel.db.base import Base

wiring.import_models()


def include_name(name: str | None, type_: str, _parents: object) -> bool:
    """Leave the task queue's tables to procrastinate."""
    return not (type_ == "table" and (name or "").startswith("procrastinate_"))


def run() -> None:
    """Run the migrations, one transaction each."""
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=include_name,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

"""Alembic's entry: it only ever runs on the connection that `upgrade` passes in."""

from __future__ import annotations

from alembic import context

from pipeline.store.migrations import VERSION_TABLE
from pipeline.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,  # SQLite can, and `Store.begin` starts its transactions early enough
)
with context.begin_transaction():
    context.run_migrations()

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from pipeline.model.errors import StoreError
from pipeline.store import tables
from pipeline.store.columns import Exact, Loose
from pipeline.store.database import Store
from pipeline.store.migrations import VERSION_TABLE, head


def test_the_migrations_make_what_the_tables_say(store: Store) -> None:
    with store.read() as conn:
        context = MigrationContext.configure(conn, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, tables.metadata) == []


def test_texts_are_sorted_by_code_point_whatever_the_server_prefers(store: Store) -> None:
    with store.read() as conn:
        if conn.dialect.name == "sqlite":
            assert conn.exec_driver_sql("SELECT 'Z' < 'a'").scalar_one()  # BINARY is its default
            return
        query = (
            "SELECT table_name, column_name, collation_name FROM information_schema.columns WHERE data_type = 'text'"
        )
        found = {(row[0], row[1]): row[2] for row in conn.exec_driver_sql(query)}
    texts = {(t.name, c.name) for t in tables.metadata.sorted_tables for c in t.c if isinstance(c.type, Exact | Loose)}
    assert {found[column] for column in texts} == {"C"}


def test_migrating_again_changes_nothing(empty_url: str) -> None:
    store = Store(empty_url)
    with pytest.raises(StoreError, match=r"not set up.*newsmend migrate"):
        store.check()
    store.migrate()
    store.migrate()
    store.check()
    store.dispose()


def test_several_processes_may_migrate_at_once(empty_url: str) -> None:
    stores = [Store(empty_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Store.migrate, stores))
    for store in stores:
        with store.read() as conn:
            versions = list(conn.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalars())
        assert versions == [head()]
        assert set(inspect(store.engine).get_table_names()) >= set(tables.metadata.tables)
        store.dispose()


def test_a_store_of_another_version_is_named(store: Store) -> None:
    with store.begin() as conn:
        conn.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '0000'")
    with pytest.raises(StoreError, match=f"version is 0000, this program's is {head()}"):
        store.check()

"""A fresh store of each kind. PostgreSQL's is emptied for every test: a database each would be slow to make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.store.database import Store

NAME = "nm_store"


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> str:
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {NAME}"))
    engine.dispose()
    return make_url(postgres_url).set(database=NAME).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that was never migrated."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/store.db"
    url: str = request.getfixturevalue("postgres_database")
    engine = create_engine(url)
    with engine.begin() as conn:
        conn.execute(text("DROP SCHEMA public CASCADE"))
        conn.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def store(empty_url: str) -> Iterator[Store]:
    """A migrated store with nothing in it."""
    made = Store(empty_url)
    made.migrate()
    yield made
    made.dispose()

"""The database: opened late, one transaction at a time, its complaints in plain words."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from pipeline.model.errors import StoreError
from pipeline.store import engine as engines
from pipeline.store.failures import MIGRATE, explain

MIGRATION_LOCK = 0x6E65_7773  # any constant of ours: processes that migrate at once queue on it
MIGRATION_TRIES = 5


class Store:
    """One database, by its SQLAlchemy URL. The engine belongs to the process that uses it; a fork makes its own."""

    def __init__(self, url: str) -> None:
        self._url = engines.parse(url)
        self._engine: Engine | None = None
        self._pid = 0

    @property
    def where(self) -> str:
        """The address without the password."""
        return self._url.render_as_string(hide_password=True)

    @property
    def engine(self) -> Engine:
        """Made when first used."""
        if self._engine is not None and self._pid != os.getpid():
            self._engine.dispose(close=False)  # the sockets are the parent's
            self._engine = None
        if self._engine is None:
            self._engine, self._pid = engines.make(self._url, self.where), os.getpid()
        return self._engine

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing. Writers on SQLite queue; on PostgreSQL rows are locked as needed."""
        with self._explained(), self.engine.connect() as conn, conn.begin():
            yield conn

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One transaction that sees one state of the store and cannot write."""
        options: dict[str, Any] = {"reading": True}
        if self._url.get_backend_name() == "postgresql":
            options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ"}
        with self._explained(), self.engine.connect().execution_options(**options) as conn, conn.begin():
            yield conn

    def migrate(self) -> None:
        """Brings the database to the newest version; several processes may do so at once."""
        for tries_left in reversed(range(MIGRATION_TRIES)):
            try:
                return self._migrate()
            except StoreError as error:
                cause = error.__cause__
                if not tries_left or not isinstance(cause, DBAPIError) or "is locked" not in str(cause.orig):
                    raise
                time.sleep(0.3)  # SQLite's switch to WAL does not wait for its turn
        return None

    def check(self) -> None:
        """Raises StoreError where the database cannot be reached or is not of this version."""
        from pipeline.store.migrations import current, head

        path = engines.file_of(self._url)
        if path is not None and not path.exists():  # opening it would make it
            raise StoreError("the store is not set up", where=self.where, hint=MIGRATE)
        with self.read() as conn:
            found = current(conn)
        if found is None:
            raise StoreError("the store is not set up", where=self.where, hint=MIGRATE)
        if found != head():
            raise StoreError(f"its version is {found}, this program's is {head()}", where=self.where, hint=MIGRATE)

    def dispose(self) -> None:
        """Closes every connection."""
        if self._engine is not None:
            self._engine.dispose(close=self._pid == os.getpid())
            self._engine = None

    def _migrate(self) -> None:
        from pipeline.store.migrations import upgrade

        with self.begin() as conn:
            if conn.dialect.name == "postgresql":
                conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            upgrade(conn)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise explain(error, self.where) from error
        except PoolTimeout as error:
            raise StoreError(
                "all connections are in use", where=self.where, hint="Run fewer jobs at a time."
            ) from error

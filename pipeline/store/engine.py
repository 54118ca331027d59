"""How an engine is made for each of the two databases."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from pipeline.model.errors import StoreError

BUSY_SECONDS = 30
KINDS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg2", "postgres": "postgresql+psycopg2"}


def parse(url: str) -> URL:
    """The URL with its driver; anything but SQLite and PostgreSQL is refused."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        hint = "Write sqlite:///path/to/file.db or postgresql://user:password@host/database."
        raise StoreError("the database's address cannot be read", hint=hint) from error
    kind = parsed.drivername.partition("+")[0]
    if kind not in KINDS:
        raise StoreError(f"{kind} is not supported", hint="Use SQLite or PostgreSQL.")
    return parsed if "+" in parsed.drivername else parsed.set(drivername=KINDS[kind])


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for a server or a database in memory."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def make(url: URL, where: str) -> Engine:
    """A small pool; nothing is connected yet."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, where)
    arguments = {"connect_timeout": 10, "application_name": "newsmend"}
    return create_engine(url, pool_pre_ping=True, pool_size=4, max_overflow=4, connect_args=arguments)


def _sqlite(url: URL, where: str) -> Engine:
    path = file_of(url)
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            what = f"its folder cannot be made ({error.strerror})"
            raise StoreError(what, where=where, hint="Check who may write there.") from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _open)
    event.listen(engine, "begin", _begin)
    return engine


def _open(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we write BEGIN ourselves; the driver's own comes too late to queue writers
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "recursive_triggers=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(conn: Connection) -> None:
    reading = bool(conn.get_execution_options().get("reading"))
    conn.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    conn.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

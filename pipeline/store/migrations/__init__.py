"""Alembic, run on a connection that is given; the version table has a name of its own beside Airflow's."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from pipeline.model.errors import StoreError

VERSION_TABLE = "newsmend_version"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def upgrade(conn: Connection, revision: str = "head") -> None:
    """To the newest version or the one that is named, inside the caller's transaction.

    Raises:
        StoreError: this program does not know the version.
    """
    config = _config()
    config.attributes["connection"] = conn
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise StoreError(f"the version {revision!r} is unknown", hint="Is the program older than the store?") from error


@cache
def head() -> str | None:
    """The newest version that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current(conn: Connection) -> str | None:
    """The version of the database; None where it was never set up."""
    return MigrationContext.configure(conn, opts={"version_table": VERSION_TABLE}).get_current_revision()

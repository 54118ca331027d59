"""PostgreSQL and Redis from the system's packages, each in a folder of its own, on 127.0.0.1, behind a password.

As in a deployment, and unlike the embedded server of `make run`: it is reached by TCP, with a log-in."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from stack import processes
from stack.failure import StackError, last_lines
from stack.postgres import AIRFLOW, NEWSMEND, answers
from stack.processes import Process

PACKAGES = "Install Debian's packages postgresql and redis-server."
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Servers:
    """Both servers; `databases` are SQLAlchemy addresses without the name of a database, `broker` is Celery's."""

    running: tuple[Process, ...]
    databases: str
    broker: str

    def database(self, name: str) -> str:
        """The address of a database, which is made where it is missing."""
        engine = create_engine(f"{self.databases}/postgres", isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                query = text("select 1 from pg_database where datname = :name")
                if not connection.execute(query, {"name": name}).first():
                    connection.execute(text(f'create database "{name}"'))
        finally:
            engine.dispose()
        return f"{self.databases}/{name}"


def missing() -> list[str]:
    """The programs that are not installed."""
    redis = [] if shutil.which("redis-server") else ["redis-server"]
    return redis + ([] if _programs() is not None else ["postgres"])


def start(folder: Path, postgres_port: int, redis_port: int) -> Servers:
    """Starts both and waits until they answer.

    Raises:
        StackError: a program is missing, or does not start.
    """
    if lacking := missing():
        raise StackError(f"not installed: {', '.join(lacking)}", where="servers", hint=PACKAGES)
    password = secrets.token_urlsafe(24)
    postgres = _postgres(folder / "pg", postgres_port, password)
    servers = Servers(
        (postgres, _redis(folder / "redis", redis_port, password)),
        f"postgresql+psycopg2://postgres:{password}@127.0.0.1:{postgres_port}",
        f"redis://:{password}@127.0.0.1:{redis_port}/0",
    )
    _wait(lambda: answers(f"{servers.databases}/postgres"), postgres, folder / "pg.log")
    for name in (AIRFLOW, NEWSMEND):
        servers.database(name)
    return servers


def _postgres(folder: Path, port: int, password: str) -> Process:
    programs = _programs()
    assert programs is not None
    folder.mkdir()
    secret = folder.with_suffix(".password")
    secret.touch(0o600)
    secret.write_text(password)
    as_owner: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses to be run by root; the package made this user
        as_owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        for path in (folder, secret):
            shutil.chown(path, "postgres", "postgres")
    how = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--no-sync"]
    made = subprocess.run(
        [*as_owner, str(programs / "initdb"), "-D", str(folder), *how], capture_output=True, text=True, check=False
    )
    secret.unlink()
    if made.returncode != 0:
        raise StackError("initdb failed", where="PostgreSQL", log=tuple(made.stderr.splitlines()[-10:]), hint=PACKAGES)
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
    command = [*as_owner, str(programs / "postgres"), "-D", str(folder), *options]
    return processes.start("postgres", command, os.environ, folder.with_suffix(".log"))


def _redis(folder: Path, port: int, password: str) -> Process:
    folder.mkdir()
    settings = folder / "redis.conf"
    settings.touch(0o600)
    settings.write_text(f"bind 127.0.0.1\nport {port}\ndir {folder}\nrequirepass {password}\nsave ''\n")
    return processes.start("redis", ["redis-server", str(settings)], os.environ, folder.with_suffix(".log"))


def _programs() -> Path | None:
    """The folder of initdb and postgres: the newest of Debian's, else what PATH finds."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    program = str(found[-1]) if found else shutil.which("initdb")
    return Path(program).resolve().parent if program else None


def _wait(ready: Callable[[], bool], process: Process, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not ready():
        if not process.alive() or time.monotonic() > deadline:
            raise StackError("does not answer", where=process.name, log=last_lines(log))
        time.sleep(0.2)

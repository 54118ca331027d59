from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from pipeline.model.errors import StoreError
from pipeline.store import runs, tables
from pipeline.store.database import Store
from pipeline.store.engine import parse
from tests.store.samples import LATER, NOW, add_article, run, utc


def test_a_transaction_is_all_or_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin() as conn:
            run(conn)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.read() as conn:
        assert conn.execute(select(func.count()).select_from(tables.run)).scalar() == 0


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="read-only"), store.read() as conn:
        run(conn)
    with store.begin() as conn:  # the same connection of the pool may
        run(conn)


def test_reading_sees_one_state(store: Store) -> None:
    count = select(func.count()).select_from(tables.run)
    with store.read() as reader:
        assert reader.execute(count).scalar() == 0
        with store.begin() as writer:
            run(writer)
        assert reader.execute(count).scalar() == 0
    with store.read() as reader:
        assert reader.execute(count).scalar() == 1


def test_times_come_back_aware_and_in_utc(store: Store) -> None:
    with store.begin() as conn:
        id = run(conn)
    with store.read() as conn:
        at = conn.execute(select(tables.run.c.at).where(tables.run.c.id == id)).scalar_one()
    assert at == NOW
    assert at.isoformat() == utc(NOW).isoformat()


def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="no zone"), store.begin() as conn:
        runs.ensure(conn, "1", "1", "1", datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize("bad", ["a\x00b", "half \ud83d"])
def test_a_text_that_cannot_be_kept_is_refused_not_changed(store: Store, bad: str) -> None:
    with pytest.raises(StoreError, match="NUL"), store.begin() as conn:
        add_article(conn, url="https://news.test/" + bad)


def test_writers_on_one_file_queue(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/s.db")
    store.migrate()

    def write(number: int) -> None:
        for _ in range(10):
            with store.begin() as conn:  # read, then write: deadlocks unless the lock is taken at once
                known = conn.execute(select(func.count()).select_from(tables.run)).scalar()
                runs.ensure(conn, f"{number}", f"{known}", "", NOW)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as conn:
        assert conn.execute(select(func.count()).select_from(tables.run)).scalar() == 40
    store.dispose()


def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/s.db")
    store.migrate()

    def fill() -> None:
        with store.begin() as conn:
            run(conn)
            pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
            conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            runs.ensure(conn, "x" * 1_000_000, "", "", NOW)

    with pytest.raises(StoreError, match="disk is full"):
        fill()
    with store.read() as conn:
        assert conn.execute(select(func.count()).select_from(tables.run)).scalar() == 0
    store.dispose()


def test_a_locked_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.store.engine.BUSY_SECONDS", 0.05)
    store = Store(f"sqlite:///{tmp_path}/s.db")
    store.migrate()
    other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another process holds the store"), store.begin():
        pass
    other.close()
    store.dispose()


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "s.db").write_text("This is a letter, not a database." * 100)
    with pytest.raises(StoreError, match="no database"):
        Store(f"sqlite:///{tmp_path}/s.db").check()


def test_checking_a_missing_file_does_not_make_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="newsmend migrate"):
        Store(f"sqlite:///{tmp_path}/folder/s.db").check()
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_away_is_said_without_the_password(tmp_path: Path) -> None:
    store = Store(f"postgresql://me:hidden-word@/news?host={tmp_path}")
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        store.check()
    assert "hidden-word" not in str(caught.value)
    assert "NEWSMEND_DATABASE_URL" in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://a/b", "nonsense", ""])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(StoreError):
        parse(url)


def test_a_relative_path_makes_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = Store("sqlite:///var/deep/s.db")
    store.migrate()
    store.dispose()
    assert (tmp_path / "var" / "deep" / "s.db").exists()


def test_a_fork_does_not_share_connections(store: Store) -> None:
    with store.begin() as conn:
        run(conn)
    child = os.fork()
    if child == 0:  # pragma: no cover
        try:
            with store.begin() as conn:
                runs.ensure(conn, "child", "", "", LATER)
            os._exit(0)
        except BaseException:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    with store.begin() as conn:
        assert conn.execute(text("SELECT count(*) FROM run")).scalar() == 2


def test_importing_the_package_loads_no_database_library() -> None:
    code = "import sys, pipeline.store.records, pipeline.store.archive; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

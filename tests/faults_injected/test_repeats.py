"""Twice, at the same time, in another order, and a long backfill that broke."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.faults_injected import state
from tests.faults_injected.conftest import DAY, Ingest, Server, Site, Whole

DAYS = [DAY - timedelta(days=1), DAY]
BACKFILL = [DAY - timedelta(days=back) for back in range(27, -1, -1)]  # what the demo site lists
Opener = Callable[[Path], Ingest]


def deadlocks(ingest: Ingest, server: Server) -> int:
    name = make_url(ingest.env["NEWSMEND_DATABASE_URL"]).database
    (count,) = server.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = :name", name=name)
    return int(count)


def test_a_day_run_twice_changes_no_row(ingest: Ingest, site: Site) -> None:
    ingest.finish(DAY)
    before, asked = state.rows(ingest.place, volatile=True), len(site.articles_asked())
    ingest.finish(DAY)
    after = state.rows(ingest.place, volatile=True)
    changed = {name: set(after[name]) ^ set(before[name]) for name in before}
    # a feed that is broken still is noted as such again: its row is the same but for the time
    assert {name for name, rows in changed.items() if rows} <= {"quarantine", "source"}
    assert state.rows(ingest.place)["quarantine"]
    assert {name: len(found) for name, found in before.items()} == {name: len(found) for name, found in after.items()}
    assert len(site.articles_asked()) == asked


def test_two_at_once(ingest: Ingest, whole: Whole, server: Server, site: Site) -> None:
    """The daily run and a backfill of the same day."""
    both = [ingest.start(DAY), ingest.start(DAY)]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    state.check_whole(ingest.place, [DAY])
    assert state.exported(ingest.place) == whole.exported
    assert len(state.rows(ingest.place)["document"]) == len(whole.rows["document"])
    assert deadlocks(ingest, server) == 0


def test_days_in_another_order(opener: Opener, tmp_path: Path) -> None:
    forward, backward = opener(tmp_path / "forward"), opener(tmp_path / "backward")
    for day in DAYS:
        forward.finish(day)
    for day in reversed(DAYS):
        backward.finish(day)
    for each in (forward, backward):
        state.check_whole(each.place, DAYS)
    assert state.exported(forward.place) == state.exported(backward.place)


@pytest.mark.timeout(1200)
def test_a_backfill_killed_at_day_17_goes_on_there(opener: Opener, tmp_path: Path, site: Site) -> None:
    unbroken, killed = opener(tmp_path / "unbroken"), opener(tmp_path / "killed")
    unbroken.run(*BACKFILL)
    code, said = killed.run(*BACKFILL, fault="discovered:17")
    assert code == -signal.SIGKILL, said
    before = len(site.asked)
    killed.run(*BACKFILL)
    again = Site(site.url, site.asked[before:])
    assert [again.articles_asked(day) for day in BACKFILL[:16]] == [[]] * 16
    assert again.articles_asked(BACKFILL[16])
    state.check_whole(killed.place, BACKFILL)
    assert state.exported(killed.place) == state.exported(unbroken.place)
    assert state.published(killed.place) == state.published(unbroken.place)
    assert state.rows(killed.place) == state.rows(unbroken.place)

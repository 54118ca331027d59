"""The database goes away in the middle of the work."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.faults_injected import state
from tests.faults_injected.conftest import DAY, Ingest, Server, Whole
from tests.faults_injected.cut import relay

COMMITS = (2, 5, 20, 33, 45)  # of lists, pages, articles, mendings


def check_end(ingest: Ingest, whole: Whole) -> None:
    ingest.finish(DAY)
    state.check_whole(ingest.place, [DAY])
    assert state.exported(ingest.place) == whole.exported
    assert state.rows(ingest.place) == whole.rows


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
@pytest.mark.parametrize("at", COMMITS)
def test_a_connection_cut_in_a_commit(at: int, after: bool, ingest: Ingest, whole: Whole, server: Server) -> None:
    """Whether the commit happened is not known to the program; either way the next run ends the same."""
    url = make_url(ingest.env["NEWSMEND_DATABASE_URL"])
    with tempfile.TemporaryDirectory(prefix="nm-cut-", dir="/tmp") as folder:
        with relay(Path(str(url.query["host"])), Path(folder), at=at, after=after) as cut:
            there = url.update_query_dict({"host": folder}).render_as_string(hide_password=False)
            code, said = ingest.run(DAY, NEWSMEND_DATABASE_URL=there)
        assert cut.cut, cut.commits
    assert code == 1, said
    assert "Traceback" not in said
    assert "NEWSMEND_DATABASE_URL" in said
    state.check_nothing_partial(ingest.place, whole.records)
    check_end(ingest, whole)


def test_a_server_that_restarts_in_mid_batch(ingest: Ingest, whole: Whole, server: Server) -> None:
    process = ingest.start(DAY)
    deadline = time.monotonic() + 60
    name = make_url(ingest.env["NEWSMEND_DATABASE_URL"]).database
    while not server.execute("SELECT 1 FROM pg_stat_activity WHERE datname = :name AND xact_start < now()", name=name):
        assert process.poll() is None, "it was done before the restart"
        assert time.monotonic() < deadline
        time.sleep(0.05)
    server.restart()
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in out + err
    assert process.returncode in (0, 1), out + err  # 0 where the connection was idle: it is made anew
    ingest.place.store.dispose()
    state.check_nothing_partial(ingest.place, whole.records)
    check_end(ingest, whole)

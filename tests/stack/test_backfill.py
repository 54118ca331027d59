"""What an operator does: a backfill through the REST API, and a worker that dies in the middle of a day."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.editions import listed
from demo.library import Special
from pipeline.flow.ingest import funnels
from pipeline.flow.records import stored_records
from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import Workplace, workplace
from pipeline.settings import load
from stack.airflow_api import Airflow
from stack.ingest import wait_for_dags

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


@pytest.fixture
def airflow(running_stack: dict[str, Any]) -> Airflow:
    found = Airflow(running_stack["url"], running_stack["user"], running_stack["password"])
    wait_for_dags(found, lambda: None)
    return found


@pytest.fixture
def place(running_stack: dict[str, Any]) -> Any:
    env = {
        "NEWSMEND_HOME": running_stack["var"],
        "NEWSMEND_DATABASE_URL": running_stack["database_url"],
        "NEWSMEND_DEMO_URL": running_stack["demo_url"],
    }
    with workplace(load(env)) as opened:
        yield opened


def done(airflow: Airflow, dag: str) -> set[str]:
    return {run["partition_key"] for run in airflow.runs(dag) if run["state"] == "success"}


def wait(until: Callable[[], bool], what: str, patience: float = 300, pause: float = 0.5) -> None:
    deadline = time.monotonic() + patience
    while not until():
        assert time.monotonic() < deadline, f"{what} took more than {patience} s"
        time.sleep(pause)


def check_days(place: Workplace, days: list[date]) -> None:
    records = [record for record in stored_records(place) if record["day"] in {day.isoformat() for day in days}]
    assert {record["day"] for record in records} == {day.isoformat() for day in days}
    assert len({record["url"] for record in records}) == len(records)
    for day, funnel in funnels(place, days).items():
        assert funnel.adds_up, (day, funnel)
        assert not funnel.pending
    assert list(verify(place, Checked())) == []


def test_a_backfill_of_five_days_fills_five_days(airflow: Airflow, place: Workplace) -> None:
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=back) for back in range(6, 1, -1)]
    keys = {day.isoformat() for day in days}
    body = {
        "dag_id": "news_ingest",
        "from_date": f"{days[0]}T00:00:00Z",
        "to_date": f"{days[-1]}T00:00:00Z",
        "max_active_runs": 3,
        "reprocess_behavior": "none",
        "dag_run_conf": {},
        "run_backwards": False,
    }
    airflow.call("POST", "backfills", body)
    wait(lambda: keys <= done(airflow, "news_publish"), "the backfill")
    check_days(place, days)
    for key in keys:
        folder = Path(place.settings.export_url) / "articles" / f"day={key}"
        assert (folder / "articles.jsonl").stat().st_size > 0


def test_a_killed_worker_loses_nothing_and_doubles_nothing(airflow: Airflow, place: Workplace) -> None:
    """The day with the slow article: its task is killed while it waits for the answer."""
    now = datetime.now(UTC)
    old = now - timedelta(days=7)
    day = max(s.day for s in listed(now, None) if s.text.special is Special.SLOW and s.published < old)
    run_id = f"killed__{day}"
    body = {"dag_run_id": run_id, "logical_date": None, "partition_key": day.isoformat()}
    airflow.call("POST", "dags/news_ingest/dagRuns", body)
    path = f"dags/news_ingest/dagRuns/{run_id}/taskInstances/fetch/0"

    def fetching() -> dict[str, Any]:
        return airflow.call("GET", path, accept=(404,))

    pids: list[int] = []

    def started() -> bool:
        task = fetching()
        pids[:] = [task["pid"]] if task.get("state") == "running" and task.get("pid") else []
        return bool(pids)

    wait(started, "the start", pause=0.1)
    os.kill(pids[0], signal.SIGKILL)
    wait(lambda: day.isoformat() in done(airflow, "news_publish"), "the retry")
    assert fetching()["try_number"] > 1
    check_days(place, [day])

"""CeleryExecutor without containers: PostgreSQL and Redis from the system, two API servers, two workers."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.flow.workplace import workplace
from pipeline.settings import load
from stack import servers
from stack.celery import KEYS, WORKERS, Celery, running
from stack.ingest import DAGS, wait_for_dags
from stack.layout import BIN
from tests.faults_injected import state

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]
PER_DAY = 130  # two batches of addresses, two of articles
DAY = (datetime.now(UTC) - timedelta(days=1)).date()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can enter."""
    lacking = servers.missing()
    if importlib.util.find_spec("airflow.providers.celery") is None:
        lacking.append("the extra `celery`")
    if lacking:
        told = f"CeleryExecutor is proved with {', '.join(lacking)}: {servers.PACKAGES} `pip install newsmend[celery]`"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    made = Path(tempfile.mkdtemp(prefix="nm-cel-", dir="/tmp"))
    made.chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def celery(folder: Path) -> Iterator[Celery]:
    """The stack after one day's ingest, which was asked for at the one API server and watched at the other."""
    with running(folder, ["--per-day", str(PER_DAY), "--slow-seconds", "0"]) as stack:
        first, second = stack.api
        wait_for_dags(first, stack.watch)
        body = {"dag_run_id": "celery", "logical_date": None, "partition_key": DAY.isoformat()}
        first.call("POST", f"dags/{DAGS[0]}/dagRuns", body)

        def done() -> bool:
            runs = {dag: [run["state"] for run in second.runs(dag)] for dag in DAGS}
            assert not any("failed" in states for states in runs.values()), runs
            return runs[DAGS[-1]] == ["success"]

        stack.wait(done, "the day", patience=400)
        yield stack


def instances(stack: Celery) -> list[dict[str, Any]]:
    """Of the day's DAGs: an hourly one may run meanwhile and skip."""
    found = stack.api[0].call("GET", "dags/~/dagRuns/~/taskInstances?limit=100")["task_instances"]
    return [task for task in found if task["dag_id"] in DAGS]


def test_both_workers_ran_batches_of_one_day(celery: Celery) -> None:
    ran = instances(celery)
    assert {task["state"] for task in ran} == {"success"}
    assert {task["hostname"] for task in ran} == set(WORKERS)
    for name in ("fetch", "mend"):
        batches = [task for task in ran if task["task_id"] == name]
        assert len(batches) == 2
        assert {task["hostname"] for task in batches} == set(WORKERS), name


def test_the_workers_had_no_key_of_airflow(celery: Celery) -> None:
    """A task could make itself a log-in with it."""
    workers = [process for process in celery.started if process.name in WORKERS]
    assert len(workers) == 2
    for worker in workers:
        environment = Path(f"/proc/{worker.pid}/environ").read_bytes()
        assert not any(key.encode() in environment for key in KEYS)


def test_the_store_is_that_of_the_command_line(celery: Celery, folder: Path) -> None:
    alone = {
        **{name: value for name, value in celery.env.items() if not name.startswith("NEWSMEND_")},
        "NEWSMEND_HOME": str(folder / "alone"),
        "NEWSMEND_DATABASE_URL": celery.servers.database("alone"),
        "NEWSMEND_DEMO_URL": celery.demo_url,
    }
    command = [str(BIN / "newsmend"), "ingest", "--from", DAY.isoformat(), "--to", DAY.isoformat()]
    subprocess.run(command, env=alone, check=True, capture_output=True, timeout=300)
    with workplace(load(celery.env)) as shared, workplace(load(alone)) as single:
        state.check_whole(shared, [DAY])
        # a log is numbered in the order in which its articles were mended, and two workers have another one
        both = [state.rows(place, without=frozenset({"seq"})) for place in (shared, single)]
        for found in both:  # which copy a copy was first seen beside is told by the order; whose copy it is, is not
            found["article_copy"] = [row[:2] for row in found["article_copy"]]
        assert both[0] == both[1]
        assert state.exported(shared) == state.exported(single)
        assert state.published(shared) == state.published(single)
        assert len(both[0]["article"]) >= PER_DAY - 5
        assert both[0]["ruling"]

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = [
    "fluency_train",
    "gazetteer_refresh",
    "news_ingest",
    "news_mend",
    "news_publish",
    "news_remend",
    "news_replay",
    "news_retry",
]
HEAVY = ["requests", "bs4", "lxml", "pyarrow", "rigour", "wordfreq", "feedparser", "pipeline.store.tables"]


def test_no_import_errors(dagbag: Any) -> None:
    assert dagbag.import_errors == {}
    assert sorted(dagbag.dags) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_dag_says_what_it_is(dagbag: Any, name: str) -> None:
    dag = dagbag.dags[name]
    assert "newsmend" in dag.tags
    assert dag.doc_md
    assert dag.description
    assert len((ROOT / "dags" / f"{name}.py").read_text().splitlines()) < 80
    for task in dag.tasks:
        assert task.owner == "newsmend"
        assert task.retries >= 1
        assert task.doc_md or task.python_callable.__doc__


@pytest.mark.parametrize("name", NAMES)
def test_nothing_heavy_is_imported_at_the_top(name: str) -> None:
    """A DAG file is parsed at every task start."""
    code = (
        "import sys, airflow.sdk; before = set(sys.modules)\n"
        f"import runpy; runpy.run_path('dags/{name}.py')\n"
        f"print([m for m in {HEAVY} if m in sys.modules and m not in before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_people_hear_of_runs_that_fail_or_are_late() -> None:
    """The callbacks are in a module that Airflow can import by name."""
    from pipeline.flow import alert

    found = {name: runpy.run_path(f"dags/{name}.py")[name] for name in ("news_ingest", "news_mend", "news_publish")}
    assert {dag.on_failure_callback for dag in found.values()} == {alert.run_failed}
    (deadline,) = found["news_ingest"].deadline
    assert deadline.callback.path == "pipeline.flow.alert.run_late"

"""The three DAGs for one day of one source: in this process, or on a running stack."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from stack.airflow_api import Airflow
from stack.ingest import DAGS
from stack.layout import ROOT, read_json

PATIENCE = 1800.0
POOL_SLOTS = 2
Seconds = dict[str, float]


def in_process(airflow_home: Path, source: str, day: date) -> Seconds:
    """Runs each DAG whole with `dag.test()` on a SQLite database of its own; seconds by DAG."""
    _point_airflow_at(airflow_home)
    bag = _dags()
    spent = {}
    for number, name in enumerate(DAGS):
        started = time.monotonic()
        conf = {"day": day.isoformat(), **({"source": source} if name == DAGS[0] else {})}
        moment = datetime.now(UTC).replace(microsecond=number)  # a run's logical date has to be its own
        run = bag.dags[name].test(logical_date=moment, run_conf=conf)
        if run.state != "success":
            raise SystemExit(f"{name} ended as {run.state}; its messages are above.")
        spent[name] = time.monotonic() - started
    return spent


def _point_airflow_at(home: Path) -> None:
    """Airflow reads these at import."""
    os.environ.update(
        {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
            "AIRFLOW__API_AUTH__JWT_SECRET": os.urandom(48).hex(),
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
            "AIRFLOW__SCHEDULER__CREATE_CRON_DATA_INTERVALS": "True",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        }
    )


def _dags() -> Any:
    """The DAGs, registered so that `dag.test()` accepts them."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.collection import update_dag_parsing_results_in_db
    from airflow.dag_processing.dagbag import DagBag
    from airflow.models.pool import Pool
    from airflow.serialization.serialized_objects import LazyDeserializedDAG
    from airflow.utils import db
    from airflow.utils.session import create_session

    db.initdb()
    bundles: Any = DagBundlesManager
    bag = DagBag(dag_folder=str(ROOT / "dags"))
    if bag.import_errors:
        raise SystemExit(f"The DAGs cannot be read: {bag.import_errors}")
    with create_session() as session:
        bundles().sync_bundles_to_db(session=session)
        session.commit()
        for dag in bag.dags.values():
            lazy = [LazyDeserializedDAG.from_dag(dag)]
            update_dag_parsing_results_in_db("dags-folder", None, lazy, {}, 0.1, set(), session)
    for name in ("fetch", "mend", "publish"):
        Pool.create_or_update_pool(name, slots=POOL_SLOTS, description="", include_deferred=False)
    return bag


@contextmanager
def running_stack(var: Path) -> Iterator[Airflow]:
    """The API of the stack whose folder is `var`, with its store set as this process's store."""
    found = read_json(var / "stack.json")
    if not found:
        raise SystemExit(f"No stack runs in {var}: start one with `make run DETACH=1`.")
    os.environ.update({"NEWSMEND_HOME": str(var.resolve()), "NEWSMEND_DATABASE_URL": found["database_url"]})
    yield Airflow(found["url"], found["user"], found["password"])


def on_stack(airflow: Airflow, source: str, day: date) -> Seconds:
    """Starts news_ingest through the REST API and waits until the two DAGs after it are done; seconds by DAG."""
    began = datetime.now(UTC)
    run = f"real-pages__{day}__{began:%H%M%S}"
    body = {"dag_run_id": run, "logical_date": None, "partition_key": day.isoformat(), "conf": {"source": source}}
    airflow.call("POST", f"dags/{DAGS[0]}/dagRuns", body)
    return {name: _finished(airflow, name, day, began) for name in DAGS}


def _finished(airflow: Airflow, dag: str, day: date, began: datetime) -> float:
    while (datetime.now(UTC) - began).total_seconds() < PATIENCE:
        for run in airflow.runs(dag):
            start, end = run["start_date"], run["end_date"]
            if run["partition_key"] != day.isoformat() or not start or datetime.fromisoformat(start) < began:
                continue
            if run["state"] == "failed":
                raise SystemExit(f"{dag} failed: {airflow.url}/dags/{dag}/runs/{run['dag_run_id']}")
            if run["state"] == "success":
                return (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
        time.sleep(1)
    raise SystemExit(f"{dag} was not done after {PATIENCE:.0f} s; see {airflow.url}/dags/{dag}")

"""Running the three DAGs for the last days through the REST API, as a user would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from stack.airflow_api import Airflow
from stack.console import Step
from stack.failure import StackError, last_lines
from stack.layout import Layout

DAGS = ("news_ingest", "news_mend", "news_publish")
UNDER_WAY = ("success", "running", "queued")


def last_days(count: int = 3, now: datetime | None = None) -> list[str]:
    """The last full days in UTC, the oldest first."""
    today = (now or datetime.now(UTC)).astimezone(UTC).date()
    return [(today - timedelta(days=back)).isoformat() for back in range(count, 0, -1)]


def wait_for_dags(airflow: Airflow, watch: Callable[[], None], patience: float = 120.0) -> None:
    """Waits until the DAG processor has read all three DAGs."""
    deadline = time.monotonic() + patience
    while missing := [dag for dag in DAGS if not airflow.call("GET", f"dags/{dag}", accept=(404,))]:
        broken = airflow.call("GET", "importErrors").get("import_errors", [])
        if broken or time.monotonic() > deadline:
            trace = str(broken[0].get("stack_trace", "")).splitlines()[-15:] if broken else []
            raise StackError(
                f"Airflow did not find {', '.join(missing)}",
                where="DAGs",
                log=tuple(trace),
                hint="The log is var/logs/dag-processor.log.",
            )
        watch()
        time.sleep(0.5)


def trigger(airflow: Airflow, days: Sequence[str]) -> list[str]:
    """Starts news_ingest for those days that are neither done nor under way; gives the days started."""
    latest = {dag: _latest(airflow, dag) for dag in DAGS}
    started = []
    for day in days:
        states = [_state(latest[dag].get(day)) for dag in DAGS]
        if states[0] in UNDER_WAY and "failed" not in states:
            continue
        stamp = datetime.now(UTC).strftime("%H%M%S")
        body = {"dag_run_id": f"runner__{day}__{stamp}", "logical_date": None, "partition_key": day}
        airflow.call("POST", f"dags/{DAGS[0]}/dagRuns", body)
        started.append(day)
    return started


def wait_for_days(
    airflow: Airflow, days: Sequence[str], step: Step, watch: Callable[[], None], patience: float = 600.0
) -> None:
    """Waits until all three DAGs are done for each day; a failure from before the call counts for nothing."""
    began, deadline = datetime.now(UTC), time.monotonic() + patience
    while True:
        latest = {dag: _latest(airflow, dag) for dag in DAGS}
        for dag, runs in latest.items():
            for day in days:
                if _state(runs.get(day)) == "failed" and datetime.fromisoformat(runs[day]["end_date"]) > began:
                    raise _failed(dag, runs[day], airflow)
        done = {dag: sum(_state(runs.get(day)) == "success" for day in days) for dag, runs in latest.items()}
        step.note(", ".join(f"{dag} {count}/{len(days)}" for dag, count in done.items()))
        if all(count == len(days) for count in done.values()):
            return
        if time.monotonic() > deadline:
            raise StackError(
                f"not done after {patience:.0f} s: {done}", where="ingest", hint=f"See the runs at {airflow.url}."
            )
        watch()
        time.sleep(1.0)


def task_log(layout: Layout, count: int = 15) -> tuple[str, ...]:
    """The end of the last written log of a task, without its JSON."""
    logs = sorted((layout.logs / "tasks").glob("dag_id=news_*/**/*.log"), key=lambda path: path.stat().st_mtime)
    return tuple(_plain(line) for line in last_lines(logs[-1], count)) if logs else ()


def _plain(line: str) -> str:
    try:
        entry = json.loads(line)
        faults = "; ".join(f"{e.get('exc_type')}: {e.get('exc_value')}" for e in entry.get("error_detail") or [])
        return " ".join(filter(None, (entry.get("level", ""), entry.get("event", ""), faults)))
    except (ValueError, AttributeError, TypeError):
        return line


def _latest(airflow: Airflow, dag: str) -> dict[str, dict[str, Any]]:
    return {run["partition_key"]: run for run in reversed(airflow.runs(dag)) if run["partition_key"] is not None}


def _state(run: dict[str, Any] | None) -> str:
    return "" if run is None else str(run["state"])


def _failed(dag: str, run: dict[str, Any], airflow: Airflow) -> StackError:
    return StackError(
        f"the run for {run['partition_key']} failed",
        where=dag,
        hint=f"Its log: {airflow.url}/dags/{dag}/runs/{run['dag_run_id']}. The rest goes on.",
    )

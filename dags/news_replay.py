"""By hand: try again what waits in quarantine."""

from __future__ import annotations

from datetime import date
from typing import Any

from airflow.sdk import DAG, Param, get_current_context, task

from pipeline.flow import alert, tasks
from pipeline.flow.dag_defaults import task_args

DOC = """
Asks again for the pages and lists that wait in quarantine, extracts, mends and publishes. Trigger it with a source,
a day or a stage; without any it tries everything. What fails again stays in quarantine with its new reason, and fails
no run. `news_retry` does by itself, every hour, what only had to wait.

The page *Quarantine* of *Mend* lists the rows with their reasons, and tries single ones.
"""

with DAG(
    "news_replay",
    description="Try again what waits in quarantine",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    tags=["newsmend", "ingest"],
    doc_md=DOC,
    on_failure_callback=alert.run_failed,
    params={
        "source": Param(None, type=["null", "string"], title="Source", description="Id of one source; empty: all"),
        "day": Param(None, type=["null", "string"], format="date", title="Day", description="Empty: every day"),
        "stage": Param(
            None, type=["null", "string"], title="Stage", enum=[None, "discover", "fetch", "extract", "mend"]
        ),
    },
    default_args=task_args(),
) as news_replay:

    @task(pool="fetch")
    def replay() -> dict[str, int]:
        """Rows that waited, were tried, and are resolved."""
        params: dict[str, Any] = get_current_context()["params"]
        day = params["day"]
        return tasks.replay(params["source"], date.fromisoformat(day) if day else None, params["stage"])

    replay()

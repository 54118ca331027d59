"""Every hour: bring stored articles into line with changed rules, lessons, trust and withdrawn rules."""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG, CronTriggerTimetable, ExceptionRetryPolicy, Param, RetryAction, RetryRule, task
from airflow.sdk import get_current_context as context

from pipeline.flow import alert, tasks
from pipeline.flow.dag_defaults import HOPELESS, SOURCE, task_args

DOC = """
When a rule was withdrawn or restored, a lesson published or reverted, or reviewers' decisions changed how far a rule is
trusted, every article that this touches is mended anew and its day's files are written again. What comes out as it was
stays as it is. Where nothing changed, the run looks no further.

* *Form*: `source` limits it; `dry_run` only says how many articles would be read with the rules; `force` compares
  every article although nothing changed.
* *Run twice*, *killed*: what is mended stays so; the next run goes on.
"""
RETRY = ExceptionRetryPolicy([RetryRule(HOPELESS, RetryAction.FAIL, reason="wrong configuration")])

with DAG(
    "news_remend",
    description="Mend stored articles that a changed rule, lesson or trust touches",
    schedule=CronTriggerTimetable("11 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    tags=["newsmend", "mend"],
    doc_md=DOC,
    on_failure_callback=alert.run_failed,
    params={
        "source": Param(**SOURCE),
        "dry_run": Param(False, type="boolean", title="Dry run", description="Only count"),
        "force": Param(False, type="boolean", title="Force", description="Compare every article"),
    },
    default_args=task_args(retry_policy=RETRY),
) as news_remend:

    @task(pool="mend")
    def choose() -> list[list[str]]:
        """Batches of the articles that what is in force may change."""
        params: dict[str, Any] = context()["params"]
        return tasks.find_to_remend(params["source"], dry_run=params["dry_run"], force=params["force"])

    @task(pool="mend")
    def remend(ids: list[str]) -> dict[str, Any]:
        """One batch; the log of the task explains each change."""
        return tasks.remend_batch(ids)

    @task(pool="publish", trigger_rule="none_failed")
    def close(done: Any) -> int:
        """Writes the files of the days that were touched."""
        params: dict[str, Any] = context()["params"]
        return tasks.close_remend(list(done or ()), whole=params["source"] is None and not params["dry_run"])

    close(remend.expand(ids=choose()))

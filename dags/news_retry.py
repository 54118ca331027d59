"""Every hour: ask again for the pages whose hosts wished to be left alone for a while."""

from __future__ import annotations

from airflow.sdk import DAG, CronTriggerTimetable, ExceptionRetryPolicy, RetryAction, RetryRule, task

from pipeline.flow import alert, tasks
from pipeline.flow.dag_defaults import HOPELESS, task_args

DOC = """
A host that answers 429 or 503 with a long Retry-After, or that does not answer, is left alone; its pages wait in
quarantine with the time from which they may be asked for again. This DAG takes those whose time has come, of the last
seven days, then mends and publishes what it got: nobody has to wait for the next day.

* *Run twice*, or beside `news_ingest`: a page that the other run settled is left alone.
* *Killed*: the next hour goes on.
* *A page that fails again* waits twice as long as before, up to a day. What needs a person is not asked for:
  `newsmend report` lists it.
"""
RETRY = ExceptionRetryPolicy([RetryRule(HOPELESS, RetryAction.FAIL, reason="wrong configuration")])

with DAG(
    "news_retry",
    description="Ask again for pages that had to wait",
    schedule=CronTriggerTimetable("41 * * * *", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    tags=["newsmend", "ingest"],
    doc_md=DOC,
    on_failure_callback=alert.run_failed,
    default_args=task_args(retry_policy=RETRY),
) as news_retry:

    @task(pool="fetch")
    def retry() -> dict[str, int]:
        """How many pages were tried, and how many are settled."""
        return tasks.retry_postponed()

    retry()

"""Every Sunday night: bring the names of people and offices up to date from Wikidata."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, ExceptionRetryPolicy, RetryAction, RetryRule, task

from pipeline.flow.dag_defaults import HOPELESS, task_args
from pipeline.flow.gazetteer.deployment import refresh_task

DOC = """
Asks Wikidata who took up and gave up which office, and publishes a new version of the names if every gate passes.
What fails leaves the names as they are.

* *Run twice*: what was answered within six days is not asked for again; an unchanged answer makes no new version.
* *Killed*: clear the run; it goes on where it stopped.
* *A gate refused it*: the task fails and is not tried again. The changes are in `refused.diff.json` in the folder.
* *Go back*: `newsmend gazetteer revert`.
"""
RETRY = ExceptionRetryPolicy(
    rules=[
        RetryRule(HOPELESS, RetryAction.FAIL, reason="wrong configuration"),
        RetryRule(
            exception="pipeline.model.errors.GazetteerError", action=RetryAction.FAIL, reason="a gate refused it"
        ),
        RetryRule(
            exception="pipeline.model.errors.Throttled",
            action=RetryAction.RETRY,
            retry_delay=timedelta(hours=1),
            reason="the server asks us to wait",
        ),
    ]
)

with DAG(
    "gazetteer_refresh",
    description="Bring the names up to date from Wikidata",
    schedule=CronTriggerTimetable("17 3 * * 0", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    tags=["newsmend", "gazetteer"],
    doc_md=DOC,
    default_args=task_args(
        retries=3, retry_delay=timedelta(minutes=10), max_retry_delay=timedelta(hours=2), retry_policy=RETRY
    ),
) as gazetteer_refresh:

    @task(pool="fetch")
    def refresh() -> dict[str, int]:
        """Asks, compares, passes the gates, publishes; the changes are in the log."""
        return refresh_task()

    refresh()

"""Every Sunday night: train the fluency model on what reviewers accepted and people wrote."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, CronTriggerTimetable, ExceptionRetryPolicy, RetryAction, RetryRule, task

from pipeline.flow.dag_defaults import HOPELESS, task_args
from pipeline.flow.fluency.deployment import train_task

DOC = """
Learns how this deployment's articles read, and puts the new model in use if every gate passes. The model may veto an
edit that reads worse; it finds nothing. What fails leaves the one in use.

* *Run twice*: the same texts make no new version.
* *Killed*: clear the run; it starts again, and nothing is left behind in use.
* *A gate refused it*, too few accepted words among them: the task fails and is not tried again.
* *Go back*: `newsmend fluency revert`.
"""
RETRY = ExceptionRetryPolicy(
    rules=[
        RetryRule(HOPELESS, RetryAction.FAIL, reason="wrong configuration"),
        RetryRule(exception="pipeline.model.errors.FluencyError", action=RetryAction.FAIL, reason="a gate refused it"),
    ]
)

with DAG(
    "fluency_train",
    description="Train the fluency model on accepted articles",
    schedule=CronTriggerTimetable("47 4 * * 0", timezone="UTC"),
    catchup=False,
    max_active_runs=1,
    tags=["newsmend", "fluency"],
    doc_md=DOC,
    default_args=task_args(retry_delay=timedelta(minutes=10), retry_policy=RETRY),
) as fluency_train:

    @task(pool="mend")
    def train() -> dict[str, float]:
        """Gathers, trains, passes the gates, publishes; gives the figures."""
        return train_task()

    train()

"""Every UTC day: find, fetch, extract and store each enabled source's articles."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import (
    DAG,
    Asset,
    CronPartitionTimetable,
    ExceptionRetryPolicy,
    Metadata,
    Param,
    RetryAction,
    RetryRule,
    get_current_context,
    task,
)
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference
from airflow.sdk.exceptions import AirflowSkipException

from pipeline.flow import alert, tasks
from pipeline.flow.dag_defaults import DAY, DRY_RUN, HOPELESS, SOURCE, task_args
from pipeline.flow.window import window

ARTICLES = Asset("articles", uri="x-newsmend://articles")
DOC = """
Fetches one UTC day of news. **The day is the run's partition key**: a backfill gives one run a day.

* *Run twice*: nothing changes; pages that were fetched are not asked for again.
* *Killed*: clear the run; it goes on where it stopped.
* *Form*: `source` limits the run to one source; `day` counts for a run started by hand without a partition key;
  `dry_run` only says what there is.
* *What failed* is in quarantine (`newsmend report`) and never stops the rest.

`news_mend` and `news_publish` follow by themselves.
"""
RETRY = ExceptionRetryPolicy([RetryRule(HOPELESS, RetryAction.FAIL, reason="wrong configuration")])

with DAG(
    "news_ingest",
    description="Fetch, extract and store a day of news",
    schedule=CronPartitionTimetable("0 0 * * *", timezone="UTC", run_offset=-1, key_format="%Y-%m-%d"),
    catchup=False,
    max_active_runs=3,
    tags=["newsmend", "ingest"],
    doc_md=DOC,
    on_failure_callback=alert.run_failed,
    # the day's run is queued at midnight: this is 06:00, and a run of a backfill has six hours of its own
    deadline=DeadlineAlert(DeadlineReference.DAGRUN_QUEUED_AT, timedelta(hours=6), SyncCallback(alert.run_late)),
    params={"source": Param(**SOURCE), "day": Param(**DAY), "dry_run": Param(**DRY_RUN)},
    default_args=task_args(retries=3, retry_policy=RETRY),
) as news_ingest:

    @task(pool="fetch")
    def discover() -> list[list[int]]:
        """Batches of addresses that are due."""
        context = get_current_context()
        params: dict[str, Any] = context["params"]
        return tasks.find_addresses(window(context).day, params["source"], dry_run=params["dry_run"])

    @task(pool="fetch")
    def fetch(keys: list[int]) -> dict[str, int]:
        """One batch, fetched, extracted and stored."""
        return tasks.ingest_batch(keys)

    @task(outlets=[ARTICLES], trigger_rule="none_failed")
    def close_day() -> Any:
        """The day's funnel, handed on to news_mend; a dry run hands nothing on."""
        context = get_current_context()
        params: dict[str, Any] = context["params"]
        if params["dry_run"]:
            raise AirflowSkipException("a dry run: nothing was fetched, nothing follows")
        day = window(context).day
        yield Metadata(ARTICLES, {"day": day.isoformat(), **tasks.count_day(day, params["source"])})

    fetch.expand(keys=discover()) >> close_day()

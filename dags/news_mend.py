"""After each ingested day: mend its articles and log every ruling."""

from __future__ import annotations

from typing import Any

from airflow.sdk import DAG, Asset, Metadata, Param, PartitionedAssetTimetable, get_current_context, task

from pipeline.flow import alert, tasks
from pipeline.flow.dag_defaults import DAY, task_args
from pipeline.flow.window import window

ARTICLES = Asset("articles", uri="x-newsmend://articles")
MENDED = Asset("mended", uri="x-newsmend://mended")
DOC = """
Runs every rule over the articles that a day's ingest touched, and writes a ruling for every proposal into the
correction log. Starts by itself when `news_ingest` closes a day; the partition key is that day.
Mending the same text with the same rules and decisions again adds nothing.
"""

with DAG(
    "news_mend",
    description="Mend a day of stored articles",
    schedule=PartitionedAssetTimetable(assets=ARTICLES),
    catchup=False,
    max_active_runs=3,
    tags=["newsmend", "mend"],
    doc_md=DOC,
    on_failure_callback=alert.run_failed,
    params={"day": Param(**DAY)},
    default_args=task_args(),
) as news_mend:

    @task
    def choose() -> list[list[str]]:
        """Batches of the articles to mend."""
        return tasks.find_articles(window(get_current_context()).day)

    @task(pool="mend")
    def mend(ids: list[str]) -> dict[str, int]:
        """One batch; each article is one transaction."""
        return tasks.mend_batch(ids)

    @task(outlets=[MENDED], inlets=[ARTICLES], trigger_rule="none_failed")
    def close_day() -> Any:
        """Hands the day on to news_publish."""
        yield Metadata(MENDED, {"day": window(get_current_context()).day.isoformat()})

    mend.expand(ids=choose()) >> close_day()

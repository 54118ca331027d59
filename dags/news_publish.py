"""After each mended day: write its clean articles and corrections as files."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import DAG, Asset, Param, PartitionedAssetTimetable, get_current_context, task

from pipeline.flow import alert, tasks
from pipeline.flow.dag_defaults import DAY, task_args
from pipeline.flow.window import window

MENDED = Asset("mended", uri="x-newsmend://mended")
PUBLISHED = Asset("published", uri="x-newsmend://published")
DOC = """
Writes `articles/day=YYYY-MM-DD/articles.jsonl` and `.parquet` under `NEWSMEND_EXPORT_URL` (a folder or any object
store that fsspec knows). A file is replaced whole or not at all; the same store gives the same bytes.
Starts by itself when `news_mend` closes a day.
"""

with DAG(
    "news_publish",
    description="Write a day of clean articles as JSONL and Parquet",
    schedule=PartitionedAssetTimetable(assets=MENDED),
    catchup=False,
    max_active_runs=1,
    tags=["newsmend", "publish"],
    doc_md=DOC,
    on_failure_callback=alert.run_failed,
    params={"day": Param(**DAY)},
    default_args=task_args(execution_timeout=timedelta(hours=1)),
) as news_publish:

    @task(pool="publish", outlets=[PUBLISHED], inlets=[MENDED])
    def publish() -> int:
        """The number of articles in the files that were written."""
        return tasks.publish(window(get_current_context()).day)

    publish()

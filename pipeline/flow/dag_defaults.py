"""What all DAG files agree on: how tasks are tried again, what a form asks. Plain values; types are Airflow's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

DAY: dict[str, Any] = {
    "default": None,
    "type": ["null", "string"],
    "format": "date",
    "title": "Day",
    "description": "For a run without a key",
}
SOURCE: dict[str, Any] = {
    "default": None,
    "type": ["null", "string"],
    "title": "Source",
    "description": "Id of one source; empty: all enabled",
}
DRY_RUN: dict[str, Any] = {
    "default": False,
    "type": "boolean",
    "title": "Dry run",
    "description": "Ask only; fetch no article",
}
HOPELESS = "pipeline.model.errors.UsageError"  # it is the same the next time: the task fails at once


def task_args(**more: Any) -> dict[str, Any]:
    """`default_args` of a DAG: two more tries, each after twice the time, two hours at most; `more` says otherwise."""
    common = {
        "owner": "newsmend",
        "retries": 2,
        "retry_delay": timedelta(seconds=15),
        "retry_exponential_backoff": 2.0,
        "max_retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=2),
    }
    return common | more

"""The UTC day that a run is for, whatever started it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Window:
    """One UTC day, half-open."""

    day: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.day, time.min, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        return self.start + timedelta(days=1)

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def window(context: Mapping[str, Any]) -> Window:
    """The day of an Airflow task context: partition key, the form's day (manual runs only), interval, yesterday."""
    if key := context.get("partition_key") or getattr(context["dag_run"], "partition_key", None):
        return Window(date.fromisoformat(str(key)[:10]))
    run = context["dag_run"]
    asked = (context.get("params") or {}).get("day")
    if asked and str(getattr(run.run_type, "value", run.run_type)) == "manual":
        return Window(date.fromisoformat(asked))  # a form field must not reach a backfill
    start, end = context.get("data_interval_start"), context.get("data_interval_end")
    if start and end and end > start:
        return Window(start.astimezone(UTC).date())
    at = context.get("logical_date") or run.run_after
    return Window((at.astimezone(UTC) - timedelta(days=1)).date())

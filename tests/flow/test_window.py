from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.flow.window import days, window

AFTER = datetime(2026, 11, 20, 5, tzinfo=UTC)
DAY = datetime(2026, 11, 18, tzinfo=UTC)


def context(run_type: str = "scheduled", **more: Any) -> dict[str, Any]:
    return {"dag_run": SimpleNamespace(run_type=run_type, run_after=AFTER, partition_key=None), **more}


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (context(partition_key="2026-11-18"), date(2026, 11, 18)),
        (context("manual", params={"day": "2026-11-10"}), date(2026, 11, 10)),
        (context("backfill", partition_key="2026-11-18", params={"day": "2026-11-10"}), date(2026, 11, 18)),
        (context("backfill", params={"day": "2026-11-10"}), date(2026, 11, 19)),
        (context(data_interval_start=DAY, data_interval_end=datetime(2026, 11, 19, tzinfo=UTC)), date(2026, 11, 18)),
        (context(data_interval_start=DAY, data_interval_end=DAY, logical_date=DAY), date(2026, 11, 17)),
        (context("manual", params={"day": None}), date(2026, 11, 19)),
    ],
)
def test_the_day_of_a_run(given: dict[str, Any], day: date) -> None:
    found = window(given)
    assert found.day == day
    assert (found.end - found.start).total_seconds() == 86400


def test_days_are_inclusive() -> None:
    assert days(date(2026, 2, 27), date(2026, 3, 1)) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]

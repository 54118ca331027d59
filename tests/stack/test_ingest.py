from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

from stack.ingest import last_days, task_log
from stack.layout import Layout


def test_the_last_full_days_are_days_in_utc() -> None:
    west = datetime(2026, 2, 28, 20, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert last_days(3, west) == ["2026-02-26", "2026-02-27", "2026-02-28"]
    assert last_days(1, datetime(2026, 1, 1, tzinfo=UTC)) == ["2025-12-31"]


def test_the_log_of_a_failed_task_is_shown_without_its_json(layout: Layout) -> None:
    folder = layout.logs / "tasks" / "dag_id=news_ingest" / "run_id=r" / "task_id=t"
    folder.mkdir(parents=True)
    fault = {"level": "error", "event": "Task failed", "error_detail": [{"exc_type": "Gone", "exc_value": "410"}]}
    (folder / "attempt=1.log").write_text(json.dumps(fault) + "\nplain words\n")
    assert task_log(layout) == ("error Task failed Gone: 410", "plain words")

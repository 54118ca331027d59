"""Each DAG whole, in one process, against the real demo site."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import now, workplace
from pipeline.store import fetches, tables
from tests.dags.conftest import DAY
from tests.flow.test_ingest import counts, exported

STAMPS = iter(range(10_000))


def run(dagbag: Any, name: str, **conf: Any) -> Any:
    moment = datetime(2026, 11, 20, tzinfo=UTC).replace(microsecond=next(STAMPS))
    found = dagbag.dags[name].test(logical_date=moment, run_conf={"day": DAY.isoformat(), **conf})
    assert found.state == "success"
    return found


def run_all(dagbag: Any) -> None:
    for name in ("news_ingest", "news_mend", "news_publish"):
        run(dagbag, name)


def test_a_day_is_fetched_mended_and_published(dagbag: Any, workplace_env: dict[str, str]) -> None:
    run_all(dagbag)
    file = Path(workplace_env["NEWSMEND_HOME"]) / "export" / "articles" / f"day={DAY}" / "articles.jsonl"
    records = [json.loads(line) for line in file.read_text().splitlines()]
    assert records
    assert any(c["outcome"] == "APPLY" for record in records for c in record["corrections"])
    with workplace() as place:
        assert list(verify(place, Checked())) == []


def test_a_day_run_twice_changes_nothing(dagbag: Any, workplace_env: dict[str, str]) -> None:
    run_all(dagbag)
    with workplace() as place:
        before = exported(place), counts(place)
    run_all(dagbag)
    with workplace() as place:
        assert (exported(place), counts(place)) == before


def test_a_page_that_had_to_wait_is_taken_within_the_hour(dagbag: Any, workplace_env: dict[str, str]) -> None:
    """A page is put off as a host would; its time comes, and the hourly run settles it."""
    run(dagbag, "news_ingest")
    hour = timedelta(hours=1)
    with workplace() as place:
        with place.store.begin() as conn:
            key, *_ = fetches.of_day(conn, "demo", DAY)
            fetches.finish(conn, key, outcome="quarantined", reason="put off", retry_at=now() + hour, at=now())
        run(dagbag, "news_retry")
        with place.store.begin() as conn:
            assert fetches.get(conn, [key])[0].outcome == "quarantined"
            t = tables.fetch
            conn.execute(update(t).where(t.c.id == key).values(retry_at=now(), at=now() - 9 * hour))
        found = run(dagbag, "news_retry").get_task_instance("retry")
        with place.store.read() as conn:
            assert fetches.get(conn, [key])[0].outcome in {"stored", "duplicate"}
    assert found.xcom_pull(task_ids="retry") == {"tried": 1, "resolved": 1}


def test_a_dry_run_tells_articles_requests_minutes_and_changes(
    dagbag: Any, workplace_env: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    run_all(dagbag)  # what earlier articles needed tells what to expect
    capfd.readouterr()
    run(dagbag, "news_ingest", day=(DAY - timedelta(days=3)).isoformat(), dry_run=True)
    said = "".join(capfd.readouterr())
    (line,) = set(re.findall(r"demo 2026-11-15: .*changes: .*", said))
    assert re.fullmatch(
        r"demo 2026-11-15: \d+ found, [1-9]\d* to fetch; requests: [1-9]\d* to 127\.0\.0\.1:\d+; "
        r"\d+\.\d minutes at the configured pace; text changes: about \d+.*",
        line,
    )


def test_a_dry_run_fetches_no_article(dagbag: Any, workplace_env: dict[str, str]) -> None:
    run(dagbag, "news_ingest", dry_run=True)
    with workplace() as place:
        assert counts(place)["page"] == 0
        assert counts(place)["article"] == 0

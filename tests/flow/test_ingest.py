"""The whole job against the real demo site."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from pipeline.flow.export import write
from pipeline.flow.ingest import ingest_day
from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import UsageError
from pipeline.store import fetches, quarantine
from tests.flow.conftest import NOW

TODAY = NOW.date()
DAYS = [TODAY - timedelta(days=back) for back in (3, 2, 1)]
OpenPlace = Callable[..., Workplace]


def run(place: Workplace, days: list[date]) -> None:
    for day in days:
        report = ingest_day(place, place.source("demo"), day)
        assert report.funnel.adds_up, report


def exported(place: Workplace) -> bytes:
    sink = io.BytesIO()
    write(place, "jsonl", sink)
    return sink.getvalue()


def counts(place: Workplace) -> dict[str, int]:
    names = ("fetch", "page", "article", "document", "proposal", "run", "mending", "ruling", "quarantine")
    with place.store.read() as conn:
        return {name: conn.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}


def test_three_days_are_stored_mended_and_rebuilt(place: Workplace) -> None:
    run(place, DAYS)
    records = [json.loads(line) for line in exported(place).splitlines()]
    assert {record["day"] for record in records} == {day.isoformat() for day in DAYS}
    applied = [c for record in records for c in record["corrections"] if c["outcome"] == "APPLY"]
    assert applied
    assert {c["fault"] for c in applied} >= {"NAME"}
    checked = Checked()
    assert list(verify(place, checked)) == []
    assert checked.documents >= 2 * len(records)


def test_a_day_run_twice_changes_nothing(place: Workplace) -> None:
    run(place, DAYS[:1])
    before = exported(place), counts(place)
    run(place, DAYS[:1])
    assert (exported(place), counts(place)) == before


def test_the_order_of_days_does_not_matter(open_place: OpenPlace) -> None:
    forward, backward = open_place("forward"), open_place("backward")
    run(forward, DAYS)
    run(backward, DAYS[::-1])
    assert exported(forward) == exported(backward)


def test_sqlite_and_postgresql_hold_the_same(open_place: OpenPlace, postgres_url: str) -> None:
    lite, great = open_place("lite"), open_place("great", postgres_url)
    run(lite, DAYS[:2])
    run(great, DAYS[:2])
    assert exported(lite) == exported(great)
    assert list(verify(great, Checked())) == []


def test_two_runs_of_a_day_at_once_store_each_article_once(open_place: OpenPlace) -> None:
    alone = open_place("alone")
    run(alone, DAYS[:1])
    both = [open_place("both"), open_place("both")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda place: run(place, DAYS[:1]), both))
    assert exported(both[0]) == exported(alone)
    assert counts(both[0])["article"] == counts(alone)["article"]


def test_a_broken_feed_waits_in_quarantine_and_stops_nothing(place: Workplace) -> None:
    run(place, DAYS[:1])
    with place.store.read() as conn:
        waiting = {row.url.rsplit("/", 1)[-1]: row for row in quarantine.open_rows(conn)}
    assert "broken-feed.xml" in waiting
    assert waiting["broken-feed.xml"].hint


def test_a_run_of_one_day_stores_that_day(place: Workplace) -> None:
    run(place, DAYS[-1:])
    with place.store.read() as conn:
        ours = fetches.funnel(conn, days=DAYS[-1:])
    records = [json.loads(line) for line in exported(place).splitlines()]
    assert ours.stored == len(records)
    assert {record["day"] for record in records} == {DAYS[-1].isoformat()}


def test_a_changed_text_is_found_by_replay(place: Workplace) -> None:
    run(place, DAYS[:1])
    with place.store.begin() as conn:
        conn.execute(text("UPDATE mending SET clean_text = clean_text || ' more' WHERE rank = 1"))
    wrong = list(verify(place, Checked()))
    assert wrong
    assert "another text" in wrong[0].why


def test_a_lost_page_is_named(place: Workplace) -> None:
    run(place, DAYS[:1])
    for path in Path(place.settings.archive_url).rglob("*.warc.gz"):
        path.unlink()
    wrong = list(verify(place, Checked()))
    assert wrong
    assert all("not in the archive" in mismatch.why for mismatch in wrong)


def test_an_unknown_source_is_named(place: Workplace) -> None:
    with pytest.raises(UsageError, match=r"no source is called 'demi'.*demo"):
        place.source("demi")


def test_published_files_hold_the_day(place: Workplace) -> None:
    import pyarrow.parquet as pq

    run(place, DAYS[:1])
    folder = Path(place.settings.export_url) / "articles" / f"day={DAYS[0].isoformat()}"
    lines = [json.loads(line) for line in (folder / "articles.jsonl").read_text().splitlines()]
    table: Any = pq.read_table(folder / "articles.parquet")
    assert table.column("url").to_pylist() == [line["url"] for line in lines]
    assert lines

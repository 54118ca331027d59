"""Alarms, each seen once where it has to be and not where all is well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import insert, update

from pipeline.flow.freshness import alarms
from pipeline.flow.ingest import ingest_day
from pipeline.flow.workplace import Workplace
from pipeline.model.article import Article, Paragraph
from pipeline.model.page import Candidate, Page
from pipeline.store import articles, fetches, pages, tables
from tests.flow.conftest import NOW

DAY = NOW.date() - timedelta(days=1)
WORDS = " ".join(["The committee met again and said little of what it had heard."] * 30)


def fill(place: Workplace, days: Sequence[date], count: int = 3) -> None:
    """`count` stored articles of the demo source on each day."""
    with place.store.begin() as conn:
        for day in days:
            moment = datetime.combine(day, time(12), UTC)
            for number in range(count):
                url = f"https://news.test/{day}/{number}"
                page = Page(url, url, 200, b"x", moment)
                article = Article(url, f"Title {number}", (Paragraph(WORDS),), published=moment)
                articles.upsert(conn, "demo", article, day, pages.add(conn, page, f"demo/{day}/{number}"), moment)
            fetches.register(conn, "demo", day, [Candidate(f"https://news.test/{day}/0", "rss")], moment)
        conn.execute(update(tables.fetch).values(outcome="stored"))


def month(skip: Sequence[int] = ()) -> list[date]:
    return [DAY - timedelta(days=back) for back in range(28, -1, -1) if back not in skip]


def kinds(place: Workplace) -> list[str]:
    return [alarm.kind for alarm in alarms(place, DAY)]


def test_a_source_that_is_well_gives_no_alarm(place: Workplace) -> None:
    fill(place, month())
    assert kinds(place) == []


def test_a_new_source_gives_no_alarm(place: Workplace) -> None:
    assert kinds(place) == []


def test_a_silent_day_is_named(place: Workplace) -> None:
    fill(place, month(skip=[0]))
    (alarm,) = alarms(place, DAY)
    assert (alarm.kind, alarm.source, alarm.day) == ("silent", "demo", DAY)
    assert "usually 3" in alarm.what


def test_a_weekday_that_never_brings_anything_is_no_alarm(place: Workplace) -> None:
    fill(place, month(skip=[0, 7, 14, 21, 28]))
    assert kinds(place) == []


def test_old_news_is_named(place: Workplace) -> None:
    fill(place, month(skip=[0, 1, 2]))
    assert kinds(place) == ["stale", "silent"]


def test_addresses_without_an_end_and_a_full_quarantine_are_named(place: Workplace) -> None:
    fill(place, month())
    at = datetime.now(UTC)
    with place.store.begin() as conn:
        keys = fetches.register(conn, "demo", DAY, [Candidate(f"https://news.test/{n}", "rss") for n in range(8)], at)
        for key in keys[:6]:
            fetches.finish(conn, key, outcome="quarantined", at=at)
    assert kinds(place) == ["unaccounted", "quarantine"]


@pytest.mark.parametrize(("usual", "today", "expected"), [(2, 60, ["edit-rate"]), (2, 3, []), (40, 2, ["edit-rate"])])
def test_another_rate_of_edits_is_named(place: Workplace, usual: int, today: int, expected: list[str]) -> None:
    fill(place, month(), count=12)
    _edits(place, dict.fromkeys(month(skip=[0]), usual) | {DAY: today})
    assert kinds(place) == expected


def _edits(place: Workplace, counts: dict[date, int]) -> None:
    """So many applied rulings a day, written as rows: what they say does not matter here."""
    with place.store.begin() as conn:
        at = datetime.now(UTC)
        conn.execute(insert(tables.run).values(id="r" * 64, code_version="1", rules="", policy="", at=at))
        proposal = {"id": "p" * 64, "text_sha": "t" * 64, "rule": "x", "first_seen_run": "r" * 64}
        conn.execute(insert(tables.proposal).values(**proposal, last_seen_run="r" * 64))
        seq = 0
        for day, count in counts.items():
            article = articles.of_day(conn, day)[0].id
            body = conn.execute(
                tables.document.select().where(tables.document.c.article == article, tables.document.c.part == "body")
            ).one()
            mending = {"id": body.id, "run": "r" * 64, "document": body.id, "decisions_sha": "d", "clean_text": "x"}
            conn.execute(insert(tables.mending).values(**mending, clean_sha="c", rank=1, at=at))
            for _ in range(count):
                seq += 1
                row = {"source": "demo", "seq": seq, "mending": body.id, "proposal": "p" * 64, "start_offset": 0}
                row |= {"end_offset": 1, "before": "a", "replacements": ("b",), "fault": "NAME", "rule": "x"}
                row |= {"confidence": 1.0, "evidence": "e", "outcome": "APPLY", "replacement": "b", "because": "p"}
                conn.execute(insert(tables.ruling).values(**row, at=at, prev_hash="h", hash="h"))


def test_the_demo_site_is_well(place: Workplace) -> None:
    for back in (3, 2, 1, 0):
        ingest_day(place, place.source("demo"), DAY - timedelta(days=back))
    assert kinds(place) == []

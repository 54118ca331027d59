"""Pages that had to wait are taken when their time has come, without the next day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from pipeline.flow.ingest import ingest_day, ingest_keys
from pipeline.flow.records import stored_records
from pipeline.flow.retry import Retried, retry_postponed
from pipeline.flow.workplace import Workplace, now
from pipeline.model.page import Candidate
from pipeline.model.source import Source
from pipeline.store import fetches, quarantine, tables
from tests.hostile.server import Hostile, hostile_server

DAY = now().date() - timedelta(days=1)


@pytest.fixture
def host(place: Workplace) -> Iterator[Hostile]:
    with hostile_server() as one:
        one.page("/rss", b'<rss version="2.0"><channel><title>nothing new</title></channel></rss>')
        place._sources["demo"] = Source(
            id="demo", name="Hostile", home=f"{one.url}/", loopback=True, pace=0, feeds=(f"{one.url}/rss",)
        )
        yield one


def article(n: int) -> bytes:
    return (Path(__file__).parent / "article.html").read_bytes().replace(b"NUMBER", str(n).encode() * 40)


def refused_for(place: Workplace, host: Hostile, seconds: str, count: int = 2) -> list[int]:
    for n in range(count):
        host.page(f"/{n}", b"", "503 Busy", retry_after=seconds)
    with place.store.begin() as conn:
        keys = fetches.register(conn, "demo", DAY, [Candidate(f"{host.url}/{n}", "feed") for n in range(count)], now())
    assert ingest_keys(place, keys) == {"quarantined": count}
    return keys


def put_back(place: Workplace, hours: float) -> None:
    """As if so many hours had passed since."""
    by = timedelta(hours=hours)
    with place.store.begin() as conn:
        conn.execute(update(tables.host_pace).values(held_until=0.0, dead_until=0.0))
        for row in fetches.get(conn, range(1, 50)):
            again = None if row.retry_at is None else row.retry_at - by
            conn.execute(update(tables.fetch).where(tables.fetch.c.id == row.id).values(at=row.at - by, retry_at=again))


def retry_times(place: Workplace) -> list[datetime]:
    with place.store.read() as conn:
        return [row.retry_at for row in fetches.get(conn, range(1, 50)) if row.retry_at is not None]


def test_a_page_is_taken_in_the_hour_its_host_named_and_not_before(place: Workplace, host: Hostile) -> None:
    refused_for(place, host, "7200")
    for n in range(2):
        host.page(f"/{n}", article(n))
    asked = len(host.paths)
    put_back(place, 1)
    assert retry_postponed(place) == Retried(0, 0)
    assert len(host.paths) == asked
    put_back(place, 1.1)
    assert retry_postponed(place) == Retried(2, 2)
    assert sorted(host.paths[asked:]) == ["/0", "/1"]
    records = list(stored_records(place))
    assert len(records) == 2
    folder = Path(place.settings.export_url) / "articles" / f"day={records[0]['day']}"
    assert len((folder / "articles.jsonl").read_text().splitlines()) == 2
    with place.store.read() as conn:
        assert list(quarantine.open_rows(conn)) == []
        funnel = fetches.funnel(conn, days=[DAY])
    assert funnel.adds_up
    assert funnel.quarantined == 0
    assert retry_postponed(place) == Retried(0, 0)
    assert ingest_day(place, place.source("demo"), DAY).outcomes == {}


@pytest.mark.parametrize("wish", ["864000", "Fri, 01 Jan 2100 00:00:00 GMT"])
def test_no_wish_is_kept_for_longer_than_a_day(place: Workplace, host: Hostile, wish: str) -> None:
    refused_for(place, host, wish, count=1)
    (again,) = retry_times(place)
    assert timedelta(hours=23.9) < again - now() <= timedelta(hours=24)


def test_a_page_that_fails_again_waits_longer_each_time(place: Workplace, host: Hostile) -> None:
    host.page("/0", b"", "500 Broken")
    with place.store.begin() as conn:
        keys = fetches.register(conn, "demo", DAY, [Candidate(f"{host.url}/0", "feed")], now())
    ingest_keys(place, keys)
    waits = []
    for _ in range(7):
        hours = 0.0
        while retry_postponed(place) == Retried(0, 0):
            put_back(place, 0.5)
            hours += 0.5
        waits.append(hours)
    assert waits == [0.5, 1, 2, 4, 8, 16, 24]


def test_what_a_person_must_decide_is_not_asked_for(place: Workplace, host: Hostile) -> None:
    host.page("/0", b"", "403 Forbidden")
    with place.store.begin() as conn:
        keys = fetches.register(conn, "demo", DAY, [Candidate(f"{host.url}/0", "feed")], now())
    assert ingest_keys(place, keys) == {"quarantined": 1}
    put_back(place, 48)
    assert retry_postponed(place) == Retried(0, 0)


def test_a_source_that_was_taken_out_is_left_alone(place: Workplace, host: Hostile) -> None:
    refused_for(place, host, "7200")
    put_back(place, 3)
    del place._sources["demo"]
    place._sources["other"] = Source(id="other", name="Other", home="https://news.test/")
    assert retry_postponed(place) == Retried(0, 0)

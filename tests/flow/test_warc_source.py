"""A source of WARC files, ingested like any other, without a single request."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.flow import tasks
from pipeline.flow.dry_run import plan
from pipeline.flow.export import write
from pipeline.flow.ingest import DayReport, ingest_day
from pipeline.flow.replay import Checked, verify
from pipeline.flow.sources import check
from pipeline.flow.workplace import Workplace, workplace
from pipeline.settings import load
from pipeline.store import articles, documents, fetches
from tests.fetch.warc_files import article, record

DAY = date(2026, 11, 20)
NEXT = DAY + timedelta(days=1)
URL = "https://news.test/world/story-{}"
NAMES = ("A bridge", "A school", "A harbour")
SOURCE = "id: news\nname: News\nhome: https://news.test/\nwarc: [../crawls]\n"


@pytest.fixture
def open_place(tmp_path: Path) -> Iterator[Callable[[str], Workplace]]:
    """Workplaces with one source, whose WARC files are in `crawls`. Its host does not exist."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "news.yaml").write_text(SOURCE)
    (tmp_path / "crawls").mkdir()
    with ExitStack() as stack:

        def opened(name: str) -> Workplace:
            env = {"NEWSMEND_HOME": str(tmp_path / name), "NEWSMEND_SOURCES": str(tmp_path / "sources")}
            return stack.enter_context(workplace(load(env), migrate=True))

        yield opened


@pytest.fixture
def place(open_place: Callable[[str], Workplace]) -> Workplace:
    return open_place("one")


def put(tmp_path: Path, *records: bytes, name: str = "one.warc.gz") -> Path:
    path = tmp_path / "crawls" / name
    path.write_bytes(b"".join(records))
    return path


def story(n: int, *, day: date = DAY, hour: int = 9, salt: str = "") -> bytes:
    body = article(f"{NAMES[n % 3]} for town {n}", day=DAY.isoformat(), salt=f"{NAMES[n % 3]} {n} {salt}")
    return record(URL.format(n), body, at=f"{day}T{hour:02}:00:00Z")


def run(place: Workplace, *days: date) -> list[DayReport]:
    reports = [ingest_day(place, place.source("news"), day) for day in days]
    with place.store.read() as conn:
        requests = conn.execute(text("SELECT count(*) FROM host_pace")).scalar_one()
    assert requests == 0  # a request takes its turn there first
    return reports


def exported(place: Workplace) -> list[dict[str, object]]:
    sink = io.BytesIO()
    write(place, "jsonl", sink)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def standing(place: Workplace, n: int) -> tuple[str, int]:
    """The body that stands, and which revision it is."""
    with place.store.read() as conn:
        stored = articles.by_url(conn, "news", URL.format(n))
        assert stored is not None
        (body,) = [row for row in documents.current(conn, [stored.id]) if row.part == "body"]
    return body.text, body.revision


def test_a_day_is_stored_mended_and_proved_without_a_request(place: Workplace, tmp_path: Path) -> None:
    put(tmp_path, story(1), story(2), story(3, day=NEXT), record("https://other.test/world/a", article()))
    (report,) = run(place, DAY)
    assert (report.outcomes, report.failures) == ({"stored": 2}, ())
    assert report.funnel.adds_up
    assert report.mended
    assert {record["url"] for record in exported(place)} == {URL.format(1), URL.format(2)}
    checked = Checked()
    assert list(verify(place, checked)) == []
    assert checked.documents == 4
    before = exported(place)
    assert run(place, DAY)[0].outcomes == {}
    assert exported(place) == before


def test_it_is_the_same_article_when_the_files_are_gone(place: Workplace, tmp_path: Path) -> None:
    path = put(tmp_path, story(1))
    run(place, DAY)
    path.unlink()
    assert list(verify(place, Checked())) == []


def test_the_same_words_twice_are_one_article(place: Workplace, tmp_path: Path) -> None:
    body = article(day=DAY.isoformat())
    put(tmp_path, record(URL.format(1), body), record(URL.format(2), body))
    put(tmp_path, record(URL.format(1) + "?utm_source=x", body), name="two.warc.gz")
    (report,) = run(place, DAY)
    assert report.outcomes == {"stored": 1, "duplicate": 1}


def test_a_later_capture_is_a_revision_and_an_earlier_one_is_not(
    open_place: Callable[[str], Workplace], tmp_path: Path
) -> None:
    put(tmp_path, story(1, salt="old"), story(1, day=NEXT, salt="new"))
    forward, backward = open_place("forward"), open_place("backward")
    run(forward, DAY, NEXT)
    run(backward, NEXT, DAY)
    assert standing(forward, 1)[1] == 2
    assert "new" in standing(forward, 1)[0]
    assert standing(backward, 1)[0] == standing(forward, 1)[0]
    with backward.store.read() as conn:
        (row,) = fetches.get(conn, fetches.of_day(conn, "news", DAY))
    assert (row.outcome, row.reason) == ("duplicate", "a newer page is known")


def test_a_withdrawn_article_stays_withdrawn(place: Workplace, tmp_path: Path) -> None:
    put(tmp_path, story(1), story(1, day=NEXT, salt="new"))
    run(place, DAY)
    with place.store.begin() as conn:
        assert articles.withdraw(conn, articles.article_id("news", URL.format(1)), datetime.now(UTC))
    run(place, NEXT)
    with place.store.read() as conn:
        (row,) = articles.get(conn, [articles.article_id("news", URL.format(1))])
    assert row.state == "withdrawn"


def test_a_file_that_breaks_off_waits_in_quarantine_and_is_taken_up_when_it_is_whole(
    place: Workplace, tmp_path: Path
) -> None:
    put(tmp_path, story(1), story(2)[:-40])
    (report,) = run(place, DAY)
    assert report.outcomes == {"stored": 1}
    assert len(report.failures) == 1
    assert "one.warc.gz: the file ends in the middle of a record" in report.failures[0]
    put(tmp_path, story(1), story(2))
    (report,) = run(place, DAY)
    assert (report.outcomes, report.failures) == ({"stored": 1}, ())


def test_a_page_that_cannot_be_had_now_is_taken_later(place: Workplace, tmp_path: Path) -> None:
    path = put(tmp_path, story(1), story(2))
    day = place.source("news")
    from pipeline.flow.discover import discover_day
    from pipeline.flow.ingest import ingest_keys

    with place.client() as client:
        found = discover_day(place, client, day, DAY)
    data = path.read_bytes()
    path.unlink()
    assert ingest_keys(place, found.due) == {"quarantined": 2}
    path.write_bytes(data)
    assert run(place, DAY)[0].outcomes == {"stored": 2}


def test_a_dry_run_counts_no_request_for_it(place: Workplace, tmp_path: Path) -> None:
    put(tmp_path, story(1), story(2))
    (one,) = plan(place, [place.source("news")], [DAY])
    assert (one.found, one.articles, dict(one.hosts), one.minutes) == (2, 2, {}, 0)


def test_a_check_reads_what_is_there(place: Workplace, tmp_path: Path) -> None:
    put(tmp_path, story(1), story(2))
    (checked,) = check(place, [place.source("news")])
    assert checked.works
    assert (checked.found, checked.read, checked.complaints) == (2, 2, ())


def test_the_tasks_of_a_backfill_take_it(place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, story(1), story(2), story(3, day=NEXT))
    monkeypatch.setenv("NEWSMEND_HOME", str(tmp_path / "one"))
    monkeypatch.setenv("NEWSMEND_SOURCES", str(tmp_path / "sources"))
    for day, expected in ((DAY, 2), (NEXT, 1)):
        batches = tasks.find_addresses(day)
        assert [tasks.ingest_batch(keys) for keys in batches] == [{"stored": expected}]
        assert tasks.find_addresses(day) == []
    assert sum(tasks.count_day(day)["stored"] for day in (DAY, NEXT)) == 3

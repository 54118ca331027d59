"""What goes wrong is written down, or left to be done again; the rest goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.page import extract
from pipeline.flow.ingest import ingest_day, ingest_keys
from pipeline.flow.publish import publish_day
from pipeline.flow.records import stored_records
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import SourceError, StoreError
from pipeline.model.page import Candidate
from pipeline.store import fetches, quarantine
from tests.flow.conftest import NOW

DAY = NOW.date() - timedelta(days=1)


def test_an_archive_that_cannot_be_written_leaves_the_page_due(place: Workplace) -> None:
    blocked = Path(place.settings.archive_url)
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="NEWSMEND_ARCHIVE_URL"):
        ingest_day(place, place.source("demo"), DAY)
    os.remove(blocked)
    report = ingest_day(place, place.source("demo"), DAY)
    assert report.funnel.adds_up
    assert report.funnel.stored > 0
    assert report.funnel.quarantined == 0


def test_a_source_that_does_not_answer_is_in_quarantine_until_it_does(place: Workplace) -> None:
    demo = place.source("demo")
    dead = replace(demo, feeds=("http://127.0.0.1:9/rss.xml",), sitemaps=(), sections=())
    report = ingest_day(place, dead, DAY)
    assert (report.funnel.found, len(report.failures)) == (0, 1)
    with place.store.read() as conn:
        assert [row.url for row in quarantine.open_rows(conn)] == ["http://127.0.0.1:9/rss.xml"]
    ingest_day(place, demo, DAY)
    with place.store.read() as conn:
        assert not any(":9/" in row.url for row in quarantine.open_rows(conn))
        assert fetches.funnel(conn, days=[DAY]).stored > 0


@pytest.mark.parametrize(("special", "reason"), [("login", "login"), ("pdf", "pdf"), ("empty", "empty")])
def test_a_page_that_is_no_article_is_refused(place: Workplace, special: str, reason: str) -> None:
    from demo.editions import listed

    day = max(story.day for story in listed(NOW, None) if story.text.special == special)
    report = ingest_day(place, place.source("demo"), day)
    assert report.funnel.adds_up
    assert report.funnel.refused >= 1
    with place.store.read() as conn:
        rows = fetches.get(conn, range(1, 500))
    assert reason in {row.reason for row in rows if row.day == day}


def test_a_correction_becomes_a_revision(open_place: Callable[..., Workplace]) -> None:
    from demo.editions import listed
    from tests.sites import demo_site

    story = max((s for s in listed(NOW, None) if s.text.special == "corrected"), key=lambda s: s.published)
    place = open_place("revised")
    correction = story.text.correction
    assert correction is not None
    with demo_site(story.published + timedelta(hours=1)) as early:
        first = replace(place.source("demo"), home=early + "/", feeds=(early + "/atom.xml",), sitemaps=(), sections=())
        assert ingest_day(place, first, story.day).outcomes.get("stored", 0) > 0
        port = int(early.rsplit(":", 1)[1])
    with demo_site(story.published + timedelta(hours=30), port=port):
        again = ingest_day(place, first, story.day + timedelta(days=1))
    assert again.funnel.adds_up
    texts = {record["url"]: record["original_text"] for record in stored_records(place)}
    revised = next(text for url, text in texts.items() if story.slug in url)
    assert correction.after in revised


def test_a_page_that_finds_a_fault_of_ours_does_not_cost_the_others(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def breaks_once(*args: Any) -> Any:
        seen.append(1)
        if len(seen) == 1:
            raise KeyError("a fault of ours")
        return extract(*args)

    monkeypatch.setattr("pipeline.flow.ingest_page.extract", breaks_once)
    day = DAY - timedelta(days=1)
    first = ingest_day(place, place.source("demo"), day)
    assert first.funnel.adds_up
    assert first.funnel.quarantined == 1
    assert first.funnel.stored >= 1
    again = ingest_day(place, place.source("demo"), day)
    assert again.funnel.quarantined == 0
    assert again.funnel.stored == first.funnel.stored + 1
    with place.store.read() as conn:
        assert [row.stage for row in quarantine.open_rows(conn)] == ["discover"]


def test_an_undated_address_of_another_day_is_stored_under_its_own(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.flow import discover as discovery

    demo = place.source("demo")
    with place.client() as client:
        found, listed = discovery.look(place, client, demo, DAY)
    undated = [Candidate(c.url, c.found_in) for c in listed]
    assert undated
    monkeypatch.setattr(discovery, "look", lambda *_: (found, undated))
    report = ingest_day(place, demo, DAY + timedelta(days=1))
    assert report.funnel.adds_up
    assert report.funnel.stored == len(undated)
    assert {record["day"] for record in stored_records(place)} == {DAY.isoformat()}


def test_a_withdrawn_article_is_published_as_such(place: Workplace) -> None:
    from demo.editions import listed
    from tests.sites import demo_site

    story = max((s for s in listed(NOW, None) if s.text.special == "withdrawn"), key=lambda s: s.published)
    with demo_site(story.published + timedelta(hours=1)) as early:
        port = int(early.rsplit(":", 1)[1])
        source = replace(place.source("demo"), home=early + "/", feeds=(early + "/rss.xml",), sitemaps=(), sections=())
        ingest_day(place, source, story.day)
    assert {record["state"] for record in stored_records(place)} == {"live"}
    next_day = story.day + timedelta(days=1)
    with place.store.begin() as conn:
        row = next(row for row in fetches.get(conn, range(1, 100)) if story.slug in row.url)
        later = Candidate(row.url, row.found_in, modified=story.published + timedelta(hours=26))
        keys = fetches.register(conn, "demo", next_day, [later], NOW)
    with demo_site(story.published + timedelta(hours=30), port=port):
        assert ingest_keys(place, keys) == {"refused": 1}
    publish_day(place, next_day)
    file = Path(place.settings.export_url) / "articles" / f"day={story.day}" / "articles.jsonl"
    states = {record["url"]: record["state"] for record in map(json.loads, file.read_text().splitlines())}
    assert states[row.url] == "withdrawn"


def test_what_comes_late_is_stored_by_the_next_day_and_only_then(open_place: Callable[..., Workplace]) -> None:
    """An article that its list showed only after its day was run."""
    from tests.sites import demo_site

    place, day = open_place("late"), DAY - timedelta(days=1)
    evening = datetime.combine(day, time(18), UTC)
    with demo_site(evening) as early:
        port = int(early.rsplit(":", 1)[1])
        source = replace(place.source("demo"), home=early + "/", feeds=(early + "/rss.xml",), sitemaps=(), sections=())
        first = ingest_day(place, source, day)
    with demo_site(evening + timedelta(days=2), port=port):
        second = ingest_day(place, source, day + timedelta(days=1))
        again = ingest_day(place, source, day + timedelta(days=1))
    whole = open_place("whole")
    with demo_site(evening + timedelta(days=2), port=port):
        for each in (day, day + timedelta(days=1)):
            ingest_day(whole, source, each)
    assert first.funnel.found < sum(record["day"] == day.isoformat() for record in stored_records(whole))
    assert [r["url"] for r in stored_records(place)] == [r["url"] for r in stored_records(whole)]
    assert second.funnel.adds_up
    assert again.outcomes == {}


def test_a_source_file_with_a_fault_stops_only_itself(place: Workplace, tmp_path: Path) -> None:
    from pipeline.flow.discover import note_broken

    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "demo.yaml").write_text((place.settings.sources / "demo.yaml").read_text())
    (folder / "wrong.yaml").write_text("id: wrong\nname: Wrong\nhome: https://news.test/\nfeedz: [/rss.xml]\n")
    place.settings = replace(place.settings, sources=folder)
    assert [source.id for source in place.chosen(None)] == ["demo"]
    with pytest.raises(SourceError, match="feedz"):
        place.source("wrong")
    assert "wrong.yaml:4" in note_broken(place, DAY)[0]
    assert ingest_day(place, place.source("demo"), DAY).funnel.stored > 0
    with place.store.read() as conn:
        assert {row.source for row in quarantine.open_rows(conn) if row.stage == "source"} == {"wrong"}
    place.broken.clear()
    assert note_broken(place, DAY) == []
    with place.store.read() as conn:
        assert not [row for row in quarantine.open_rows(conn) if row.stage == "source"]

"""What goes wrong is written down, or left to be done again; the rest goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.flow.ingest import ingest_day
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import StoreError
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
    from pipeline.flow.records import stored_records

    texts = {record["url"]: record["original_text"] for record in stored_records(place)}
    revised = next(text for url, text in texts.items() if story.slug in url)
    assert correction.after in revised

"""The written articles: enough of them, on every day, with the planted faults where the files say."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from demo.editions import DAY, Story, listed
from demo.library import CYCLE, Kind, Special, Text, texts
from tests.demo.reading import NOW, Opener, page

ARTICLES = [text for text in texts() if text.is_article]
LISTED = {story.text.slug: story for story in listed(NOW)}


def test_there_are_enough_articles_and_controls() -> None:
    assert len(ARTICLES) >= 44
    assert sum(text.kind is Kind.CLEAN for text in ARTICLES) >= 14
    assert Counter(text.look for text in ARTICLES).keys() == {1, 2, 3, 4, 5}
    assert min(Counter(text.look for text in ARTICLES).values()) >= 8


def test_slugs_are_unique_and_every_special_exists_once() -> None:
    assert len({text.slug for text in texts()}) == len(texts())
    assert Counter(text.special for text in texts() if text.special is not None) == Counter(Special)


@pytest.mark.parametrize("text", ARTICLES, ids=lambda text: text.slug)
def test_planted_faults_are_in_the_served_page(text: Text, site_at: Opener) -> None:
    story = LISTED[text.slug]
    served = page(site_at(story.published), story.path).text_content()
    for repair in text.repairs:
        assert repair.before in served
        assert repair.before != repair.after
    for flag in text.flags:
        assert flag in served
    assert bool(text.repairs) is (text.kind is Kind.TRANSLATED)
    assert 5 <= len(text.paragraphs) <= 10
    assert "{weekday}" not in served
    assert "{month}" not in served


def test_every_one_of_the_last_30_days_has_a_translated_article() -> None:
    translated = {story.day for story in listed(NOW) if story.text.kind is Kind.TRANSLATED and story.text.is_article}
    assert translated == {NOW.date() - back * DAY for back in range(CYCLE)}


def test_each_written_article_is_listed_once() -> None:
    assert sorted(story.text.slug for story in listed(NOW)) == sorted(text.slug for text in texts())


def _by_day(stories: list[Story]) -> dict[str, set[str]]:
    days: dict[str, set[str]] = {}
    for story in stories:
        days.setdefault(f"{story.day}", set()).add(story.path)
    return days


@pytest.mark.parametrize("days", [1, 7, 29])
def test_the_past_does_not_change_as_the_clock_moves(days: int) -> None:
    before, after = _by_day(listed(NOW)), _by_day(listed(NOW + timedelta(days=days)))
    shared = before.keys() & after.keys()
    assert len(shared) == CYCLE - days
    assert all(before[day] == after[day] for day in shared)


def test_pages_are_the_same_a_day_later_byte_for_byte(site: TestClient, site_at: Opener) -> None:
    later = site_at(NOW + DAY)
    moving = {Special.CORRECTED, Special.WITHDRAWN}
    for story in listed(NOW)[:12]:
        if story.text.special not in moving:
            assert site.get(story.path).content == later.get(story.path).content


def test_the_future_does_not_exist(site_at: Opener) -> None:
    story = LISTED["harbour-grain-corridor-talks"]
    assert site_at(story.published - timedelta(seconds=1)).get(story.path).status_code == 404
    assert site_at(story.published).get(story.path).status_code == 200

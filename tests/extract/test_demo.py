"""Every article of the demo site, as a client gets it, is extracted word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from demo.app import build
from demo.editions import Story, listed
from pipeline.extract.page import extract
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Page

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
STORIES = [story for story in listed(NOW) if not story.withdrawn(NOW)]
ARTICLES = [story for story in STORIES if story.text.is_article]
OTHERS = [story for story in STORIES if not story.text.is_article]


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(build(NOW, slow_seconds=0))


def fetched(client: TestClient, path: str) -> Page:
    answer = client.get(path)
    url = str(answer.url)
    return Page(url, url, answer.status_code, answer.content, NOW, {k.lower(): v for k, v in answer.headers.items()})


def test_all_five_looks_are_there() -> None:
    assert {story.text.look for story in ARTICLES} == {1, 2, 3, 4, 5}
    assert len(ARTICLES) >= 40


@pytest.mark.parametrize("story", ARTICLES, ids=lambda story: f"look{story.text.look}-{story.slug}")
def test_word_for_word(client: TestClient, story: Story) -> None:
    for path in story.paths:
        article = extract(fetched(client, path))
        assert tuple(paragraph.text for paragraph in article.paragraphs) == story.paragraphs(NOW)
        assert article.title == story.title
        assert article.authors == story.text.authors
        assert article.published == story.published
        assert article.updated in {None, story.updated(NOW)}
        assert article.url == f"http://testserver{story.path}"


def test_a_correction_is_dated() -> None:
    corrected = [story for story in ARTICLES if story.text.correction is not None]
    assert corrected
    for story in corrected:
        later = story.published + timedelta(days=2)
        page = fetched(TestClient(build(later, slow_seconds=0)), story.path)
        article = extract(replace(page, fetched_at=later))
        assert article.updated == story.published + timedelta(days=1)
        assert article.published == story.published
        assert tuple(paragraph.text for paragraph in article.paragraphs) == story.paragraphs(later)


@pytest.mark.parametrize("story", OTHERS, ids=lambda story: story.slug)
def test_what_is_no_article_is_refused(client: TestClient, story: Story) -> None:
    with pytest.raises(NotAnArticle) as caught:
        extract(fetched(client, story.path))
    assert caught.value.reason == str(story.text.special)


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/", "list"), ("/section/world", "list"), ("/rss.xml", "not-html"), ("/no/such/page", "http-404")],
)
def test_other_pages_are_refused(client: TestClient, path: str, reason: str) -> None:
    with pytest.raises(NotAnArticle) as caught:
        extract(fetched(client, path))
    assert caught.value.reason == reason

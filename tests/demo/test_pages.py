"""Article pages: five looks, conditional requests, and the addresses that are hard to ingest."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from starlette.testclient import TestClient

from demo.app import build
from demo.editions import DAY, Story, listed
from demo.library import Special, texts
from demo.render import iso
from tests.demo.reading import NOW, Opener, month_locations, page, values, xml

STORIES = [story for story in listed(NOW) if story.text.is_article and story.text.special is None]
LOOKS = {story.text.look: story for story in STORIES}
SPECIAL = {story.text.special: story for story in listed(NOW)}

LOOK_MARKS = {
    1: "//script[@type='application/ld+json']",
    2: "//meta[@property='og:title']",
    3: "//table//div[@id='bodytext']/br",
    4: "//*[@itemprop='articleBody']//figure",
    5: "//section/p",
}


@pytest.mark.parametrize("look", LOOK_MARKS)
def test_each_look_has_its_own_marks_and_the_common_noise(look: int, site: TestClient) -> None:
    story = LOOKS[look]
    article = page(site, story.path)
    assert [mark for mark, path in LOOK_MARKS.items() if article.xpath(path)] == [look]
    assert values(article, "//h1//text()") == [story.title]
    assert values(article, "//link[@rel='canonical']/@href") == [f"http://news.test:8765{story.path}"]
    text = article.text_content()
    for noise in ("cookies", "The morning letter", "Copy link", "Imprint", "Business", *story.text.authors):
        assert noise in text
    for paragraph in story.paragraphs(NOW):
        assert paragraph in text


def test_json_ld_tells_the_times(site: TestClient) -> None:
    story = LOOKS[1]
    data = json.loads(values(page(site, story.path), "//script[@type='application/ld+json']/text()")[0])
    assert data["datePublished"] == data["dateModified"] == iso(story.published)
    assert [author["name"] for author in data["author"]] == list(story.text.authors)


@pytest.mark.parametrize("look", LOOK_MARKS)
def test_conditional_requests(look: int, site: TestClient) -> None:
    path = LOOKS[look].path
    first = site.get(path)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    assert parsedate_to_datetime(modified) == LOOKS[look].published
    for headers in ({"If-None-Match": etag}, {"If-None-Match": f'"x", W/{etag}'}, {"If-Modified-Since": modified}):
        answer = site.get(path, headers=headers)
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    earlier = format_datetime(LOOKS[look].published - timedelta(seconds=1), usegmt=True)
    for stale in (
        {"If-Modified-Since": earlier},
        {"If-Modified-Since": "soon"},
        {"If-None-Match": '"x"', "If-Modified-Since": modified},
    ):
        assert site.get(path, headers=stale).status_code == 200


def test_one_article_under_two_addresses(site: TestClient) -> None:
    first, second = SPECIAL[Special.ALIAS].paths
    pages = [page(site, path) for path in (first, second)]
    assert [values(each, "//link[@rel='canonical']/@href") for each in pages] == [[f"http://news.test:8765{first}"]] * 2
    assert {f"http://news.test:8765{path}" for path in (first, second)} <= set(month_locations(site))


def test_the_corrected_article_changes_a_day_later(site_at: Opener) -> None:
    story = SPECIAL[Special.CORRECTED]
    correction = story.text.correction
    assert correction is not None
    early, late = site_at(story.published + DAY - timedelta(seconds=1)), site_at(story.published + DAY)
    before, after = early.get(story.path), late.get(story.path)
    assert correction.before in before.text
    assert correction.after not in before.text
    assert correction.after in after.text
    assert correction.before not in after.text
    assert before.headers["etag"] != after.headers["etag"]
    assert parsedate_to_datetime(after.headers["last-modified"]) == story.published + DAY
    lastmod = f"//*[local-name()='url'][*='http://news.test:8765{story.path}']/*[local-name()='lastmod']/text()"
    sitemap = f"/sitemap-{story.day:%Y-%m}.xml"
    assert values(xml(early, sitemap), lastmod) == [iso(story.published)]
    assert values(xml(late, sitemap), lastmod) == [iso(story.published + DAY)]


def test_the_withdrawn_article_is_gone_a_day_later_but_still_listed(site_at: Opener) -> None:
    story = SPECIAL[Special.WITHDRAWN]
    assert site_at(story.published).get(story.path).status_code == 200
    late = site_at(story.published + DAY)
    assert late.get(story.path).status_code == 410
    assert f"http://news.test:8765{story.path}" in month_locations(late)


def test_the_slow_article_waits_and_others_do_not() -> None:
    site = TestClient(build(NOW, slow_seconds=0.3))
    begun = time.monotonic()
    assert site.get(SPECIAL[Special.SLOW].path).status_code == 200
    assert time.monotonic() - begun >= 0.3
    begun = time.monotonic()
    site.get(LOOKS[1].path)
    assert time.monotonic() - begun < 0.3


def test_pages_that_are_no_articles(site: TestClient) -> None:
    assert page(site, SPECIAL[Special.LOGIN].path).xpath("//input[@type='password']")
    assert values(page(site, SPECIAL[Special.EMPTY].path), "//article//p") == []
    pdf = site.get(SPECIAL[Special.PDF].path)
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-1.4")
    start = int(pdf.content.split(b"startxref\n")[1].split()[0])
    assert pdf.content[start:].startswith(b"xref")


def _load(count: int) -> list[Story]:
    return [story for story in listed(NOW, count) if story.day == NOW.date()]


def test_load_repeats_articles_under_numbered_addresses_with_other_numbers() -> None:
    stories = _load(200)
    assert len(stories) == len({story.path for story in stories}) == 200
    site = TestClient(build(NOW, slow_seconds=0.0, articles_per_day=200))
    copies = [story for story in stories if story.copy]
    assert all(site.get(story.path).status_code == 200 for story in copies[:25])
    twins = [story for story in copies if story.text == copies[0].text]
    assert len(twins) > 1
    assert len({story.paragraphs(NOW) for story in twins}) == len(twins)
    survey = next(text for text in texts() if text.slug == "glacier-survey-results")
    copy = Story(survey, NOW.date(), survey.time, 7)
    assert "118 glaciers" in survey.paragraphs[1]
    assert "125 glaciers" in copy.paragraphs(NOW)[1]
    assert "1969 and 1998" in copy.paragraphs(NOW)[1]

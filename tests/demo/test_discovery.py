"""Feeds, sitemaps, section pages and robots.txt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree  # type: ignore[import-untyped, unused-ignore]
from starlette.testclient import TestClient

from demo.app import build
from demo.editions import DAY, listed
from demo.library import SECTIONS, Special
from tests.demo.reading import NOW, Opener, month_locations, page, values, xml

BASE = "http://news.test:8765"


def test_rss_lists_the_newest_thirty_with_dates(site: TestClient) -> None:
    rss = xml(site, "/rss.xml")
    dates = [parsedate_to_datetime(value) for value in values(rss, "//item/pubDate/text()")]
    assert len(dates) == 30
    assert dates == sorted(dates, reverse=True)
    assert max(dates) <= NOW
    guids = values(rss, "//item/guid/text()")
    assert len(set(guids)) == 30
    assert all(site.get(guid).status_code in {200, 410} for guid in guids)


@pytest.mark.parametrize("back", range(0, 30, 3))
def test_rss_is_full_whatever_pages_are_among_the_newest(back: int, site_at: Opener) -> None:
    assert len(values(xml(site_at(NOW - back * DAY), "/rss.xml"), "//item/link/text()")) == 30


def test_without_a_fixed_time_the_clock_runs() -> None:
    rss = xml(TestClient(build()), "/rss.xml")
    newest = parsedate_to_datetime(values(rss, "//item/pubDate/text()")[0])
    assert timedelta(0) <= datetime.now(UTC) - newest < timedelta(days=2)


def test_atom_lists_the_same_with_updated(site: TestClient) -> None:
    atom = xml(site, "/atom.xml")
    found = values(atom, "//*[local-name()='entry']/*[local-name()='updated']/text()")
    updated = [datetime.fromisoformat(value) for value in found]
    assert len(updated) == 30
    assert all(moment.tzinfo == UTC for moment in updated)
    assert set(values(atom, "//*[local-name()='entry']/*[local-name()='id']/text()")) == set(
        values(xml(site, "/rss.xml"), "//item/guid/text()")
    )


def test_news_sitemap_holds_two_days_of_the_monthly_ones(site: TestClient) -> None:
    news = xml(site, "/sitemap-news.xml")
    dates = [datetime.fromisoformat(v) for v in values(news, "//*[local-name()='publication_date']/text()")]
    assert dates
    assert min(dates) > NOW - 2 * DAY
    assert set(values(news, "//*[local-name()='loc']/text()")) <= set(month_locations(site))


def test_monthly_sitemaps_list_every_page_but_the_pdf(site: TestClient) -> None:
    expected = [BASE + path for story in listed(NOW) if story.text.special is not Special.PDF for path in story.paths]
    assert sorted(month_locations(site)) == sorted(expected)


UNKNOWN = ("/sitemap-1999-01.xml", "/section/sport", "/nothing", "/2026/13/45/x", "/0001/01/01/x", "/9999/12/31/x")
BAD_PAGES = ("99", "0", "-1", "x", "²", "9" * 5000)


@pytest.mark.parametrize("path", [*UNKNOWN, *(f"/section/world?page={page}" for page in BAD_PAGES)])
def test_unknown_addresses_are_404(site: TestClient, path: str) -> None:
    assert site.get(path).status_code == 404


def test_section_pages_lead_to_every_address_by_rel_next(site: TestClient) -> None:
    found: list[str] = []
    pages = 0
    for name in SECTIONS:
        url: str | None = f"/section/{name}"
        while url is not None:
            section = page(site, url)
            found += values(section, "//ul[@class='stories']/li/a/@href")
            following = values(section, "//a[@rel='next']/@href")
            assert following == values(section, "//link[@rel='next']/@href")
            url, pages = (following[0] if following else None), pages + 1
    assert sorted(found) == sorted(BASE + path for story in listed(NOW) for path in story.paths)
    assert pages > len(SECTIONS)


def test_broken_feed_is_malformed_but_holds_whole_items(site: TestClient) -> None:
    body = site.get("/broken-feed.xml").content
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(body)
    recovered = etree.fromstring(body, etree.XMLParser(recover=True))
    assert len(values(recovered, "//item/link/text()")) >= 5


def test_robots_names_the_sitemap_and_closes_private(site: TestClient) -> None:
    robots = site.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {BASE}/sitemap.xml" in robots
    assert "Disallow: /private/" in robots
    assert "crawl-delay" not in site.get("/robots.txt").text.lower()
    assert site.get("/private/x").status_code == 200


def test_home_links_sections_and_feeds(site: TestClient) -> None:
    home = page(site, "/")
    assert {f"{BASE}/section/{name}" for name in SECTIONS} <= set(values(home, "//a/@href"))
    assert f"{BASE}/rss.xml" in values(home, "//link[@rel='alternate']/@href")
    assert site.get("/healthz").text == "ok"

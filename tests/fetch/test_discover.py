from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.fetch.client import Client
from pipeline.fetch.discover import Discovery, discover
from pipeline.model.source import Source
from tests.fetch.server import Site

START = datetime(2026, 11, 23, tzinfo=UTC)
END = START + timedelta(days=1)


def _item(link: str, date: str = "") -> str:
    return f"<item><title>T</title><link>{link}</link>{f'<pubDate>{date}</pubDate>' if date else ''}</item>"


def _rss(*items: str) -> str:
    return f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def _page(*links: str, head: str = "") -> str:
    inner = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return f"<html><head>{head}</head><body>{inner}</body></html>"


def _urlset(*entries: tuple[str, str]) -> str:
    inner = "".join(f"<url><loc>{loc}</loc><lastmod>{day}</lastmod></url>" for loc, day in entries)
    return f"<urlset>{inner}</urlset>"


def _paths(found: Discovery, site: Site) -> list[str]:
    return [candidate.url.removeprefix(site.url) for candidate in found.candidates]


def _sections(site: Site, source: Source, *paths: str, pattern: str = "") -> Source:
    return replace(source, sections=tuple(site.url + path for path in paths), section_link=pattern)


def test_the_window_is_half_open(site: Site, client: Client, source: Source) -> None:
    dates = {
        "before": "Sun, 22 Nov 2026 23:59:59 GMT",
        "first": "Mon, 23 Nov 2026 00:00:00 GMT",
        "zone": "Tue, 24 Nov 2026 01:00:00 +0200",
        "last": "Mon, 23 Nov 2026 23:59:59 GMT",
        "end": "Tue, 24 Nov 2026 00:00:00 GMT",
        "undated": "",
    }
    site.add("/rss.xml", _rss(*(_item(f"/{name}", date) for name, date in dates.items())))
    found = discover(client, replace(source, feeds=(f"{site.url}/rss.xml",)), START, END)
    assert _paths(found, site) == ["/first", "/last", "/undated", "/zone"]


def test_a_change_within_the_window_counts(site: Site, client: Client, source: Source) -> None:
    site.add("/s.xml", _urlset(("/changed", "2026-11-23T05:00:00Z"), ("/old", "2026-11-20")))
    found = discover(client, replace(source, sitemaps=(f"{site.url}/s.xml",)), START, END)
    assert _paths(found, site) == ["/changed"]
    assert found.candidates[0].modified == datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert found.candidates[0].published is None


def test_one_article_in_three_places_is_one_candidate(site: Site, client: Client, source: Source) -> None:
    site.add("/rss.xml", _rss(_item("/a?utm_source=rss", "Mon, 23 Nov 2026 10:00:00 GMT")))
    site.add("/s.xml", _urlset(("/a", "2026-11-23T12:00:00Z")))
    site.add("/world", _page("/a#comments", "/b"))
    everywhere = replace(
        _sections(site, source, "/world"), feeds=(f"{site.url}/rss.xml",), sitemaps=(f"{site.url}/s.xml",)
    )
    first, second = discover(client, everywhere, START, END).candidates
    assert (first.url, first.found_in) == (f"{site.url}/a", f"{site.url}/rss.xml")
    assert first.published == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert first.modified == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert (second.url, second.found_in) == (f"{site.url}/b", f"{site.url}/world")


def test_a_date_in_one_place_outweighs_none_in_another(site: Site, client: Client, source: Source) -> None:
    site.add("/rss.xml", _rss(_item("/old", "Mon, 02 Nov 2026 10:00:00 GMT")))
    site.add("/world", _page("/old"))
    both = replace(_sections(site, source, "/world"), feeds=(f"{site.url}/rss.xml",))
    assert discover(client, both, START, END).candidates == ()


def test_what_is_broken_is_reported_and_the_rest_goes_on(site: Site, client: Client, source: Source) -> None:
    site.add("/rss.xml", _rss(_item("/a")))
    site.add("/broken.xml", "<html>oops")
    site.add("/robots.txt", "User-agent: *\nDisallow: /private")
    site.add("/world", _page("/b"))
    names = ("rss.xml", "broken.xml", "missing.xml", "private.xml")
    all_of_them = replace(_sections(site, source, "/world"), feeds=tuple(f"{site.url}/{name}" for name in names))
    found = discover(client, all_of_them, START, END)
    assert _paths(found, site) == ["/a", "/b"]
    assert [failure.where for failure in found.failures] == [f"{site.url}/{name}" for name in names[1:]]
    assert "not a feed" in found.failures[0].what
    assert "404" in found.failures[1].what
    assert "robots.txt" in found.failures[2].what


def test_a_torn_feed_gives_what_it_holds_and_is_reported(site: Site, client: Client, source: Source) -> None:
    site.add("/torn.xml", _rss(_item("/a"), _item("/b"), _item("/c"))[:-40])
    found = discover(client, replace(source, feeds=(f"{site.url}/torn.xml",)), START, END)
    assert _paths(found, site)[:2] == ["/a", "/b"]
    assert [failure.where for failure in found.failures] == [f"{site.url}/torn.xml"]
    assert "breaks off" in found.failures[0].what


def test_other_sites_and_nonsense_are_left_out(site: Site, client: Client, source: Source) -> None:
    links = ("https://evil.example/a", "javascript:alert(1)", "http://[::1", "file:///etc/passwd", "/good")
    site.add("/rss.xml", _rss(*map(_item, links)))
    site.add("/world", _page(*links))
    both = replace(_sections(site, source, "/world"), feeds=(f"{site.url}/rss.xml",))
    assert _paths(discover(client, both, START, END), site) == ["/good"]


class TestSections:
    @pytest.mark.parametrize("how", ["head", "query", "path"])
    def test_paging(self, site: Site, client: Client, source: Source, how: str) -> None:
        address = {"head": "/world?page={}", "query": "/world?page={}", "path": "/world/page/{}/"}[how]
        for number in (1, 2, 3):
            further = [] if how == "head" else [address.format(number + 1)]
            head = f'<link rel="next" href="{address.format(number + 1)}">' if how == "head" else ""
            site.add("/world" if number == 1 else address.format(number), _page(f"/a{number}", *further, head=head))
        site.add(address.format(4), _page("/a1", "/a2"))
        found = discover(client, _sections(site, source, "/world"), START, END)
        assert _paths(found, site) == ["/a1", "/a2", "/a3"]
        assert site.pages == ["/world", *(address.format(n) for n in (2, 3, 4))]

    def test_paging_ends(self, site: Site, client: Client, source: Source) -> None:
        for number in range(1, 40):
            path = "/world" if number == 1 else f"/world?page={number}"
            site.add(path, _page(f"/a{number}", f"/world?page={number + 1}"))
        discover(client, _sections(site, source, "/world"), START, END)
        assert len(site.pages) == 20

    def test_paging_stops_before_the_window(self, site: Site, client: Client, source: Source) -> None:
        days = ["2026/11/24", "2026/11/23", "2026/11/22", "2026/11/20", "2026/11/19"]
        for number, day in enumerate(days, 1):
            path = "/world" if number == 1 else f"/world?page={number}"
            site.add(path, _page(f"/{day}/a", f"/world?page={number + 1}"))
        found = discover(client, _sections(site, source, "/world", pattern=r"/\d{4}/"), START, END)
        # an address may lag a day behind the article's own date: only the page tells
        assert _paths(found, site) == ["/2026/11/22/a", "/2026/11/23/a", "/2026/11/24/a"]
        assert len(site.pages) == 4

    def test_addresses_must_match(self, site: Site, client: Client, source: Source) -> None:
        site.add("/world", _page("/news/a-20261123.html", "/about", "/news/b-20261123.html", "/story/2026-11-23/c/"))
        found = discover(client, _sections(site, source, "/world", pattern=r"-\d{8}\.html$|/\d{4}-\d\d-"), START, END)
        assert _paths(found, site) == ["/news/a-20261123.html", "/news/b-20261123.html", "/story/2026-11-23/c/"]

    def test_without_a_pattern_all_but_lists_and_files(self, site: Site, client: Client, source: Source) -> None:
        head = '<link rel="stylesheet" href="/s.css"><link rel="alternate" href="/rss">'
        site.add("/world", _page("/", "/world", "/a", "/pic.jpg", "/world?page=7", "#top", head=head))
        assert _paths(discover(client, _sections(site, source, "/world"), START, END), site) == ["/a"]

    def test_dates_in_addresses_leave_out_but_never_date(self, site: Site, client: Client, source: Source) -> None:
        site.add("/world", _page("/2026/11/23/now", "/2026/10/01/old", "/x-20260101.html", "/2026/99/99/odd"))
        found = discover(client, _sections(site, source, "/world"), START, END)
        assert _paths(found, site) == ["/2026/11/23/now", "/2026/99/99/odd"]
        assert all(candidate.published is None for candidate in found.candidates)

    def test_hostile_page(self, site: Site, client: Client, source: Source) -> None:
        site.add("/world", b"<a " * 100_000 + b'<a href="/a">x</a>' + b'<a href="//[">' * 100)
        discover(client, _sections(site, source, "/world"), START, END)
        assert site.pages == ["/world"]


def test_the_same_twice(site: Site, client: Client, source: Source) -> None:
    site.add("/rss.xml", _rss(*(_item(f"/{i}") for i in (3, 1, 2))))
    feed = replace(source, feeds=(f"{site.url}/rss.xml",))
    assert discover(client, feed, START, END) == discover(client, feed, START, END)

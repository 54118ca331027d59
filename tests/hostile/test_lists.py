"""Fault tests 26 to 28: feeds and sitemaps that would eat us, never end, or tell the wrong time."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.fetch.client import Client
from pipeline.fetch.discover import Discovery, discover
from pipeline.model.source import Source
from tests.hostile.bounds import bounded
from tests.hostile.server import Hostile, hostile_server

START = datetime(2026, 11, 23, tzinfo=UTC)
END = START + timedelta(days=1)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BODIES = {
    "rss": '<rss version="2.0"><channel><item><title>{0}</title><link>/a</link></item></channel></rss>',
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>{0}</title><link href="/a"/></entry></feed>',
    "sitemap": "<urlset><url><loc>/a</loc><title>{0}</title></url></urlset>",
    "index": "<sitemapindex><sitemap><loc>/a</loc><title>{0}</title></sitemap></sitemapindex>",
}
DOCTYPES: dict[str, Callable[[Hostile, Hostile], tuple[str, str]]] = {
    "billion laughs": lambda site, other: (f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>', "&l9;"),
    "quadratic": lambda site, other: (f'<!DOCTYPE x [<!ENTITY q "{"q" * 50_000}">]>', "&q;" * 5_000),
    "a file": lambda site, other: ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;"),
    "an address": lambda site, other: (f'<!DOCTYPE x [<!ENTITY f SYSTEM "{other.url}/entity">]>', "&f;"),
    "a parameter": lambda site, other: (f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{other.url}/dtd"> %p;]>', "x"),
    "a DTD": lambda site, other: (f'<!DOCTYPE x SYSTEM "{other.url}/dtd">', "x"),
}


def _discover(client: Client, source: Source, *, feed: str = "", sitemap: str = "") -> Discovery:
    feeds, sitemaps = ((feed,) if feed else ()), ((sitemap,) if sitemap else ())
    return discover(client, replace(source, feeds=feeds, sitemaps=sitemaps), START, END)


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("bomb", DOCTYPES)
def test_26_entities(
    site: Hostile, client: Client, source: Source, bomb: str, kind: str, encoding: str, packed: bool
) -> None:
    """Fault test 26. Passes where nothing is expanded and nothing outside is read: no file, no other server."""
    with hostile_server() as other:
        doctype, use = DOCTYPES[bomb](site, other)
        body = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{BODIES[kind].format(use)}'.encode(encoding)
        site.page("/list", gzip.compress(body) if packed and kind in {"sitemap", "index"} else body)
        where = f"{site.url}/list"
        with bounded(3, cpu=True):
            feed, sitemap = (where, "") if kind in {"rss", "atom"} else ("", where)
            found = _discover(client, source, feed=feed, sitemap=sitemap)
        assert other.asked == []
    assert all("root:" not in candidate.title and len(candidate.title) < 100 for candidate in found.candidates)
    if "ENTITY" in doctype:
        assert found.candidates == ()
        assert len(found.failures) == 1


def test_27_an_index_that_names_itself_and_its_like(site: Hostile, client: Client, source: Source) -> None:
    """Fault test 27. Passes where each file is asked for once, and a tree without end stops at its depth."""

    def index(*names: str) -> bytes:
        entries = "".join(f"<sitemap><loc>{site.url}/{name}</loc></sitemap>" for name in names)
        return f"<sitemapindex>{entries}</sitemapindex>".encode()

    site.page("/a", index("a", "b", "deep-0"))
    site.page("/b", index("a", "b", "a#x"))
    for n in range(20):
        site.page(f"/deep-{n}", index(f"deep-{n + 1}"))
    with bounded(5):
        _discover(client, source, sitemap=f"{site.url}/a")
    assert site.paths.count("/a") <= 2
    assert site.paths.count("/b") == 1
    assert "/deep-4" not in site.paths


def test_27_an_index_of_thousands(site: Hostile, client: Client, source: Source) -> None:
    """Fault test 27. Passes where at most 200 files are read, and the rest is reported."""
    entries = "".join(f"<sitemap><loc>{site.url}/{n}</loc></sitemap>" for n in range(5_000))
    site.page("/index", f"<sitemapindex>{entries}</sitemapindex>".encode())
    for n in range(300):
        site.page(f"/{n}", b"<urlset></urlset>")
    with bounded(20):
        found = _discover(client, source, sitemap=f"{site.url}/index")
    assert len(site.paths) == 200
    assert "over 200 sitemaps" in found.failures[-1].what


def test_27_a_sitemap_of_a_hundred_megabytes(site: Hostile, source: Source) -> None:
    """Fault test 27. Passes where the sitemap is refused at 50 MB, packed or not, though little came over the wire."""
    filler = b"<!--" + b"x" * 1_000_000 + b"-->"
    site.page("/packed", gzip.compress(b"<urlset>" + filler * 100 + b"</urlset>"))
    with Client(user_agent="x", retries=0) as client, bounded(10, memory=120_000_000):
        found = _discover(client, source, sitemap=f"{site.url}/packed")
    assert found.candidates == ()
    assert "over the limit" in found.failures[0].what or "unpacks to over" in found.failures[0].what


def test_27_a_feed_of_a_million_items(site: Hostile, source: Source) -> None:
    """Fault test 27. Passes where the cap on bytes stops it, and a feed below it gives 2,000 entries."""
    item = "<item><title>T</title><link>/{}</link></item>"
    big = "<rss><channel>" + "".join(item.format(n) for n in range(250_000)) + "</channel></rss>"
    site.page("/big", big.encode())
    site.page("/long", ("<rss><channel>" + "".join(item.format(n) for n in range(9_000)) + "</channel></rss>").encode())
    del big
    with Client(user_agent="x", retries=0) as client, bounded(5):
        assert _discover(client, source, feed=f"{site.url}/big").candidates == ()
        assert len(_discover(client, source, feed=f"{site.url}/long").candidates) == 2_000


def test_27_items_of_other_domains(site: Hostile, client: Client, source: Source) -> None:
    """Fault test 27. Passes where only the source's own addresses are kept, whatever the list is."""
    links = ["https://evil.example/a", f"{site.url}@evil.example/b", "//evil.example/c", "javascript:alert(1)", "/good"]
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    site.page("/feed", f"<rss><channel>{items}</channel></rss>".encode())
    found = _discover(client, source, feed=f"{site.url}/feed")
    assert [candidate.url for candidate in found.candidates] == [f"{site.url}/good"]


DATES = {
    "future": "Sun, 01 Jan 2090 00:00:00 GMT",
    "epoch": "Thu, 01 Jan 1970 00:00:00 GMT",
    "31 February": "Tue, 31 Feb 2026 10:00:00 GMT",
    "year 0": "0000-00-00T00:00:00Z",
    "year 99999": "Mon, 01 Jan 99999 00:00:00 GMT",
    "Persian digits": "۲۰۲۶-۱۱-۲۳T10:00:00Z",
    "Thai calendar": "2569-11-23T10:00:00Z",
    "Persian calendar": "1405-09-02T10:00:00Z",
    "very long": "2026-11-23T10:00:00" + "0" * 100_000,
    "words": "yesterday afternoon",
}


@pytest.mark.parametrize("what", DATES)
def test_28_dates(site: Hostile, client: Client, source: Source, what: str) -> None:
    """Fault test 28. Passes where no wrong time is taken from a list: it is right, or there is none."""
    site.page(
        "/feed", f"<rss><channel><item><link>/a</link><pubDate>{DATES[what]}</pubDate></item></channel></rss>".encode()
    )
    site.page("/map", f"<urlset><url><loc>{site.url}/b</loc><lastmod>{DATES[what]}</lastmod></url></urlset>".encode())
    with bounded(3, cpu=True):
        found = _discover(client, source, feed=f"{site.url}/feed", sitemap=f"{site.url}/map")
    right = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert len(found.candidates) == 2
    assert all(moment in {None, right} for c in found.candidates for moment in (c.published, c.modified))


@pytest.mark.parametrize(
    "body", [b"<a " * 100_000, b"<!--" * 200_000, b"<item>" * 200_000, b"{" * 200_000, b"\xff\xfe" * 100_000]
)
def test_23_lists_of_nothing_but_openings(site: Hostile, client: Client, source: Source, body: bytes) -> None:
    """Fault test 23, for lists. Passes where each is refused in 2 s, or stopped by the limit of 4 s."""
    for start in (b"", b"<rss><channel>", b"<urlset>", b"<rss><channel><item><title>x</title></item>"):
        site.page("/list", start + body)
        with bounded(20 if b"rss" in start else 2):  # a busy machine starts the reader's process late
            assert _discover(client, source, feed=f"{site.url}/list").candidates == ()
        with bounded(2, cpu=True):
            assert _discover(client, source, sitemap=f"{site.url}/list").candidates == ()

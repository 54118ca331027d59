from __future__ import annotations

import gzip
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.fetch.client import Client
from pipeline.fetch.failure import DiscoveryFailure
from pipeline.fetch.sitemaps import parse_sitemap, read_sitemap
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate
from pipeline.model.source import Source
from tests.fetch.server import Site

START = datetime(2026, 11, 23, tzinfo=UTC)
END = START + timedelta(days=1)
BASE = "https://example.com/sitemap.xml"


def urlset(*entries: str) -> str:
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
        'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">' + "".join(entries) + "</urlset>"
    )


def url(loc: str, rest: str = "") -> str:
    return f"<url><loc> {loc} </loc>{rest}</url>"


def index(*parts: tuple[str, str]) -> str:
    inner = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</sitemap>" for loc, day in parts
    )
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</sitemapindex>'


def test_news_and_plain_dates() -> None:
    news = (
        "<image:image><image:loc>/pic.jpg</image:loc></image:image><lastmod>2026-11-23</lastmod><news:news>"
        "<news:publication_date>2026-11-22T23:30:00-05:00</news:publication_date><news:title>T &amp; U</news:title>"
        "</news:news>"
    )
    (entry,) = parse_sitemap(urlset(url("/a?b=1&amp;c=2", news)).encode(), BASE)
    assert entry.url == "https://example.com/a?b=1&c=2"
    assert entry.published == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
    assert entry.modified == datetime(2026, 11, 23, tzinfo=UTC)
    assert (entry.title, entry.index) == ("T & U", False)


@pytest.mark.parametrize("date", ["", "soon", "2026-13-45", "0000-00-00", "9999-12-31T23:59:59-14:00"])
def test_nonsense_dates_are_no_dates(date: str) -> None:
    (entry,) = parse_sitemap(urlset(url("/a", f"<lastmod>{date}</lastmod>")).encode(), BASE)
    assert entry.modified is None


def test_a_cut_sitemap_gives_what_it_holds() -> None:
    text = urlset(url("/a"), url("/b"), url("/c"))
    entries = list(parse_sitemap(text[: text.index("/c")].encode(), BASE))
    assert [entry.url for entry in entries] == ["https://example.com/a", "https://example.com/b"]


@pytest.mark.parametrize("body", [b"", b"<html><body>no</body></html>", b"{}", b"\0\0", b"<rss/>"])
def test_what_is_no_sitemap(body: bytes) -> None:
    with pytest.raises(FetchError):
        list(parse_sitemap(body, BASE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE urlset [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + urlset(url("/&b;")).partition("?>")[2]
    with pytest.raises(FetchError, match="document type"):
        list(parse_sitemap(bomb.encode(encoding), BASE))


def test_fifty_thousand_are_read_quickly_and_no_more() -> None:
    body = urlset(*(url(f"/{i}", "<lastmod>2026-11-23T10:00:00Z</lastmod>") for i in range(50_005))).encode()
    started = time.process_time()
    assert sum(1 for _ in parse_sitemap(body, BASE)) == 50_001  # one more than allowed, so that it can be reported
    assert time.process_time() - started < 5


@given(st.binary(max_size=200) | st.text(alphabet="<>/!?-[]&;\"' urlsetloc\0", max_size=80).map(str.encode))
def test_hostile_bytes_end_in_entries_or_a_fetch_error(body: bytes) -> None:
    with suppress(FetchError):
        assert all(entry.url for entry in parse_sitemap(body, BASE))


def _read(client: Client, source: Source, address: str) -> tuple[list[str], list[DiscoveryFailure]]:
    items = list(read_sitemap(client, source, address, START, END))
    return (
        [item.url.rpartition("/")[2] for item in items if isinstance(item, Candidate)],
        [item for item in items if isinstance(item, DiscoveryFailure)],
    )


def test_an_index_that_names_itself(site: Site, client: Client, source: Source) -> None:
    site.add("/i.xml", index((f"{site.url}/i.xml", ""), (f"{site.url}/j.xml", ""), (f"{site.url}/u.xml", "")))
    site.add("/j.xml", index((f"{site.url}/i.xml", ""), (f"{site.url}/u.xml", "")))
    site.add("/u.xml", urlset(url("/a")))
    assert _read(client, source, f"{site.url}/i.xml") == (["a"], [])
    assert sorted(site.pages) == ["/i.xml", "/j.xml", "/u.xml"]


def test_depth_is_bounded(site: Site, client: Client, source: Source) -> None:
    for i in range(9):
        site.add(f"/{i}.xml", index((f"{site.url}/{i + 1}.xml", "")))
    _read(client, source, f"{site.url}/0.xml")
    assert site.pages == ["/0.xml", "/1.xml", "/2.xml", "/3.xml"]


def test_parts_outside_the_window_are_left_out(site: Site, client: Client, source: Source) -> None:
    parts = {
        "sitemap-2026-11.xml": "",
        "sitemap-2026-10.xml": "2026-11-24",
        "sitemap-2026-12.xml": "",
        "sitemap_20261123.xml": "",
        "sitemap_20261122.xml": "",
        "sitemap_20261119.xml": "",
        "2025/sitemap.xml": "",
        "sitemap-2014.xml": "2026-11-23",
        "old.xml": "2026-11-20",
        "margin.xml": "2026-11-21",
        "new.xml": "2026-12-24",
        "undated.xml": "",
        "sitemap-2026-11-1.xml": "",
    }
    site.add("/i.xml", index(*((f"{site.url}/{name}", day) for name, day in parts.items())))
    for name in parts:
        site.add(f"/{name}", urlset(url(f"/{name[:-4]}")))
    _read(client, source, f"{site.url}/i.xml")
    left_out = {"sitemap-2026-10.xml", "sitemap-2026-12.xml", "sitemap_20261119.xml", "2025/sitemap.xml", "old.xml"}
    assert {path[1:] for path in site.pages} == {"i.xml", *parts} - left_out


def test_one_broken_part_is_a_failure_and_the_rest_is_read(site: Site, client: Client, source: Source) -> None:
    site.add("/i.xml", index((f"{site.url}/broken.xml", ""), (f"{site.url}/gone.xml", ""), (f"{site.url}/u.xml", "")))
    site.add("/broken.xml", "<html>")
    site.add("/u.xml", urlset(url("/a")))
    found, failures = _read(client, source, f"{site.url}/i.xml")
    assert found == ["a"]
    assert [failure.where for failure in failures] == [f"{site.url}/broken.xml", f"{site.url}/gone.xml"]


def test_gzip_by_its_first_bytes(site: Site, client: Client, source: Source) -> None:
    site.add("/s.xml.gz", gzip.compress(urlset(url("/a")).encode()))
    assert _read(client, source, f"{site.url}/s.xml.gz") == (["a"], [])


@pytest.mark.parametrize(
    "body", [gzip.compress(b"\0" * 50_000_001, 1), gzip.compress(b"x" * 5000)[:-20], b"\x1f\x8bnot gzip"]
)
def test_bombs_and_damaged_gzip(site: Site, client: Client, source: Source, body: bytes) -> None:
    site.add("/s.xml.gz", body)
    found, failures = _read(client, source, f"{site.url}/s.xml.gz")
    assert (found, len(failures)) == ([], 1)


def test_an_index_to_a_private_address(site: Site, client: Client, source: Source) -> None:
    site.add("/i.xml", index(("http://169.254.169.254/latest", ""), ("file:///etc/passwd", "")))
    found, failures = _read(client, source, f"{site.url}/i.xml")
    assert (found, len(failures)) == ([], 2)


def test_a_text_of_addresses_is_a_sitemap(site: Site, client: Client, source: Source) -> None:
    site.add("/map.txt", f"\ufeff{site.url}/a\r\n{site.url}/b\nnonsense\n\nftp://x/\n", Content_Type="text/plain")
    found = list(read_sitemap(client, source, f"{site.url}/map.txt", START, END))
    assert found == [Candidate(f"{site.url}/{name}", f"{site.url}/map.txt") for name in "ab"]


def test_a_feed_is_a_sitemap_too(site: Site, client: Client, source: Source) -> None:
    item = "<item><title>T</title><link>/a</link><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>"
    site.add("/map.xml", f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>')
    where = f"{site.url}/map.xml"
    published = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert list(read_sitemap(client, source, where, START, END)) == [
        Candidate(f"{site.url}/a", where, published, None, "T")
    ]


def test_a_gzip_file_of_several_members_is_read_whole(site: Site, client: Client, source: Source) -> None:
    text = urlset(url("/a"), url("/b")).encode()
    site.add("/map.xml.gz", gzip.compress(text[:150]) + gzip.compress(text[150:]), Content_Type="application/gzip")
    found = list(read_sitemap(client, source, f"{site.url}/map.xml.gz", START, END))
    assert [item.url for item in found if isinstance(item, Candidate)] == [f"{site.url}/a", f"{site.url}/b"]


def test_more_than_fifty_thousand_are_cut_and_reported(site: Site, client: Client, source: Source) -> None:
    site.add("/map.xml", urlset(*(url(f"/{i}") for i in range(50_001))))
    found = list(read_sitemap(client, source, f"{site.url}/map.xml", START, END))
    failures = [item for item in found if isinstance(item, DiscoveryFailure)]
    assert len(found) - len(failures) == 50_000
    assert "over 50,000" in failures[0].what

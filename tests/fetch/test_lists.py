"""Feeds are asked for as often as they change; dead ones are retired and reported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.fetch.client import Client
from pipeline.fetch.discover import discover
from pipeline.fetch.lists import Kept, Lists
from pipeline.model.errors import FetchError, Gone
from pipeline.model.source import Source
from tests.fetch.server import Reply, Site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Memory:
    """A memory of this test's own; the one of the store is tested with the flow."""

    kept: dict[str, Kept] = field(default_factory=dict)

    def get(self, url: str) -> Kept | None:
        return self.kept.get(url)

    def put(self, source: Source, url: str, kept: Kept) -> None:
        self.kept[url] = kept


@pytest.fixture
def memory() -> Memory:
    return Memory()


def _ask(site: Site, client: Client, source: Source, memory: Memory, now: datetime, end: datetime = MIDNIGHT) -> bytes:
    return Lists(client, memory, end, now).get(f"{site.url}/rss.xml", source).body


def test_a_feed_that_never_changes_is_asked_less_and_less(
    site: Site, client: Client, source: Source, memory: Memory
) -> None:
    site.add("/rss.xml", "same")
    for minute in range(24 * 60):
        assert _ask(site, client, source, memory, NOW + minute * MINUTE) == b"same"
    # at once, after a minute, then 10, 20, 40 ... minutes apart: nine times in a day instead of 1,440
    assert site.count("/rss.xml") == 9


def test_one_that_changes_is_asked_each_time(site: Site, client: Client, source: Source, memory: Memory) -> None:
    for minute in range(5):
        site.add("/rss.xml", f"news {minute}")
        assert _ask(site, client, source, memory, NOW + minute * MINUTE) == f"news {minute}".encode()
    assert site.count("/rss.xml") == 5


def test_a_window_that_ended_later_is_asked_for_anew(
    site: Site, client: Client, source: Source, memory: Memory
) -> None:
    site.add("/rss.xml", "same")
    for _ in range(3):
        _ask(site, client, source, memory, NOW)
    assert site.count("/rss.xml") == 2
    _ask(site, client, source, memory, NOW + MINUTE, end=NOW + MINUTE)
    assert site.count("/rss.xml") == 3


def test_both_validators_are_sent_and_304_gives_the_kept_body(
    site: Site, client: Client, source: Source, memory: Memory
) -> None:
    def reply(request: BaseHTTPRequestHandler) -> Reply:
        same = request.headers["If-None-Match"] == '"1"' and request.headers["If-Modified-Since"] == "then"
        return Reply(b"", 304) if same else Reply(b"whole", headers={"ETag": '"1"', "Last-Modified": "then"})

    site.routes["/rss.xml"] = reply
    assert _ask(site, client, source, memory, NOW) == b"whole"
    assert _ask(site, client, source, memory, NOW) == b"whole"
    assert site.sent[-1]["if-none-match"] == '"1"'


def test_a_feed_that_always_says_not_modified_is_caught_within_a_week(
    site: Site, client: Client, source: Source, memory: Memory
) -> None:
    body = [b"first"]
    site.routes["/rss.xml"] = lambda request: (
        Reply(b"", 304) if request.headers["If-None-Match"] else Reply(body[0], headers={"ETag": '"1"'})
    )
    assert _ask(site, client, source, memory, NOW) == b"first"
    body[0] = b"second"
    assert _ask(site, client, source, memory, NOW + DAY) == b"first"  # the lie
    assert _ask(site, client, source, memory, NOW + 8 * DAY) == b"second"


@pytest.mark.parametrize(("status", "patience"), [(410, 5), (500, 30)])
def test_a_dead_feed_is_retired_reported_and_tried_again(
    site: Site, client: Client, source: Source, memory: Memory, status: int, patience: int
) -> None:
    site.add("/rss.xml", "", status)
    for day in range(patience):
        with pytest.raises(Gone if status == 410 else FetchError, match=str(status)):
            _ask(site, client, source, memory, NOW + day * DAY, end=NOW + 99 * DAY)
    last = NOW + (patience - 1) * DAY
    asked = site.count("/rss.xml")
    with pytest.raises(FetchError, match=rf"failed {patience} times in a row and was retired"):
        _ask(site, client, source, memory, last + 29 * DAY)
    assert site.count("/rss.xml") == asked
    site.add("/rss.xml", "back")
    assert _ask(site, client, source, memory, last + 30 * DAY) == b"back"
    assert memory.kept[f"{site.url}/rss.xml"].retired_at is None


def test_a_retired_feed_is_among_the_failures(site: Site, client: Client, source: Source, memory: Memory) -> None:
    url = f"{site.url}/rss.xml"
    memory.put(source, url, Kept(None, datetime.now(UTC), NOW, failures=30, retired_at=NOW))
    found = discover(client, replace(source, feeds=(url,)), MIDNIGHT, NOW, memory)
    assert [failure.where for failure in found.failures] == [url]
    assert "retired on 2026-11-24" in found.failures[0].what
    assert site.pages == []


def test_no_word_about_a_list_is_no_failure_of_it(site: Site, client: Client, source: Source, memory: Memory) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /")
    with pytest.raises(FetchError):
        _ask(site, client, source, memory, NOW)
    assert memory.kept == {}


def test_a_source_that_names_nothing_is_looked_over(site: Site, client: Client, source: Source) -> None:
    """robots.txt, the links of the home page, the usual addresses, and the home page itself."""
    item = "<item><link>/2026/11/23/{}-b-c-d</link><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>"
    rss = '<rss version="2.0"><channel>' + item + "</channel></rss>"
    links = "".join(f'<a href="/2026/11/23/{n}-b-c-d">A long headline of a story</a>' for n in "xyz")
    site.add("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {site.url}/deep/map.xml")
    site.add("/", f'<link rel="alternate" type="application/rss+xml" href="/news.rss">{links}')
    site.add("/news.rss", rss.format("feed"))
    site.add("/deep/map.xml", f"<urlset><url><loc>{site.url}/2026/11/23/map-b-c-d</loc></url></urlset>")
    found = discover(client, source, MIDNIGHT - DAY, MIDNIGHT)
    assert {candidate.url.rsplit("/", 1)[1].partition("-")[0] for candidate in found.candidates} == {
        *("x", "y", "z"),
        *("feed", "map"),
    }
    assert {candidate.found_in for candidate in found.candidates} == {
        f"{site.url}/",
        f"{site.url}/news.rss",
        f"{site.url}/deep/map.xml",
    }

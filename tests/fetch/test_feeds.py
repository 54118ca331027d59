from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.fetch.feeds import parse_feed
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate, Page

URL = "https://example.com/feeds/rss.xml"
ITEM = "<item><title>A  title</title><link>/a</link><pubDate>Mon, 23 Nov 2026 10:00:00 +0200</pubDate></item>"


def _read(body: bytes | str, kind: str = "application/rss+xml") -> list[Candidate]:
    raw = body.encode() if isinstance(body, str) else body
    return parse_feed(Page(URL, URL, 200, raw, datetime.now(UTC), {"content-type": kind}))


def _rss(items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


def test_rss() -> None:
    assert _read(_rss(ITEM)) == [
        Candidate("https://example.com/a", URL, datetime(2026, 11, 23, 8, tzinfo=UTC), None, "A title")
    ]


def test_atom_has_two_dates() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="../b?x=1&amp;y=2"/>'
        "<published>2026-11-22T10:00:00Z</published><updated>2026-11-23T10:00:00Z</updated></entry></feed>"
    )
    assert _read(atom, "application/atom+xml") == [
        Candidate(
            "https://example.com/b?x=1&y=2",
            URL,
            datetime(2026, 11, 22, 10, tzinfo=UTC),
            datetime(2026, 11, 23, 10, tzinfo=UTC),
            "T",
        )
    ]


def test_a_torn_feed_gives_what_it_holds() -> None:
    torn = _rss(ITEM + ITEM.replace("/a", "/b") + "<item><title>News & more &nbsp;<b>")[:-40]
    assert {candidate.url for candidate in _read(torn)} >= {"https://example.com/a", "https://example.com/b"}


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/html", ""])
def test_an_empty_feed_is_a_feed_whatever_its_type(kind: str) -> None:
    assert _read(_rss(""), kind) == []


@pytest.mark.parametrize("date", ["soon", "Mon, 99 Foo 2026", "", "Mon, 01 Jan 99999 00:00:00 GMT"])
def test_nonsense_dates_are_no_dates(date: str) -> None:
    item = f"<item><link>/a</link><pubDate>{date}</pubDate></item>"
    assert [candidate.published for candidate in _read(_rss(item))] == [None]


@pytest.mark.parametrize("body", ["", "<html><body>Sorry</body></html>", "{}", "\0\1\2", "<rss><channel><item>"])
def test_what_is_no_feed(body: str) -> None:
    with pytest.raises(FetchError, match=r"rss\.xml: not a feed"):
        _read(body)


def test_a_body_that_is_a_path_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(_rss(ITEM))
    with pytest.raises(FetchError):
        _read(str(secret))


BOMB = (
    '<?xml version="1.0"?><!-- x --><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&b;&x;</title><link>/a</link>'
    "</item></channel></rss>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    with pytest.raises(FetchError, match="entities"):
        _read(BOMB.encode(encoding))


def test_doctype_in_the_text_of_an_item_is_text() -> None:
    item = ITEM.replace("<title>", "<description><![CDATA[<!DOCTYPE html><!ENTITY a 'b'>]]></description><title>")
    assert len(_read(_rss(item))) == 1


def test_a_million_items_are_bounded() -> None:
    assert len(_read(_rss("<item><link>/a</link></item>" * 3000))) == 2000


def test_json_feed() -> None:
    items = (
        '{"id": "1", "url": "/a", "title": "A  title", "date_published": "2026-11-23T10:00:00+02:00",'
        ' "date_modified": "2026-11-23T12:00:00Z"},'
        '{"id": "https://example.com/b", "external_url": "https://elsewhere.test/"}, {"id": "3"}, 4, {"url": 5}'
    )
    body = f'\ufeff {{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{items}]}}'
    assert _read(body, "application/feed+json") == [
        Candidate(
            "https://example.com/a",
            URL,
            datetime(2026, 11, 23, 8, tzinfo=UTC),
            datetime(2026, 11, 23, 12, tzinfo=UTC),
            "A title",
        ),
        Candidate("https://example.com/b", URL),
    ]


@pytest.mark.parametrize("body", ['{"items": []}', '{"version": "https://jsonfeed.org/version/1"', '{"a":' * 100_000])
def test_json_that_is_no_feed(body: str) -> None:
    with pytest.raises(FetchError, match="not a feed"):
        _read(body)


def test_the_fast_reader_and_the_tolerant_one_agree() -> None:
    from pipeline.fetch.feed_tolerant import read_tolerant

    bodies = [
        _rss(ITEM + '<item><guid isPermaLink="true">https://example.com/g</guid><title>G &amp; H</title></item>'),
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel><item><title>R</title>'
        "<link>https://example.com/r</link><dc:date>2026-11-23T10:00:00Z</dc:date></item></rdf:RDF>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">T</title><link rel="self" href="/no"/>'
        '<link rel="alternate" href="/yes"/><id>urn:x</id><updated>2026-11-23T10:00:00Z</updated></entry></feed>',
    ]
    for body in bodies:
        page = Page(URL, URL, 200, body.encode(), datetime.now(UTC), {"content-type": "application/xml"})
        fast, slow = parse_feed(page), read_tolerant(page)
        assert [(c.url, c.title) for c in fast] == [(c.url, c.title) for c in slow]
        assert [c.published or c.modified for c in fast] == [c.published or c.modified for c in slow]


@pytest.mark.parametrize(
    "date",
    ["Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 01 Jan 2090 00:00:00 GMT", "Tue, 31 Feb 2026 10:00:00 GMT", "۱۴۰۵/۰۹/۰۲"],
)
def test_dates_that_no_news_can_have_are_none(date: str) -> None:
    assert [c.published for c in _read(_rss(f"<item><link>/a</link><pubDate>{date}</pubDate></item>"))] == [None]

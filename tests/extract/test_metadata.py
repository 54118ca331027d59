"""Titles, authors, dates and addresses, from wherever a page says them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipeline.extract.dates import moment
from pipeline.extract.page import extract
from pipeline.extract.titles import without_site
from tests.extract.support import FETCHED, URL, document, page


def ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


ARTICLE = {"@type": "NewsArticle", "headline": "Harbour talks go on", "datePublished": "2026-11-19T22:30:00+02:00"}


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (ld({**ARTICLE, "author": {"@type": "Person", "name": "Ana Silva"}}), ("Ana Silva",)),
        (ld({**ARTICLE, "author": [{"name": "Ana Silva"}, {"name": "Bo Lind"}]}), ("Ana Silva", "Bo Lind")),
        (ld({**ARTICLE, "author": "By Ana Silva, Bo Lind and Cy Tan"}), ("Ana Silva", "Bo Lind", "Cy Tan")),
        (
            ld(
                {
                    "@graph": [
                        {**ARTICLE, "author": {"@id": "#a"}},
                        {"@type": "Person", "@id": "#a", "name": "Ana Silva"},
                    ]
                }
            ),
            ("Ana Silva",),
        ),
        (
            ld([{"@type": "WebSite"}, {**ARTICLE, "author": [{"name": ["Ana Silva", "Bo Lind"]}]}]),
            ("Ana Silva", "Bo Lind"),
        ),
        ("<meta name=author content='Ana Silva; Bo Lind'>", ("Ana Silva", "Bo Lind")),
        ("<meta name='dc.creator' content='John Smith, Jr.'>", ("John Smith, Jr.",)),
        ("<meta name=author content='https://example.org/staff'>", ()),
        ("<meta name=author content=admin>", ()),
        ("", ()),
    ],
)
def test_authors(head: str, authors: tuple[str, ...]) -> None:
    assert extract(page(document(head))).authors == authors


@pytest.mark.parametrize(
    "byline",
    [
        "<p class=byline>By <a rel=author href=/a>Ana Silva</a></p>",
        "<span itemprop=author itemscope><span itemprop=name>Ana Silva</span>, Porto</span>",
        "<div class=author-name>Words by Ana Silva</div>",
    ],
)
def test_visible_bylines(byline: str) -> None:
    assert extract(page(document(before=byline))).authors == ("Ana Silva",)


@pytest.mark.parametrize(
    ("head", "before", "published"),
    [
        (ld(ARTICLE), "", "2026-11-19T20:30+00:00"),
        ("<meta property='article:published_time' content='2026-11-19T08:00:00'>", "", "2026-11-19T08:00+00:00"),
        ("<meta name='parsely-pub-date' content='2026-11-19T08:00:00Z'>", "", "2026-11-19T08:00+00:00"),
        ("", "<time datetime='2026-11-19T08:00:00-05:00'>today</time>", "2026-11-19T13:00+00:00"),
        ("", "<span itemprop=datePublished content='2026-11-18'>yesterday</span>", "2026-11-18T00:00+00:00"),
        ("", "<aside><time datetime='2026-01-01'>other</time></aside>", "2026-11-20T00:00+00:00"),
        (ld({**ARTICLE, "datePublished": "2031-01-01"}), "", "2026-11-20T00:00+00:00"),
        (ld({**ARTICLE, "datePublished": {"@value": 1}}), "", "2026-11-20T00:00+00:00"),
    ],
)
def test_published(head: str, before: str, published: str) -> None:
    assert extract(page(document(head, before))).published == datetime.fromisoformat(published)


def test_visible_date_where_nothing_else_says() -> None:
    body = document(before="<p class=date>Published: 19 November 2026 at 08:15 UTC</p>")
    found = extract(page(body, url="https://example.org/a")).published
    assert found == datetime(2026, 11, 19, 8, 15, tzinfo=UTC)


def test_no_date_is_none_and_a_change_is_not_taken_for_it() -> None:
    body = document("<meta property='article:modified_time' content='2026-11-20T10:00Z'>")
    article = extract(page(body, url="https://example.org/a"))
    assert article.published is None
    assert article.updated == datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("modified", "updated"),
    [
        ("2026-11-20T09:00:00Z", datetime(2026, 11, 20, 9, tzinfo=UTC)),
        ("2026-11-01T09:00:00Z", None),
        ("2027-01-01T00:00:00Z", None),
    ],
)
def test_updated_is_neither_before_publication_nor_in_the_future(modified: str, updated: datetime | None) -> None:
    assert extract(page(document(ld({**ARTICLE, "dateModified": modified})))).updated == updated


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2026-11-19", "2026-11-19"),
        ("19.11.2026", "2026-11-19"),
        ("Thu, 19 Nov 2026 08:00:00 GMT", "2026-11-19"),
        ("November 19, 2026 | 8:00 am EST", "2026-11-19"),
        ("1795075200", "2026-11-19"),
        ("1795075200000", "2026-11-19"),
        ("11/19/2026", "2026-11-19"),
        ("03/04/2026", None),
        ("November 2026", None),
        ("08:15 today", None),
        ("Thursday", None),
        ("19 November", None),
        ("1970-01-01", None),
        ("2026-11-25", None),
        ("9" * 60, None),
        ("2026-13-45", None),
        (20261119, None),
    ],
)
def test_moment(raw: object, day: str | None) -> None:
    found = moment(raw, FETCHED)
    assert (None if found is None else f"{found:%Y-%m-%d}") == day


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Harbour talks go on - Example News", "Harbour talks go on"),
        ("Harbour talks go on | Example News", "Harbour talks go on"),
        ("Harbour talks go on | example.org", "Harbour talks go on"),
        ("Merkel - the long goodbye", "Merkel - the long goodbye"),
        ("Talks - live - Example News", "Talks - live"),
        ("Trade war – what is next", "Trade war – what is next"),
        ("Example News", "Example News"),
    ],
)
def test_only_the_name_of_the_site_is_cut(title: str, cut: str) -> None:
    assert without_site(title, ["Example News", "example.org", "example"]) == cut


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        (ld(ARTICLE), "<h1>Harbour talks go on</h1>", "Harbour talks go on"),
        (ld(ARTICLE), "<h1>World</h1>", "Harbour talks go on"),
        ("<meta property='og:title' content='Harbour talks go on | Example News'>"
         "<meta property='og:site_name' content='Example News'>", "", "Harbour talks go on"),
        ("<title>Harbour talks - what next? - Example News</title>"
         "<meta property='og:site_name' content='Example News'>", "", "Harbour talks - what next?"),
        ("<title>x</title>", "<h1>Talks  in Hegses’ the the\xa0port . .</h1>", "Talks in Hegses’ the the port . ."),
    ],
)  # fmt: skip
def test_title(head: str, heading: str, title: str) -> None:
    text = "<p>The harbour council met on Thursday, and the talks lasted until the evening, officials said.</p>" * 3
    assert extract(page(f"<html><head>{head}</head><body>{heading}{text}</body></html>")).title == title


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("https://example.org/harbour", "https://example.org/harbour"),
        ("/harbour#top", "https://www.example.org/harbour"),
        ("https://www.example.org/", URL),
        ("https://elsewhere.org/harbour", URL),
        ("https://example.org.evil.net/harbour", URL),
        ("javascript:alert(1)", URL),
        ("http://[broken", URL),
        ("", URL),
    ],
)
def test_canonical(href: str, url: str) -> None:
    assert extract(page(document(f"<link rel=canonical href='{href}'>"))).url == url


def test_two_canonical_addresses_are_none() -> None:
    assert extract(page(document("<link rel=canonical href=/a><link rel=canonical href=/b>"))).url == URL


def test_registered_domain_with_two_parts() -> None:
    here = "https://www.paper.co.uk/story/1"
    there = document("<link rel=canonical href='https://other.co.uk/story/1'>")
    assert extract(page(there, url=here)).url == here


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang='en-GB'>", "en"),
        ("<html><meta http-equiv=content-language content='de-AT'>", "de"),
        ("<html><meta property='og:locale' content='pt_BR'>", "pt"),
        ("<html lang='!'>", None),
        ("<html lang='utf-8'>", None),
        ("<html lang='utf-8'><meta http-equiv=content-language content='cs'>", "cs"),
        ("<html lang='xx'>", None),
        ("<html lang='fil'>", "fil"),
        ("<html lang='deu'>", "de"),
        ("<html lang='in'>", "id"),
        ("<html>", None),
    ],
)
def test_language(html: str, language: str | None) -> None:
    assert extract(page(document().replace("<html lang='en-GB'>", html))).language == language


def test_publisher() -> None:
    assert extract(page(document(ld({**ARTICLE, "publisher": {"name": "Example News"}})))).publisher == "Example News"
    assert extract(page(document("<meta property='og:site_name' content='Example News'>"))).publisher == "Example News"
    assert extract(page(document())).publisher is None


@pytest.mark.parametrize(
    "script", ["{broken", "[" * 100_000, "null", '"text"', '{"@type": [1, null], "@graph": 3}', "<!-- {} -->"]
)
def test_bad_structured_data_is_no_reason_to_fail(script: str) -> None:
    article = extract(page(document(f"<script type='application/ld+json'>{script}</script>")))
    assert article.title == "Harbour talks go on"

"""Fault tests 22 to 32 of pages: what lies, what is no article, what is one article under many addresses."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from pipeline.extract.page import extract
from pipeline.fetch.client import Client
from pipeline.fetch.links import links, parse
from pipeline.flow.ingest import ingest_keys
from pipeline.flow.workplace import Workplace, now
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Candidate, Page
from pipeline.model.source import Selectors
from pipeline.store import articles, copies, documents, fetches, hosts, tables
from tests.hostile.articles import article
from tests.hostile.bounds import bounded
from tests.hostile.server import Hostile, Write, answer

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


def _ingest(place: Workplace, *found: Candidate, day: date = DAY) -> dict[str, int]:
    with place.store.begin() as conn:
        keys = fetches.register(conn, "hostile", day, found, now())
    return dict(ingest_keys(place, keys))


def _seen(site: Hostile, path: str, modified: datetime | None = None) -> Candidate:
    return Candidate(f"{site.url}{path}", f"{site.url}/feed", AT, modified)


def _count(place: Workplace, table: Any) -> int:
    with place.store.read() as conn:
        return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def _bodies(place: Workplace) -> list[str]:
    with place.store.read() as conn:
        return [row.text for row in documents.all_documents(conn) if row.part == "body"]


def test_22_an_unchanged_page_is_neither_sent_nor_parsed(
    site: Hostile, place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fault test 22. Passes where a 304 leads to no parsing and no new row, and both validators were sent."""

    def reply(write: Write) -> None:
        same = b'if-none-match: "1"' in site.asked[-1].lower() and b"if-modified-since: then" in site.asked[-1].lower()
        write(answer(b"", "304 Not Modified") if same else answer(article("Aren"), etag='"1"', last_modified="then"))

    site.routes["/a"] = reply
    assert _ingest(place, _seen(site, "/a")) == {"stored": 1}
    monkeypatch.setattr("pipeline.flow.ingest_page.extract", lambda *_: pytest.fail("it was parsed"))
    assert _ingest(place, _seen(site, "/a"), day=DAY + timedelta(days=1)) == {"duplicate": 1}
    assert (_count(place, tables.page), _count(place, tables.article), len(site.paths)) == (1, 1, 2)


def test_22_a_server_that_says_not_modified_of_what_was(site: Hostile, place: Workplace) -> None:
    """Fault test 22. Passes where the lie is caught by the content, the change stored, the host believed no more.

    The list says that the page changed; the server answers 304 to whoever asks with a validator.
    """
    body = [article("Aren")]

    def reply(write: Write) -> None:
        asked = b"if-none-match" in site.asked[-1].lower()
        write(answer(b"", "304 Not Modified") if asked else answer(body[0], etag='"1"'))

    site.routes["/a"] = reply
    assert _ingest(place, _seen(site, "/a")) == {"stored": 1}
    body[0] = article("Aren", text="A correction: the ramp closes for ten nights, not for nine, and not on Sundays.")
    later = now() + timedelta(hours=1)
    assert _ingest(place, _seen(site, "/a", later), day=DAY + timedelta(days=1)) == {"stored": 1}
    assert "ten nights" in _bodies(place)[-1]
    with place.store.read() as conn:
        assert hosts.lies(conn, site.url.removeprefix("http://"))
    body[0] = article("Aren", text="A second correction: eleven nights after all, said the head of the roads office.")
    much_later = later + timedelta(hours=1)
    assert _ingest(place, _seen(site, "/a", much_later), day=DAY + timedelta(days=2)) == {"stored": 1}
    assert b"if-none-match" not in site.asked[-1].lower()


def test_22_an_honest_host_is_checked_once_in_a_batch(site: Hostile, place: Workplace) -> None:
    """Fault test 22. Passes where the check costs one whole page for each host and batch, not one for each 304."""

    def reply(name: str) -> Any:
        def script(write: Write) -> None:
            asked = b"if-none-match" in site.asked[-1].lower()
            write(answer(b"", "304 Not Modified") if asked else answer(article(name), etag='"1"'))

        return script

    names = ("Aren", "Bolm", "Cast")
    for name in names:
        site.routes[f"/{name}"] = reply(name)
    assert _ingest(place, *(_seen(site, f"/{name}") for name in names)) == {"stored": 3}
    later = now() + timedelta(hours=1)
    again = [_seen(site, f"/{name}", later) for name in names]
    before = len(site.paths)
    assert _ingest(place, *again, day=DAY + timedelta(days=1)) == {"duplicate": 3}
    assert len(site.paths) - before == 3 + 1
    with place.store.read() as conn:
        assert not hosts.lies(conn, site.url.removeprefix("http://"))


def test_22_a_new_etag_for_the_same_words(site: Hostile, place: Workplace) -> None:
    """Fault test 22. Passes where validators that change with each answer make no revision."""
    number = iter(range(100))
    site.routes["/a"] = lambda write: write(answer(article("Aren"), etag=f'"{next(number)}"'))
    assert _ingest(place, _seen(site, "/a")) == {"stored": 1}
    assert _ingest(place, _seen(site, "/a", now() + timedelta(hours=1)), day=DAY + timedelta(days=1)) == {
        "duplicate": 1
    }
    assert len(_bodies(place)) == 1


HUGE = {
    "openings": b"<a " * 100_000,
    "comments": b"<!--" * 200_000,
    "nested": b"<div>" * 50_000 + b"x",
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</p>",
    "one text": b"<p>" + b"word " * 1_800_000 + b"</p>",
    "CDATA": b"<![CDATA[" * 20_000,
    "entities": b"&amp" * 200_000,
    "tables": b"<table><tr><td>" * 20_000,
}


@pytest.mark.parametrize("what", HUGE)
def test_23_pages_that_would_hang_a_parser(what: str) -> None:
    """Fault test 23. Passes where links are read in 2 s each; extraction has its own test of these."""
    page = Page("https://news.test/a", "https://news.test/a", 200, HUGE[what], now(), {"content-type": "text/html"})
    with bounded(2, memory=250_000_000, cpu=True):
        found = list(links(parse(page), page.final_url))
    assert found == []  # none of these holds an address


@pytest.mark.parametrize(
    ("kind", "body", "status", "reason"),
    [
        ("text/html", b"\x89PNG\r\n\x1a\n" + bytes(2_000), "200 OK", "not-html"),
        ("text/html", b"%PDF-1.7\n" + bytes(2_000), "200 OK", "pdf"),
        ("text/html", gzip.compress(b"x" * 5_000), "200 OK", "not-html"),
        ("application/pdf", b"<html><p>words</p></html>", "200 OK", "pdf"),
        ("application/json", b'{"a": 1}', "200 OK", "not-html"),
        ("image/jpeg", b"\xff\xd8\xff" + bytes(2_000), "200 OK", "not-html"),
        ("", b"", "204 No Content", "http-204"),
        ("text/html", b"<html><p>half a", "206 Partial Content", "http-206"),
        ("text/html", b"", "200 OK", "empty"),
        ("text/html", b"<rss><channel><item><link>/a</link></item></channel></rss>", "200 OK", "not-html"),
        ("text/html", b"<html><title>Log in</title><form><input type=password></form></html>", "200 OK", "login"),
        ("text/html", b"<html><title>404 page not found</title><p>Sorry</p></html>", "200 OK", "not-found"),
    ],
)
def test_29_what_is_no_article(
    site: Hostile, place: Workplace, kind: str, body: bytes, status: str, reason: str
) -> None:
    """Fault test 29. Passes where each is refused with its reason, and nothing of it is stored as an article."""
    site.page("/a", body, status, content_type=kind)
    assert _ingest(place, _seen(site, "/a")) == {"refused": 1}
    with place.store.read() as conn:
        assert [row.reason for row in fetches.get(conn, range(10))] == [reason]
    assert _count(place, tables.article) == 0


def test_31_one_article_under_many_addresses(site: Hostile, place: Workplace) -> None:
    """Fault test 31. Passes where 200 slugs, tracking, AMP and print forms give one article, and all lead to it."""
    slugs = [f"/{n}/the-bridge-{n}" for n in range(200)]
    other = ["/the-bridge?utm_source=rss", "/the-bridge?fbclid=7#top", "/amp/the-bridge", "/print?id=9"]
    for path in slugs:
        site.page(path, article("Aren"))
    head = f'<link rel="canonical" href="{site.url}/the-bridge">'
    for path in ("/the-bridge", *other):
        site.page(path.partition("#")[0], article("Aren", head=head))
    ends = _ingest(place, *(_seen(site, path) for path in [*slugs, *other]))
    assert ends["stored"] == 1
    assert sum(ends.values()) == ends["stored"] + ends["duplicate"]
    assert _count(place, tables.article) == 1
    with place.store.read() as conn:
        rows = fetches.get(conn, range(1_000))
    assert len({row.article for row in rows}) == 1
    assert len(rows) == len(slugs) + len(other)  # each address is kept, and leads to the article


def test_31_an_alias_that_is_gone_withdraws_nothing(site: Hostile, place: Workplace) -> None:
    """Fault test 31. Passes where a second address of an article may go, and the article stays."""
    site.page("/a", article("Aren"))
    site.page("/b", article("Aren"))
    assert _ingest(place, _seen(site, "/a"), _seen(site, "/b")) == {"stored": 1, "duplicate": 1}
    site.page("/b", b"", "410 Gone")
    later = now() + timedelta(hours=1)
    assert _ingest(place, _seen(site, "/b", later), day=DAY + timedelta(days=1)) == {"refused": 1}
    with place.store.read() as conn:
        assert [row.state for row in articles.all_articles(conn)] == ["live"]


def test_32_corrected_three_times_and_then_withdrawn(site: Hostile, place: Workplace) -> None:
    """Fault test 32. Passes where each text is a revision, and the withdrawal is marked and takes no text away."""
    day = DAY
    for number in range(4):
        site.page("/a", article("Aren", text=f"Correction {number}: the ramp closes for {number + 9} nights in all."))
        assert _ingest(place, _seen(site, "/a", now() + timedelta(hours=number)), day=day) == {"stored": 1}
        day += timedelta(days=1)
    site.page("/a", b"", "410 Gone")
    assert _ingest(place, _seen(site, "/a", now() + timedelta(hours=9)), day=day) == {"refused": 1}
    with place.store.read() as conn:
        rows = [row for row in documents.all_documents(conn) if row.part == "body"]
        assert [row.state for row in articles.all_articles(conn)] == ["withdrawn"]
    assert [row.revision for row in rows] == [1, 2, 3, 4]
    assert "Correction 3" in rows[-1].text


def test_copies_of_other_sources_are_kept_and_linked(site: Hostile, place: Workplace) -> None:
    """Syndication. Passes where an edited copy of another source is an article of its own, linked to the earliest."""
    text = "An agency sentence that both papers printed, word for word, at the end of what they had of it."
    site.page("/a", article("Aren", text=text))
    site.page("/b", article("Aren", text=text + " One more, of the second paper's own, about the mayor of the town."))
    site.page("/c", (Path(__file__).parents[1] / "flow" / "article.html").read_bytes())
    with place.store.begin() as conn:
        first = fetches.register(conn, "hostile", DAY, [_seen(site, "/a"), _seen(site, "/c")], now())
        second = fetches.register(conn, "second", DAY, [_seen(site, "/b")], now())
    place._sources["second"] = place.source("hostile")
    assert dict(ingest_keys(place, second + first)) == {"stored": 3}
    with place.store.read() as conn:
        ids = {row.url.rsplit("/", 1)[1]: row.id for row in articles.all_articles(conn)}
        group = copies.group(conn, ids["a"])
    original = min(ids["a"], ids["b"])  # published at the same second: the id decides, whichever was stored first
    (copy,) = group
    assert (copy.original, copy.layer) == (original, "near")
    assert {copy.article, original} == {ids["a"], ids["b"]}
    assert 0.6 <= copy.similarity < 1


def test_the_week_old_word_not_modified_is_checked(site: Hostile, place: Workplace) -> None:
    """Fault test 22. Passes where a 304 is checked against the page once the page is a week old."""
    body = [article("Aren")]

    def reply(write: Write) -> None:
        asked = b"if-none-match" in site.asked[-1].lower()
        write(answer(b"", "304 Not Modified") if asked else answer(body[0], etag='"1"'))

    site.routes["/a"] = reply
    _ingest(place, _seen(site, "/a"))
    with place.store.begin() as conn:
        conn.execute(update(tables.page).values(fetched_at=now() - timedelta(days=8)))
    body[0] = article("Aren", text="A correction that nobody announced: the ramp closes for ten nights and not nine.")
    assert _ingest(place, _seen(site, "/a"), day=DAY + timedelta(days=1)) == {"stored": 1}


def _extracted(body: bytes, kind: str) -> str:
    page = Page("https://news.test/a", "https://news.test/a", 200, body, now(), {"content-type": kind})
    return extract(page, Selectors()).text


CHARSETS = [
    ("utf-8", "text/html; charset=iso-8859-1", "Café Zürich"),
    ("windows-1252", "text/html", "Café “quoted” – Zürich"),
    ("windows-1251", "text/html; charset=windows-1251", "Мост снова открыт"),
    ("gb18030", "text/html; charset=gb2312", "大桥重新开放"),
    ("utf-16", "text/html", "Café Zürich"),
]


@pytest.mark.parametrize(("encoding", "kind", "words"), CHARSETS)
def test_25_charsets(client: Client, site: Hostile, encoding: str, kind: str, words: str) -> None:
    """Fault test 25. Passes where the words come out right, or the page is refused; never with U+FFFD in silence."""
    text = article("Aren", text=words + " is what the sign says.").decode().replace('<meta charset="utf-8">', "")
    try:
        found = _extracted(text.encode(encoding, "xmlcharrefreplace"), kind)
    except NotAnArticle:
        return
    assert words in found
    assert "\ufffd" not in found

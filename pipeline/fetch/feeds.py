"""RSS, Atom and JSON Feed, also slightly broken ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.fetch.failure import DiscoveryFailure
from pipeline.fetch.feed_json import is_json, read_json
from pipeline.fetch.feed_tolerant import HINT, MOST_ENTRIES, read_tolerant
from pipeline.fetch.feed_xml import read_xml
from pipeline.fetch.lists import Reader
from pipeline.fetch.xml import has_doctype
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate, Page
from pipeline.model.source import Source

HEAD = 64_000
START = re.compile(rb"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
END = re.compile(rb"</(?:\w{1,20}:)?(?:rss|feed|rdf)\s{0,20}>", re.IGNORECASE)


def read_feed(client: Reader, source: Source, url: str) -> Iterator[Candidate | DiscoveryFailure]:
    """What the feed at `url` lists; FetchError if nothing can be read."""
    page = client.get(url, source)
    candidates = parse_feed(page)
    yield from candidates
    if not is_json(page.body) and not END.search(page.body.replace(b"\0", b"")[-1_000:]):
        yield DiscoveryFailure(url, f"the feed breaks off before its end: {len(candidates)} entries were read")


def parse_feed(page: Page) -> list[Candidate]:
    """The entries of a feed, at most 2,000; addresses are made absolute.

    Raises:
        FetchError: it is no feed, or it declares XML entities.
    """
    if is_json(page.body):
        return list(read_json(page))[:MOST_ENTRIES]
    plain = page.body.replace(b"\0", b"")
    if has_doctype(page.body) and b"<!ENTITY" in plain:
        raise FetchError("the feed declares XML entities, which are refused", where=page.final_url)
    if not START.search(plain[:HEAD]):
        what = "not a feed that can be read: it is neither RSS nor Atom"
        raise FetchError(what, where=page.final_url, hint=HINT)
    # the fast reader first; the tolerant one takes a process of its own
    found = read_xml(page, MOST_ENTRIES)
    return read_tolerant(page) if found is None else found

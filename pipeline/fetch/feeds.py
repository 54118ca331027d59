"""RSS and Atom, also slightly broken ones."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urljoin

import feedparser

from pipeline.fetch.client import Client
from pipeline.fetch.failure import DiscoveryFailure
from pipeline.fetch.xml import has_doctype
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate, Page
from pipeline.model.source import Source

MOST_ENTRIES = 2_000
END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)


def read_feed(client: Client, source: Source, url: str) -> Iterator[Candidate | DiscoveryFailure]:
    """What the feed at `url` lists; FetchError if nothing can be read."""
    page = client.get(url, source)
    candidates = parse_feed(page)
    yield from candidates
    if not END.search(page.body.replace(b"\0", b"")[-1_000:]):
        yield DiscoveryFailure(url, f"the feed breaks off before its end: {len(candidates)} entries were read")


def parse_feed(page: Page) -> list[Candidate]:
    """The entries of a feed, at most 2,000; addresses are made absolute."""
    if has_doctype(page.body) and b"<!ENTITY" in page.body.replace(b"\0", b""):
        raise FetchError("the feed declares XML entities, which are refused", where=page.final_url)
    # a file object, since feedparser opens bytes that look like a path as that file
    feed = feedparser.parse(
        io.BytesIO(page.body),
        response_headers={"content-type": page.content_type, "content-location": page.final_url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    candidates = list(_candidates(feed.get("entries", [])[:MOST_ENTRIES], page))
    if not candidates and (feed.get("bozo") or not feed.get("version")):
        raise FetchError(
            f"not a feed that can be read: {feed.get('bozo_exception') or 'it is neither RSS nor Atom'}",
            where=page.final_url,
            hint="Open it in a browser; if it moved, change `feeds` in the source file.",
        )
    return candidates


def _candidates(entries: list[Any], page: Page) -> Iterator[Candidate]:
    for entry in entries:
        link = _absolute(page.final_url, entry.get("feedburner_origlink") or entry.get("link"))
        if link is not None:
            yield Candidate(
                link,
                page.url,
                published=_utc(dict.get(entry, "published_parsed")),
                # not entry.get: it would answer with the publication date where there is no other
                modified=_utc(dict.get(entry, "updated_parsed")),
                title=" ".join(str(entry.get("title") or "").split()),
            )


def _absolute(base: str, link: object) -> str | None:
    try:
        return urljoin(base, link.strip()) if isinstance(link, str) and link.strip() else None
    except ValueError:
        return None


def _utc(moment: object) -> datetime | None:
    if not isinstance(moment, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC)
    except (OverflowError, ValueError, OSError):
        return None

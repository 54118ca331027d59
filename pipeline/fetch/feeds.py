"""RSS and Atom, also slightly broken ones."""

from __future__ import annotations

import calendar
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from urllib.parse import urljoin

import feedparser

from pipeline.fetch.client import Client
from pipeline.fetch.xml import has_doctype
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate, Page
from pipeline.model.source import Source

MOST_ENTRIES = 2_000


def read_feed(client: Client, source: Source, url: str) -> list[Candidate]:
    """What the feed at `url` lists; FetchError if nothing can be read."""
    return list(parse_feed(client.get(url, source)))


def parse_feed(page: Page) -> Iterator[Candidate]:
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
    entries = feed.get("entries", [])
    if not entries and (feed.get("bozo") or not feed.get("version")):
        raise FetchError(
            f"not a feed that can be read: {feed.get('bozo_exception') or 'it is neither RSS nor Atom'}",
            where=page.final_url,
            hint="Open it in a browser; if it moved, change `feeds` in the source file.",
        )
    for entry in entries[:MOST_ENTRIES]:
        link = entry.get("feedburner_origlink") or entry.get("link")
        if link:
            yield Candidate(
                urljoin(page.final_url, str(link).strip()),
                page.url,
                published=_utc(dict.get(entry, "published_parsed")),
                # not entry.get: it would answer with the publication date where there is no other
                modified=_utc(dict.get(entry, "updated_parsed")),
                title=" ".join(str(entry.get("title") or "").split()),
            )


def _utc(moment: object) -> datetime | None:
    if not isinstance(moment, struct_time):
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC)
    except (OverflowError, ValueError, OSError):
        return None

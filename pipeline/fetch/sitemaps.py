"""News sitemaps, plain ones, and indexes of both, read within firm bounds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from pipeline.fetch.failure import DiscoveryFailure
from pipeline.fetch.feed_xml import read_xml
from pipeline.fetch.hints import DAY, YEAR, period_in
from pipeline.fetch.lists import Reader
from pipeline.fetch.moments import moment
from pipeline.fetch.xml import has_doctype, unpacked
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate, Page
from pipeline.model.source import Source

SIZE = 50_000_000
MOST_ENTRIES = 50_000
MOST_FILES = 200
DEPTH = 3
MARGIN = timedelta(days=2)
FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b")


@dataclass(frozen=True, slots=True)
class Entry:
    """One `<url>`, or one `<sitemap>` of an index (`index`)."""

    url: str
    index: bool
    modified: datetime | None = None
    published: datetime | None = None
    title: str = ""


def read_sitemap(
    client: Reader, source: Source, url: str, start: datetime, end: datetime
) -> Iterator[Candidate | DiscoveryFailure]:
    """All that the sitemap at `url` and those below it list, without those that clearly lie outside the window."""
    waiting, seen = [(url, 0)], {url}
    for _ in range(MOST_FILES):
        if not waiting:
            return
        where, depth = waiting.pop(0)
        try:
            entries = _load(client, source, where)
        except FetchError as error:
            yield DiscoveryFailure(where, str(error))
            continue
        if len(entries) > MOST_ENTRIES:
            yield DiscoveryFailure(where, f"over {MOST_ENTRIES:,} addresses; the rest was not read")
        for entry in entries[:MOST_ENTRIES]:
            if not entry.index:
                yield Candidate(entry.url, where, entry.published, entry.modified, entry.title)
            elif entry.url not in seen and depth < DEPTH and not _outside(entry, start, end):
                seen.add(entry.url)
                waiting.append((entry.url, depth + 1))
    if waiting:
        yield DiscoveryFailure(
            url, f"over {MOST_FILES} sitemaps; {len(waiting)} were not read. Name the useful ones in the source."
        )


def _outside(entry: Entry, start: datetime, end: datetime) -> bool:
    """Whether a part can be left out: untouched since before the window, or named after another time."""
    if entry.modified is not None and entry.modified < start - MARGIN:
        return True
    period = period_in(entry.url)
    # a year alone may be the number of a part: sitemap-2014.xml
    if period is None or (period[1] - period[0] >= YEAR * DAY and entry.modified is not None):
        return False
    return period[1] <= start - MARGIN or period[0] >= end + MARGIN


def _load(client: Reader, source: Source, url: str) -> list[Entry]:
    page = client.get(url, source, max_bytes=SIZE)
    body = unpacked(page.body, SIZE, url)
    plain = replace(page, body=body)
    return _listed(plain) or list(parse_sitemap(body, page.final_url))


def _listed(page: Page) -> list[Entry]:
    """A sitemap in one of its two other forms: a feed, or a text of one address a line."""
    start = page.body[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"http://", b"https://")):
        lines = page.body.decode("utf-8-sig", "replace").split("\n", MOST_ENTRIES + 1)[: MOST_ENTRIES + 1]
        return [Entry(url, index=False) for line in lines if (url := line.strip()).startswith(("http://", "https://"))]
    if FEED.search(start) is None or has_doctype(page.body):
        return []
    found = read_xml(page, MOST_ENTRIES + 1) or ()
    return [Entry(entry.url, False, entry.modified, entry.published, entry.title) for entry in found]


def parse_sitemap(body: bytes, base: str) -> Iterator[Entry]:
    """The entries of one sitemap or index, at most 50,001, so that a reader sees where there are too many.

    Raises:
        FetchError: it is neither, or it has a document type.
    """
    if has_doctype(body):
        raise FetchError("a sitemap with a document type is refused", where=base)
    try:
        yield from _entries(body, base)
    except etree.LxmlError as error:
        raise FetchError(f"not a sitemap that can be read: {error}", where=base) from error


def _entries(body: bytes, base: str) -> Iterator[Entry]:
    context = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    count = 0
    for _, element in context:
        name = _local(element)
        if name not in {"url", "sitemap"}:
            continue
        entry = _entry(element, base, index=name == "sitemap")
        element.clear()
        while element.getprevious() is not None and element.getparent() is not None:
            del element.getparent()[0]
        if entry is not None:
            yield entry
        count += 1
        if count > MOST_ENTRIES:
            return
    if count == 0 and (context.root is None or _local(context.root) not in {"urlset", "sitemapindex"}):
        raise FetchError("neither a sitemap nor an index of sitemaps", where=base, hint="Look at it in a browser.")


def _local(element: Any) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _entry(element: Any, base: str, *, index: bool) -> Entry | None:
    # an image or a video has a <loc> and a <title> of its own, below the first ones: the first wins
    texts: dict[str, str] = {}
    for child in element.iter():
        if child.text and child.text.strip():
            texts.setdefault(_local(child), child.text.strip())
    url = _absolute(base, texts.get("loc", ""))
    if url is None:
        return None
    return Entry(
        url,
        index,
        modified=moment(texts.get("lastmod")),
        published=moment(texts.get("publication_date")),
        title=" ".join(texts.get("title", "").split()),
    )


def _absolute(base: str, loc: str) -> str | None:
    if loc.startswith(("https://", "http://")):
        return loc
    try:
        return urljoin(base, loc) if loc else None
    except ValueError:
        return None

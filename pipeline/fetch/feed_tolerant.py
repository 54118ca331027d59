"""Feeds that are hardly XML any more, by feedparser, in a process of its own with limits.

feedparser reads what nothing else does, and takes quadratic time for some of it: `<a ` 100,000 times is minutes.
"""

from __future__ import annotations

import calendar
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urljoin

from pipeline.fetch.moments import moment, plausible
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate, Page

SECONDS = 4
MEMORY = 1_000_000_000
MOST_ENTRIES = 2_000
HINT = "Open it in a browser; if it moved, change `feeds` in the source file."


def read_tolerant(page: Page) -> list[Candidate]:
    """The entries of a feed that is broken, or empty.

    Raises:
        FetchError: it is no feed, or reading it takes more than four seconds.
    """
    command = [sys.executable, "-m", "pipeline.fetch.feed_tolerant", page.content_type, page.final_url]
    try:
        done = subprocess.run(command, input=page.body, capture_output=True, timeout=SECONDS, check=True)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise _unreadable(page, "it takes too long, or too much memory") from error
    if answer["entries"] is None:
        raise _unreadable(page, answer["why"])
    return [_candidate(page, entry) for entry in answer["entries"]]


def _candidate(page: Page, entry: dict[str, Any]) -> Candidate:
    published, modified = moment(entry["published"]), moment(entry["modified"])
    return Candidate(entry["url"], page.url, published, modified, entry["title"])


def _unreadable(page: Page, why: str) -> FetchError:
    return FetchError(f"not a feed that can be read: {why}", where=page.final_url, hint=HINT)


def parse(body: bytes, content_type: str, base: str) -> dict[str, Any]:
    """What feedparser makes of it: `entries`, or None and `why`."""
    import feedparser

    # a file object, since feedparser opens bytes that look like a path as that file
    feed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type, "content-location": base},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    found = [entry for raw in feed.get("entries", [])[:MOST_ENTRIES] if (entry := _entry(raw, base)) is not None]
    if not found and (feed.get("bozo") or not feed.get("version")):
        return {"entries": None, "why": str(feed.get("bozo_exception") or "it is neither RSS nor Atom")[:200]}
    return {"entries": found, "why": ""}


def _entry(entry: Any, base: str) -> dict[str, Any] | None:
    link = entry.get("feedburner_origlink") or entry.get("link")
    try:
        url = urljoin(base, link.strip()) if isinstance(link, str) and link.strip() else None
    except ValueError:
        return None
    if url is None:
        return None
    return {
        "url": url,
        "title": " ".join(str(entry.get("title") or "").split()),
        "published": _iso(dict.get(entry, "published_parsed")),
        # not entry.get: it would answer with the publication date where there is no other
        "modified": _iso(dict.get(entry, "updated_parsed")),
    }


def _iso(found: object) -> str | None:
    if not isinstance(found, struct_time):
        return None
    try:
        utc = plausible(datetime.fromtimestamp(calendar.timegm(found), UTC))
    except (OverflowError, ValueError, OSError):
        return None
    return utc.isoformat() if utc is not None else None


def _limit() -> None:
    """Where the system knows such limits; elsewhere the parent's clock is the only one."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _limit()
    sys.stdout.write(json.dumps(parse(sys.stdin.buffer.read(), sys.argv[1], sys.argv[2])))

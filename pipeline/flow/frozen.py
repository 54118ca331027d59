"""A stored page with its expected text, in one JSON file: what a site's selectors are held to."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from pipeline.extract.charset import decode
from pipeline.model.errors import SourceError
from pipeline.model.page import Page

_HINT = "Write it anew: newsmend sources freeze ID URL > FILE"


def dump(page: Page, text: str) -> str:
    """The page as text, with its address, the time of the fetch and what was read from it."""
    html = decode(page.body, page.content_type)
    record = {"url": page.final_url, "fetched_at": page.fetched_at.isoformat(), "text": text, "html": html}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def load(path: Path) -> tuple[Page, str]:
    """The page and its text.

    Raises:
        SourceError: the file is not there or is no frozen page.
    """
    try:
        given = json.loads(path.read_text("utf-8"))
        url, text, body = str(given["url"]), str(given["text"]), str(given["html"]).encode("utf-8", "replace")
        fetched = datetime.fromisoformat(given["fetched_at"])
        if fetched.tzinfo is None:
            raise ValueError("fetched_at has no zone")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SourceError(f"no frozen page can be read: {error}", where=str(path), hint=_HINT) from error
    return Page(url, url, 200, body, fetched, {"content-type": "text/html; charset=utf-8"}), text

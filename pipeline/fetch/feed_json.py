"""JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from pipeline.fetch.moments import moment
from pipeline.model.errors import FetchError
from pipeline.model.page import Candidate, Page

HINT = "Open it in a browser; if it moved, change `feeds` in the source file."


def is_json(body: bytes) -> bool:
    """Whether it starts as a JSON object does; no XML feed can."""
    return body[:100].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read_json(page: Page) -> Iterator[Candidate]:
    """The items that have an address.

    Raises:
        FetchError: not JSON, or JSON that is no feed.
    """
    try:
        feed: Any = json.loads(page.body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise FetchError(f"not a feed that can be read: {error}", where=page.final_url, hint=HINT) from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(feed.get("version")):
        raise FetchError("not a feed that can be read: JSON, but no JSON Feed", where=page.final_url, hint=HINT)
    for item in items:
        if isinstance(item, dict) and (url := _address(page.final_url, item)) is not None:
            yield Candidate(
                url,
                page.url,
                published=moment(_text(item, "date_published")),
                modified=moment(_text(item, "date_modified")),
                title=" ".join(_text(item, "title").split()),
            )


def _address(base: str, item: dict[str, Any]) -> str | None:
    """Its own address; an id that is an address will do. `external_url` is what the item writes about."""
    for name in ("url", "id", "external_url"):
        text = _text(item, name).strip()
        if text and (name == "url" or text.startswith(("http://", "https://"))):
            try:
                return urljoin(base, text)
            except ValueError:
                continue
    return None


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""

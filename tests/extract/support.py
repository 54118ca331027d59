"""Pages for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, datetime

from pipeline.model.page import Page

FETCHED = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URL = "https://www.example.org/world/2026/11/20/harbour-talks"
BODY = (
    "The harbour council met on Thursday, and the talks lasted until the evening, officials said.",
    "Three of the seven berths are closed, and the repair of the eastern quay will take two years.",
    "Not there.",
    "“We will open again in spring,” the director said, and he thanked the crews for their patience.",
)


def page(
    body: str | bytes, *, url: str = URL, status: int = 200, content_type: str = "text/html; charset=utf-8"
) -> Page:
    """An answer with that body."""
    raw = body.encode() if isinstance(body, str) else body
    return Page(url, url, status, raw, FETCHED, {"content-type": content_type} if content_type else {})


def document(head: str = "", before: str = "", after: str = "", title: str = "Harbour talks go on") -> str:
    """A plain article page with more in its head, before or after its text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    return (
        f"<!doctype html><html lang='en-GB'><head><title>{title} - Example News</title>{head}</head>"
        f"<body><article><h1>{title}</h1>{before}<div>{text}</div>{after}</article></body></html>"
    )

"""Pages from files: one, or one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.extract.explain import explain, shown
from pipeline.extract.metadata import Dated, Metadata
from pipeline.extract.page import read
from pipeline.extract.refusal import LiveBlog
from pipeline.model.article import Paragraph
from pipeline.model.errors import NotAnArticle, UsageError
from pipeline.model.page import Page

Record = dict[str, Any]


def extract_page(body: bytes, url: str, content_type: str = "text/html") -> Record:
    """One page's article as a record; of a live blog the posts, no text, and `refused`.

    Raises:
        NotAnArticle: it is a list, a wall, a PDF, empty...
    """
    page = Page(url, url, 200, body, datetime.now(UTC), {"content-type": content_type})
    try:
        article, known = read(page)
    except LiveBlog as error:
        return {**as_record(error.known, ()), "refused": error.reason}
    return as_record(known, article.paragraphs)


def explain_page(body: bytes, url: str, content_type: str = "text/html") -> list[str]:
    """Why each block of the page was kept or dropped, two lines for each.

    Raises:
        NotAnArticle: the page cannot be parsed.
    """
    return shown(explain(Page(url, url, 200, body, datetime.now(UTC), {"content-type": content_type})))


def as_record(known: Metadata, paragraphs: Sequence[Paragraph]) -> Record:
    """The contract of `newsmend extract`. Dates keep the page's zone; `utc` and the rest tell the origin."""
    image = known.image
    return {
        "url": known.url,
        "title": known.title,
        "authors": list(known.authors),
        "published": known.published_by.moment.isoformat() if known.published_by else None,
        "updated": known.updated_by.moment.isoformat() if known.updated_by else None,
        "published_by": _origin(known.published_by),
        "updated_by": _origin(known.updated_by),
        "image": {"url": image.url, "caption": image.caption} if image is not None else None,
        "language": known.language,
        "publisher": known.publisher,
        "text": "\n".join(paragraph.text for paragraph in paragraphs),
        "paragraphs": [{"kind": paragraph.kind, "text": paragraph.text} for paragraph in paragraphs],
        "posts": [
            {"title": post.title, "text": post.text, "published": post.published and post.published.isoformat()}
            for post in known.posts
        ],
    }


def _origin(dated: Dated | None) -> Record | None:
    if dated is None:
        return None
    return {"raw": dated.raw, "rule": dated.rule, "utc": dated.moment.astimezone(UTC).isoformat()}


def extract_lines(lines: Iterable[str]) -> Iterator[str]:
    """`{"id","url","html"}` lines to article lines; a page that is no article gives its reason in place of text."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            body, url = item["html"].encode("utf-8", "surrogatepass"), str(item["url"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            hint = 'One object a line, for example {"id": "1", "url": "https://...", "html": "<html>..."}.'
            raise UsageError('needs "id", "url" and "html"', where=f"line {number}", hint=hint) from error
        try:
            record = extract_page(body, url, "text/html; charset=utf-8")
        except NotAnArticle as error:
            record = {"url": url, "title": "", "text": "", "paragraphs": [], "refused": error.reason}
        yield json.dumps({"id": item.get("id"), **record}, ensure_ascii=False) + "\n"

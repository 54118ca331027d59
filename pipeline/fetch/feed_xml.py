"""RSS and Atom by lxml: fast, and forgiving of a torn end, though not of everything."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from pipeline.fetch.moments import moment
from pipeline.model.page import Candidate, Page

ENTRIES = frozenset({"item", "entry"})
ROOTS = frozenset({"rss", "feed", "rdf"})
PUBLISHED = ("pubdate", "published", "issued", "date", "created")
MODIFIED = ("updated", "modified", "lastbuilddate")
WANTED = frozenset({*PUBLISHED, *MODIFIED, "title", "link", "origlink", "guid", "id"})


def read_xml(page: Page, most: int) -> list[Candidate] | None:
    """The entries that can be read, at most `most`; None where it is no feed, or one so broken that none was read."""
    context = _context(page.body)
    try:
        found = list(_entries(context, page, most))
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    in_order = context.root is not None and _local(context.root) in ROOTS and not len(context.error_log)
    return found if found or in_order else None


def _context(body: bytes) -> Any:
    return etree.iterparse(
        io.BytesIO(body),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _entries(context: Any, page: Page, most: int) -> Iterator[Candidate]:
    count = 0
    for event, element in context:
        name = _local(element)
        if event == "start":
            if element.getparent() is None and name not in ROOTS:
                return
            continue
        if name not in ENTRIES:
            continue
        candidate = _candidate(element, page)
        element.clear()
        while element.getprevious() is not None and element.getparent() is not None:
            del element.getparent()[0]
        if candidate is not None:
            yield candidate
            count += 1
        if count >= most:
            return


def _candidate(entry: Any, page: Page) -> Candidate | None:
    texts: dict[str, str] = {}
    link = ""
    for child in entry:
        name = _local(child)
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            link = link or child.get("href")
        if name in WANTED:  # a description may be the whole article
            texts.setdefault(name, "".join(child.itertext()).strip())
    if not link:
        # an id counts as an address only where it says so, or is one
        link = texts.get("origlink") or texts.get("link") or _permalink(entry, texts)
    if not link.strip():
        return None
    try:
        url = urljoin(page.final_url, urljoin(entry.base or "", link.strip()))
    except ValueError:
        return None
    return Candidate(
        url,
        page.url,
        published=_first(texts, PUBLISHED),
        modified=_first(texts, MODIFIED),
        title=" ".join(texts.get("title", "").split()),
    )


def _permalink(entry: Any, texts: dict[str, str]) -> str:
    guid = texts.get("guid", "") or texts.get("id", "")
    says_no = any(_local(child) == "guid" and child.get("isPermaLink") == "false" for child in entry)
    return guid if guid.startswith(("http://", "https://")) and not says_no else ""


def _first(texts: dict[str, str], names: tuple[str, ...]) -> Any:
    return next((found for name in names if (found := moment(texts.get(name))) is not None), None)


def _local(element: Any) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2].lower() if isinstance(tag, str) else ""

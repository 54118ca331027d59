"""Bylines and dates that a page only shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Literal

from pipeline.extract.head import attribute, text_of
from pipeline.extract.markup import Markup
from pipeline.extract.tree import Element, before, first_text, outwards

# Best first.
_BYLINES = (
    re.compile(r"(?:^|[\s_-])by-?line(?:$|[\s_-])", re.IGNORECASE),
    re.compile(r"(?:^|[\s_-])authors?(?:[_-]?names?)?(?:$|\s)", re.IGNORECASE),
    re.compile(r"byline|author|^(?:writer|reporter|journalist)s?\s*$", re.IGNORECASE),
)
_STAMP = re.compile(r"date|time|publish|meta|byline", re.IGNORECASE)
_UPDATED = re.compile(r"\b(?:last )?(?:update|updated|modified)(?: on)? ?[:|]? ?", re.IGNORECASE)
_MOST = 20
_NEAR_TOP = 20_000
_ELSEWHERE_TAGS = ("aside", "nav", "footer")
_ELSEWHERE = re.compile(
    r"related|recommend|sidebar|teaser|popular|trending|comment|most-?read|latest|(?:^|[\s_-])more(?:$|[\s_-])|newsletter",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"modif|updat|last", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?:19|20)\d\d\b|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s*(?:UTC|GMT|[A-Z]{2,4}T))?(?:[+-]\d\d:?\d\d)?", re.IGNORECASE
)


def bylines(markup: Markup) -> list[str]:
    """The text of the first kind of byline that the page has; microdata first."""
    described = markup.described("author")[:_MOST]
    named = [name for tag in described if (name := _name(tag)) is not None]
    linked = (tag for tag in markup.named("a") if "author" in attribute(tag, "rel").split())
    texts = _bylines(named or described) or _bylines(linked)
    for pattern in _BYLINES:
        texts = texts or _bylines(markup.having(pattern))
    return texts


def _bylines(tags: Iterable[Element]) -> list[str]:
    """Links inside a byline are the names; the rest is "By", a place, a date."""
    found: list[str] = []
    for tag in islice(tags, _MOST):
        if not _elsewhere(tag):
            links = [text for link in islice(tag.iter("a"), 4) if link is not tag and (text := text_of(link))]
            found += links or [attribute(tag, "content") or text_of(tag)]
    return [text for text in dict.fromkeys(found) if 2 < len(text) < 120][:4]


def time_tags(markup: Markup, wanted: Literal["published", "updated"]) -> Iterator[str]:
    """Machine-readable times outside boxes about other articles; microdata first."""
    own = "datePublished" if wanted == "published" else "dateModified"
    for tag in markup.described(own)[:5]:
        yield from (attribute(tag, "datetime"), attribute(tag, "content"), text_of(tag))
    times = [tag for tag in markup.named("time")[:100] if "datetime" in tag.attrib and not _elsewhere(tag)]
    for tag in times:
        names = " ".join(attribute(tag, key) for key in ("class", "itemprop", "id"))
        changed = bool(_CHANGED.search(names) or _CHANGED.search(before(tag)[-30:]))
        if changed == (wanted == "updated"):
            yield attribute(tag, "datetime")


def stamps(markup: Markup) -> Iterator[str]:
    """Dates written out where a page puts its date."""
    for tag in islice((*markup.named("time"), *markup.having(_STAMP)), 4 * _MOST):
        text = text_of(tag)
        found = _DATE.search(text[:300])
        if found is None or len(text) > 300 or _elsewhere(tag):
            continue
        if not _CHANGED.search(text[max(0, found.start() - 15) : found.start()]):
            clock = _CLOCK.search(text, found.end(), found.end() + 30)
            yield f"{found[0]} {clock[0]}" if clock else found[0]


def changes(markup: Markup) -> Iterator[str]:
    """Dates after "Updated:" or the like, anywhere near the top of the page."""
    text = " ".join(first_text(markup.root, _NEAR_TOP).split())
    for label in islice(_UPDATED.finditer(text), _MOST):
        found = _DATE.match(text, label.end())
        clock = _CLOCK.match(text, found.end() + 1) if found else None
        if found:
            yield f"{found[0]} {clock[0]}" if clock else found[0]


def _name(tag: Element) -> Element | None:
    inside = (found for found in tag.iterdescendants() if "name" in attribute(found, "itemprop").split())
    return next(inside, None)


def _elsewhere(tag: Element) -> bool:
    return any(_is_elsewhere(here.tag, f"{attribute(here, 'class')} {attribute(here, 'id')}") for here in outwards(tag))


@lru_cache(maxsize=4096)
def _is_elsewhere(tag: str, names: str) -> bool:
    return tag in _ELSEWHERE_TAGS or (tag not in {"body", "html"} and _ELSEWHERE.search(names) is not None)

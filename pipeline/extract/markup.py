"""Text to a parsed tree that is safe to walk, and the scripts of data that were cut out of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from pipeline.model.errors import NotAnArticle

MAX_BYTES = 4_000_000  # after scripts and styles are gone; the largest real page seen has a fifth of it
MAX_TAGS = 25_000  # five times as many as the largest real page seen
MAX_DEPTH = 500
MAX_STATE, MAX_STATES = 3_000_000, 20  # bytes of one script, scripts

_CUT = re.compile(rb"<(script|style|svg|iframe|template)\b", re.IGNORECASE)
_STATE = re.compile(
    rb"__NEXT_DATA__|__NUXT|application/json|Fusion\.globalContent|__(?:APOLLO|INITIAL|PRELOADED)_STATE__|__data\s*=",
    re.IGNORECASE,
)
_START = re.compile(rb"<[a-z!?]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Markup:
    """`soup` has no scripts, styles, drawings or frames; `data` are the bodies of its JSON-LD scripts.

    `tags` are all tags in document order; `by_name` and `by_itemprop` find some of them without another walk.
    """

    soup: BeautifulSoup
    data: tuple[str, ...]
    scripts: int
    tags: Sequence[Tag]
    by_name: Mapping[str, Sequence[Tag]]
    by_itemprop: Mapping[str, Sequence[Tag]]
    states: tuple[str, ...] = ()  # scripts that hold the data which other scripts would fill the page from

    def having(self, pattern: re.Pattern[str]) -> Iterator[Tag]:
        """The tags whose class or id the pattern finds."""
        for tag in self.tags:
            names = f"{tag.attrs.get('class', '')} {tag.attrs.get('id', '')}"
            if names != " " and pattern.search(names):
                yield tag

    def named(self, name: str) -> list[Tag]:
        """The tags of that name."""
        return [*self.by_name.get(name, ())]

    def described(self, itemprop: str) -> list[Tag]:
        """The tags with that microdata property."""
        return [*self.by_itemprop.get(itemprop, ())]


def parse(text: str) -> Markup:
    """Parses with lxml, within limits of size, number and depth of tags.

    Raises:
        NotAnArticle: tags are nested deeper than any page needs.
    """
    kept, data, states, scripts = _cut(text.encode("utf-8", "replace"))
    soup = BeautifulSoup(_limited(kept), "lxml", from_encoding="utf-8", multi_valued_attributes=None)
    return Markup(soup, tuple(data), scripts, *_indexed(soup), tuple(states))


def without(markup: Markup, tags: Sequence[Tag]) -> Markup:
    """The page with those tags taken out."""
    for tag in tags:
        tag.decompose()
    if not tags:
        return markup
    everything, by_name, by_itemprop = _indexed(markup.soup)
    return replace(markup, tags=everything, by_name=by_name, by_itemprop=by_itemprop)


def _cut(raw: bytes) -> tuple[bytes, list[str], list[str], int]:
    """One pass, so that a page of unclosed tags costs no more than any other."""
    lower, pieces, at = raw.lower(), [], 0
    data: list[str] = []
    states: list[str] = []
    scripts = 0
    unclosed: set[bytes] = set()
    while found := _CUT.search(lower, at):
        name = found[1]
        end = -1 if name in unclosed else lower.find(b"</" + name, found.end())
        if end < 0:
            unclosed.add(name)
            pieces.append(raw[at : found.end()])
            at = found.end()
            continue
        inside = lower.find(b">", found.end(), end) + 1
        if name == b"script":
            scripts += 1
            if b"ld+json" in lower[found.start() : inside]:
                data.append(raw[inside:end].decode("utf-8", "replace"))
            elif end - inside < MAX_STATE and _STATE.search(raw, found.start(), min(end, inside + 200)):
                states.append(raw[inside:end].decode("utf-8", "replace"))
        pieces.extend((raw[at : found.start()], b" "))
        after = lower.find(b">", end)
        at = after + 1 if after >= 0 else len(raw)
    pieces.append(raw[at:])
    return b"".join(pieces), data, states[:MAX_STATES], scripts


def _limited(raw: bytes) -> bytes:
    raw = raw[:MAX_BYTES].replace(b"\x00", b"")
    for number, tag in enumerate(_START.finditer(raw)):
        if number == MAX_TAGS:
            return raw[: tag.start()]
    return raw


def _indexed(soup: BeautifulSoup) -> tuple[list[Tag], dict[str, list[Tag]], dict[str, list[Tag]]]:
    tags: list[Tag] = []
    by_name: dict[str, list[Tag]] = defaultdict(list)
    by_itemprop: dict[str, list[Tag]] = defaultdict(list)
    stack: list[Iterator[PageElement]] = [iter(soup.contents)]
    while stack:
        tag = next(stack[-1], None)
        if tag is None:
            stack.pop()
        elif isinstance(tag, Tag):
            _refuse_deeper(len(stack))
            stack.append(iter(tag.contents))
            tags.append(tag)
            by_name[tag.name].append(tag)
            for name in str(tag.attrs.get("itemprop", "")).split():
                by_itemprop[name].append(tag)
    return tags, by_name, by_itemprop


def _refuse_deeper(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotAnArticle(
            f"tags are nested more than {MAX_DEPTH} deep",
            reason="too-deep",
            hint="Real pages need fewer than a hundred; look at the stored page",
        )

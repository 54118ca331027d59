"""Text to a parsed tree that is safe to walk, and the scripts of data that were cut out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree  # type: ignore[import-untyped]

from pipeline.extract.tree import Element, deeper_than, parsed, remove
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
_ENDLESS = re.compile(rb"(<[a-z][a-z0-9:-]{0,20})[\s/][^<>]{20000,}", re.IGNORECASE)  # lxml needs its square
_CALLED, _DESCRIBED = etree.XPath("//*[@class or @id]"), etree.XPath("//*[@itemprop]")


@dataclass(frozen=True, slots=True)
class Markup:
    """`root` has no scripts, styles, drawings or frames; `data` are the bodies of its JSON-LD scripts.

    `called` are the elements that have a class or an id, with both as one string.
    """

    root: Element
    data: tuple[str, ...]
    scripts: int
    called: Sequence[tuple[str, Element]]
    states: tuple[str, ...] = ()  # scripts that hold the data which other scripts would fill the page from

    @property
    def body(self) -> Element:
        """The element of the page's content; the root where there is none."""
        found = self.root.find("body")
        return self.root if found is None else found

    def having(self, pattern: re.Pattern[str]) -> Iterator[Element]:
        """The elements whose class or id the pattern finds."""
        known: dict[str, bool] = {}
        for names, element in self.called:
            found = known.get(names)
            if found is None:
                found = known[names] = pattern.search(names) is not None
            if found:
                yield element

    def named(self, name: str) -> list[Element]:
        """The elements of that name."""
        return list(self.root.iter(name))

    def described(self, itemprop: str) -> list[Element]:
        """The elements with that microdata property."""
        return [element for element in _DESCRIBED(self.root) if itemprop in element.get("itemprop").split()]


def parse(text: str) -> Markup:
    """Parses with lxml, within limits of size, number and depth of tags.

    Raises:
        NotAnArticle: tags are nested deeper than any page needs.
    """
    kept, data, states, scripts = _cut(text.encode("utf-8", "replace"))
    root = parsed(_limited(kept))
    _refuse_deeper(root)
    return Markup(root, tuple(data), scripts, _called(root), tuple(states))


def without(markup: Markup, elements: Sequence[Element]) -> Markup:
    """The page with those elements taken out."""
    for element in elements:
        remove(element)
    return replace(markup, called=_called(markup.root)) if elements else markup


def _called(root: Element) -> list[tuple[str, Element]]:
    return [(f"{found.get('class', '')} {found.get('id', '')}", found) for found in _CALLED(root)]


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
    raw = _ENDLESS.sub(rb"\1 ", raw[:MAX_BYTES].replace(b"\x00", b""))
    for number, tag in enumerate(_START.finditer(raw)):
        if number == MAX_TAGS:
            return raw[: tag.start()]
    return raw


def _refuse_deeper(root: Element) -> None:
    if deeper_than(root, MAX_DEPTH):
        raise NotAnArticle(
            f"tags are nested more than {MAX_DEPTH} deep",
            reason="too-deep",
            hint="Real pages need fewer than a hundred; look at the stored page",
        )

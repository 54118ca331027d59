"""A parsed page as a row of text blocks, each with the record of what it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bs4.element import NavigableString, PageElement, Tag

from pipeline.extract import labels, words
from pipeline.text.normalise import normalise

BLOCK_TAGS = frozenset(
    words.listed(
        """
    p div section article main h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table tr td th tbody thead
    tfoot caption figure figcaption header footer nav aside form fieldset address hr details summary center
    body html dialog menu hgroup search noscript label legend button
    """
    )
)
SKIPPED_TAGS = frozenset(
    words.listed(
        """
    script style template svg iframe head select option textarea input object embed canvas video audio map
    math picture img link meta title rt rp
    """
    )
)
BESIDE_TAGS = frozenset(
    words.listed(
        """
    nav aside footer figure figcaption caption form button dialog menu label legend noscript address
    """
    )
)
_BESIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "banner", "dialog", "search"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CONTROLS = frozenset({"button", "label"})
_LINE_TAGS = HEADINGS | {"p"}
_PARAGRAPH_TAGS = HEADINGS | {"p", "pre", "li", "dt", "dd", "blockquote"}
# The share of the page's prose that such a part may hold at most; with more of it, it is no longer beside the article.
# Page builders wrap whole articles in a form, a button or a box with an unlucky name, never in a footer.
BY_NAME, BY_TAG, BY_WRAPPER, ALWAYS = 0.4, 0.75, 0.4, 1.0
_WRAPPERS = frozenset({"form", "button", "dialog", "noscript", "label", "figure", "address"})
_WHOLE = frozenset({"html", "body", "main", "article"})  # too much hangs on these to judge them by names for styling
_BREAK = "\x00"
_BREAKS = re.compile("\x00(?:\\s*\x00)+")
_UNSEEN = "\x01"
_AROUND_UNSEEN = re.compile("(\\w?)(\\s?)\x01[\\s\x01]*(\\w|[,.;:!?)\\]])?")
_AROUND = " \n\t\r\x00"


@dataclass(slots=True, eq=False)
class Container:
    """A block-level element: `beside` (0: no) and `body` are what its tag and names claim; totals count all below."""

    tag: str
    parent: Container | None
    names: str
    beside: float
    body: bool
    itemprop: str
    style: str
    chars: int = 0
    link_chars: int = 0
    prose: int = 0

    def ancestors(self) -> Iterator[Container]:
        """This one, then outwards."""
        here: Container | None = self
        while here is not None:
            yield here
            here = here.parent

    @property
    def holder(self) -> Container:
        """What a reader would call the block's box: for a paragraph tag the element around it."""
        return self.parent if self.tag in _PARAGRAPH_TAGS and self.parent is not None else self


@dataclass(slots=True, eq=False)
class Block:
    """Text between two block-level borders. `lines` are its paragraphs where <br> parts them."""

    text: str
    lines: tuple[str, ...]
    container: Container
    link_chars: int

    @property
    def link_share(self) -> float:
        return min(1.0, self.link_chars / max(1, len(self.text)))


def blocks(root: Tag) -> list[Block]:
    """All blocks below `root` in document order, with the totals of their containers filled in."""
    return _Walk(root).run()


class _Walk:
    """Text gathers in `parts` until a block-level border. The stack is ours: pages nest deeper than calls may."""

    def __init__(self, root: Tag) -> None:
        self.found: list[Block] = []
        self.containers: list[Container] = []
        self.parts: list[str] = []
        self.link_chars = 0
        self.stack: list[tuple[Iterator[PageElement], Container, bool]] = []
        self.push(root, self.contain(root, None), in_link=False)

    def run(self) -> list[Block]:
        while self.stack:
            children, container, in_link = self.stack[-1]
            child = next(children, None)
            if child is None:
                self.stack.pop()
                if not self.stack or self.stack[-1][1] is not container:
                    self.flush(container)
            elif isinstance(child, Tag):
                self.enter(child, container, in_link)
            elif type(child) is NavigableString:
                self.parts.append(child)
                self.link_chars += len(child.strip()) if in_link else 0
        self.total()
        return self.found

    def enter(self, child: Tag, container: Container, in_link: bool) -> None:
        if child.name == "br" or (child.name == "span" and "br" in _text(child.attrs.get("class")).split()):
            self.parts.append(_BREAK)
        elif child.name in _CONTROLS and container.tag in _LINE_TAGS:
            return  # a control within a sentence neither ends nor extends it
        elif child.name in BLOCK_TAGS:
            self.flush(container)
            self.push(child, self.contain(child, container), in_link)
        elif labels.unseen(child, in_link=in_link):
            self.parts.append(_UNSEEN)
        elif child.name not in SKIPPED_TAGS:
            self.push(child, container, in_link or child.name == "a")

    def push(self, tag: Tag, container: Container, in_link: bool) -> None:
        self.stack.append((iter(tag.contents), container, in_link))

    def contain(self, tag: Tag, parent: Container | None) -> Container:
        self.containers.append(_container(tag, parent))
        return self.containers[-1]

    def flush(self, container: Container) -> None:
        """Ends the block that has gathered, if any."""
        if not self.parts:
            return
        raw = _without_unseen("".join(self.parts)).strip(_AROUND)
        lines = tuple(line for piece in _pieces(raw) if (line := _clean(piece)))
        if lines:
            block = Block(" ".join(lines), lines, container, self.link_chars)
            self.found.append(block)
            container.chars += len(block.text)
            container.link_chars += block.link_chars
            container.prose += len(block.text) if len(block.text) >= 50 and block.link_share < 0.5 else 0
        self.parts.clear()
        self.link_chars = 0

    def total(self) -> None:
        """Inner containers come after outer ones, so each is complete when it is added to what it stands in."""
        for container in reversed(self.containers):
            if container.parent is not None:
                container.parent.chars += container.chars
                container.parent.link_chars += container.link_chars
                container.parent.prose += container.prose


def _clean(piece: str) -> str:
    line = " ".join(piece.split())
    return line if line.isascii() and line.isprintable() else normalise(line)


def _without_unseen(raw: str) -> str:
    """Where a label was cut, words stay apart and a comma follows its word."""
    return _AROUND_UNSEEN.sub(_joined, " ".join(raw.split())) if _UNSEEN in raw else raw


def _joined(found: re.Match[str]) -> str:
    before, space, after = found[1], found[2], found[3] or ""
    closing = after and not (after.isalnum() or after == "_")
    apart = not closing and (space or (before and after))
    return f"{before} {after}" if apart else before + after


def _pieces(raw: str) -> list[str]:
    """<br><br> parts paragraphs; a single <br> only where every line is a sentence of its own."""
    if _BREAK not in raw:
        return [raw]
    pieces = _BREAKS.split(raw)
    if len(pieces) == 1:
        lines = [line for line in raw.split(_BREAK) if line.strip()]
        if len(lines) > 1 and all(len(line) > 60 and words.TERMINAL.search(line.strip()) for line in lines):
            return lines
    return [piece.replace(_BREAK, " ") for piece in pieces]


def _container(tag: Tag, parent: Container | None) -> Container:
    attributes = tag.attrs
    if not attributes:
        return Container(tag.name, parent, *_record(tag.name, hidden=False))
    said = tuple(
        _text(attributes.get(key)) for key in ("class", "id", "role", "data-testid", "data-component", "itemprop")
    )
    hidden = "hidden" in attributes or ("style" in attributes and bool(words.HIDDEN.search(_text(attributes["style"]))))
    return Container(tag.name, parent, *_record(tag.name, *said, hidden=hidden))


@lru_cache(maxsize=8192)
def _record(
    tag: str,
    style: str = "",
    id_: str = "",
    role: str = "",
    test: str = "",
    part: str = "",
    itemprop: str = "",
    *,
    hidden: bool,
) -> tuple[str, float, bool, str, str]:
    """What a container's tag and attributes claim: names, beside, body, itemprop, style."""
    names = " ".join((style, id_, role, test, part)).strip()
    named_body, named_beside = _claims(names)
    body = named_body or "articlebody" in itemprop.lower()
    beside = 0.0
    if tag in BESIDE_TAGS or role.lower() in _BESIDE_ROLES:
        beside = BY_WRAPPER if tag in _WRAPPERS else ALWAYS if tag in {"nav", "footer"} else BY_TAG
    elif named_beside and not body and tag not in _WHOLE:
        beside = BY_NAME
    if hidden:
        beside = beside or BY_WRAPPER
    return names, beside, body, itemprop.lower(), style


@lru_cache(maxsize=8192)
def _claims(names: str) -> tuple[bool, bool]:
    """What names claim: to hold the body; to stand beside it. The body's "__sign-up" or "__share" is not the body."""
    of_body = " ".join(name for name in names.split() if not words.BESIDE.search(name.partition("__")[2]))
    return bool(words.BODY.search(of_body)), bool(words.BESIDE.search(names)) and not words.POST.search(names)


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return " ".join(str(part) for part in value) if isinstance(value, list) else ""

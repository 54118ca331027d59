"""A parsed page as a row of text blocks, each with the record of what it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract import words
from pipeline.extract.lines import BREAK, lines
from pipeline.extract.tree import Element

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
CONTROLS = frozenset({"button", "label"})
_LINE_TAGS = HEADINGS | {"p"}
_PARAGRAPH_TAGS = HEADINGS | {"p", "pre", "li", "dt", "dd", "blockquote"}
# The share of the page's prose that such a part may hold at most; with more of it, it is no longer beside the article.
# Page builders wrap whole articles in a form, a button or a box with an unlucky name, never in a footer.
BY_NAME, BY_TAG, BY_WRAPPER, ALWAYS = 0.4, 0.75, 0.4, 1.0
_WRAPPERS = frozenset({"form", "button", "dialog", "noscript", "label", "figure", "address"})
_WHOLE = frozenset({"html", "body", "main", "article"})  # too much hangs on these to judge them by names for styling


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
    """Text between two block-level borders. `lines` are its paragraphs where <br> parts them.

    `pieces` are the strings and inline elements that it was read from, until `fragment.refine` reads them again.
    """

    text: str
    lines: tuple[str, ...]
    container: Container
    link_chars: int
    pieces: Sequence[Element] = ()

    @property
    def link_share(self) -> float:
        return min(1.0, self.link_chars / max(1, len(self.text)))


def blocks(root: Element) -> list[Block]:
    """All blocks below `root` in document order, with the totals of their containers filled in."""
    return _Walk(root).run()


def is_break(tag: str, style: object) -> bool:
    """Whether the element ends a line."""
    return tag == "br" or (tag == "span" and isinstance(style, str) and "br" in style.split())


@dataclass(slots=True, eq=False)
class _Frame:
    """An element on the way down. `pieces` and `flushed` tell where its own text starts if it is inline."""

    element: Element
    children: Iterator[Element]
    container: Container
    in_link: bool
    pieces: int
    flushed: int


class _Walk:
    """Text gathers in `parts` until a block-level border. The stack is ours: pages nest deeper than calls may."""

    def __init__(self, root: Element) -> None:
        self.found: list[Block] = []
        self.containers: list[Container] = []
        self.parts: list[str] = []
        self.pieces: list[Element] = []
        self.link_chars = 0
        self.flushed = 0
        self.stack: list[_Frame] = []
        self.push(root, self.contain(root, None), in_link=False)

    def run(self) -> list[Block]:
        stack = self.stack
        while stack:
            frame = stack[-1]
            child = next(frame.children, None)
            if child is None:
                stack.pop()
                self.leave(frame, stack[-1] if stack else None)
            else:
                self.enter(child, frame.container, frame.in_link)
        self.total()
        return self.found

    def leave(self, frame: _Frame, outer: _Frame | None) -> None:
        if outer is None or outer.container is not frame.container:
            self.flush(frame.container)
        elif frame.flushed == self.flushed:  # inline, and all of it in one block
            self.pieces[frame.pieces :] = [frame.element]
        if outer is not None:
            self.add(frame.element.tail, outer.in_link)

    def enter(self, child: Element, container: Container, in_link: bool) -> None:
        tag = child.tag
        if tag in BLOCK_TAGS and not (tag in CONTROLS and container.tag in _LINE_TAGS):
            self.flush(container)
            self.push(child, self.contain(child, container), in_link)
        elif is_break(tag, child.get("class")):
            self.parts.append(BREAK)
            self.pieces.append(child)
            self.add(child.tail, in_link)
        elif tag in SKIPPED_TAGS or tag in CONTROLS:  # a control within a sentence neither ends nor extends it
            self.add(child.tail, in_link)
        else:
            self.push(child, container, in_link or tag == "a")

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.parts.append(text)
            self.pieces.append(text)
            if in_link:
                self.link_chars += len(text.strip())

    def push(self, element: Element, container: Container, in_link: bool) -> None:
        self.stack.append(_Frame(element, iter(element), container, in_link, len(self.pieces), self.flushed))
        self.add(element.text, in_link)

    def contain(self, element: Element, parent: Container | None) -> Container:
        self.containers.append(_container(element, parent))
        return self.containers[-1]

    def flush(self, container: Container) -> None:
        """Ends the block that has gathered, if any."""
        self.flushed += 1
        if not self.parts:
            return
        found = lines("".join(self.parts))
        if found:
            block = Block(" ".join(found), found, container, self.link_chars, self.pieces)
            self.found.append(block)
            container.chars += len(block.text)
            container.link_chars += block.link_chars
            container.prose += len(block.text) if len(block.text) >= 50 and block.link_share < 0.5 else 0
        self.parts.clear()
        self.pieces = []
        self.link_chars = 0

    def total(self) -> None:
        """Inner containers come after outer ones, so each is complete when it is added to what it stands in."""
        for container in reversed(self.containers):
            if container.parent is not None:
                container.parent.chars += container.chars
                container.parent.link_chars += container.link_chars
                container.parent.prose += container.prose


def _container(element: Element, parent: Container | None) -> Container:
    given = dict(element.items())
    if not given:
        return Container(element.tag, parent, *_record(element.tag, hidden=False))
    said = [given.get(key, "") for key in ("class", "id", "role", "data-testid", "data-component", "itemprop")]
    hidden = "hidden" in given or ("style" in given and bool(words.HIDDEN.search(given["style"])))
    return Container(element.tag, parent, *_record(element.tag, *said, hidden=hidden))


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


def _claims(names: str) -> tuple[bool, bool]:
    """What names claim: to hold the body; to stand beside it. The body's "__sign-up" or "__share" is not the body."""
    each = names.split()
    claims = [_claim(name) for name in each]
    body = any(claim[0] and (name != "content" or len(each) == 1) for name, claim in zip(each, claims, strict=True))
    return body, any(claim[1] for claim in claims) and not any(claim[2] for claim in claims)


@lru_cache(maxsize=8192)
def _claim(name: str) -> tuple[bool, bool, bool]:
    """Whether one name claims the body, a place beside it, or to be a whole post."""
    body = words.BODY.search(name) is not None and words.BESIDE.search(name.partition("__")[2]) is None
    return body, words.BESIDE.search(name) is not None, words.POST.search(name) is not None

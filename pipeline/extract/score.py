"""How likely each block is to be part of the article: the one place that a learned model replaces.

A scorer is a function `(blocks, hints) -> one number from 0 to 1 for each block`; `content.py` keeps what reaches
0.5. This one is written by hand: it looks for the container that holds most prose, as Readability does, and then
asks of each block inside whether something claims that it stands beside the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.extract import authors, words
from pipeline.extract.blocks import BESIDE_TAGS, BY_TAG, HEADINGS, Block, Container

KEEP = 0.5
_LABEL = 8  # words; fewer, without a full stop, are a label rather than a paragraph
_LONG, _LINKED = 750, 0.35
_ALMOST_NOTHING = 120  # characters; with less, the names are looked at again without prejudice


@dataclass(frozen=True, slots=True)
class Hints:
    """What metadata knows.

    `body` is the text as structured data gives it: often cut, so never taken for the article itself. `restricted` is
    true where a site's selector already chose the container.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    summary: str = ""
    body: str = ""
    restricted: bool = False


Scorer = Callable[[Sequence[Block], Hints], list[float]]


def by_hand(blocks: Sequence[Block], hints: Hints) -> list[float]:
    """1.0 for what belongs to the article, 0.0 for what does not."""
    kept = _kept(blocks, hints, by_name=True)
    if sum(len(block.text) for block, keep in zip(blocks, kept, strict=True) if keep) < _ALMOST_NOTHING:
        kept = _kept(blocks, hints, by_name=False)
    return [1.0 if keep else 0.0 for keep in kept]


def _kept(blocks: Sequence[Block], hints: Hints, *, by_name: bool) -> list[bool]:
    beside = _Beside(blocks, by_name=by_name)
    usable = [block for block in blocks if not beside.holds(block.container)]
    top = _outermost(blocks[0]) if hints.restricted and blocks else _top(usable)
    inside = {id(block) for block in usable if any(here is top for here in block.container.ancestors())}
    inside |= _opening(blocks, inside, top) if by_name else set()
    kept = [id(block) in inside and _belongs(block, hints) for block in blocks]
    _trim(blocks, kept)
    _add_lede(blocks, kept, beside, hints)
    return kept


def with_lede(blocks: Sequence[Block], kept: Sequence[bool], hints: Hints) -> list[bool]:
    """The same, and a standfirst before the first block where something says that it is one."""
    found = list(kept)
    _add_lede(blocks, found, _Beside(blocks, by_name=True), hints)
    return found


def _opening(blocks: Sequence[Block], inside: set[int], top: Container | None) -> set[int]:
    """Blocks before the rest, in boxes called like those that hold it: "teaser" is what some call the free part."""
    prose: dict[str, int] = defaultdict(int)
    for block in blocks:
        if id(block) in inside:
            prose[block.container.holder.style] += len(block.text)
    style = max(prose, key=lambda name: prose[name], default="")
    if words.WHOLE_BODY.search(style) is None:
        return set()
    beside = _Beside(blocks, by_name=False)
    before = takewhile(lambda block: id(block) not in inside, blocks)
    alike = [block for block in before if block.container.holder.style == style]
    return {
        id(block)
        for block in alike
        if not beside.holds(block.container) and any(here is top for here in block.container.ancestors())
    }


def _outermost(block: Block) -> Container:
    *_, last = block.container.ancestors()
    return last


class _Beside:
    """Whether a container stands beside the article; one that holds most of the page's prose cannot.

    Nor can, by its name alone, one that stands next to such a container and is called the same.
    """

    def __init__(self, blocks: Sequence[Block], *, by_name: bool) -> None:
        self._prose = _outermost(blocks[0]).prose if blocks else 0
        self._by_name = by_name
        self._known: dict[int, bool] = {}
        self._most = _most_of_a_kind(blocks)

    def holds(self, container: Container) -> bool:
        chain = []
        for here in container.ancestors():
            if id(here) in self._known:
                break
            chain.append(here)
        outer = self._known.get(id(here), False)
        for here in reversed(chain):
            outer = outer or self._claims(here)
            self._known[id(here)] = outer
        return outer

    def _claims(self, here: Container) -> bool:
        if not here.beside or not (self._by_name or here.tag in BESIDE_TAGS):
            return False
        if here.tag == "nav" and not self._by_name and self._is_page(here):
            return False
        prose = here.prose if here.tag in BESIDE_TAGS else max(here.prose, self._most.get(_kind(here), 0))
        return prose <= here.beside * self._prose

    def _is_page(self, here: Container) -> bool:
        """Whether a menu that nobody closed holds the text: much prose, few links, nearly all that there is."""
        few_links = here.link_chars < _LINKED * here.chars
        return few_links and here.prose >= _LONG and here.prose > BY_TAG * self._prose


def _kind(here: Container) -> tuple[int, str]:
    return id(here.parent), here.style


def _most_of_a_kind(blocks: Sequence[Block]) -> dict[tuple[int, str], int]:
    """The prose of the fullest among the containers of one class that stand in the same one."""
    most: dict[tuple[int, str], int] = {}
    seen: set[int] = set()
    for block in blocks:
        for here in block.container.ancestors():
            if id(here) in seen:
                break
            seen.add(id(here))
            if here.style:
                most[_kind(here)] = max(here.prose, most.get(_kind(here), 0))
    return most


def _top(usable: Sequence[Block]) -> Container | None:
    """The container with most prose, near things counting more; then as far out as prose still grows by a lot."""
    containers: dict[int, Container] = {}
    points_of: dict[int, float] = defaultdict(float)
    for block in usable:
        if len(block.text) < 25:
            continue
        points = sum(1 + line.count(",") + min(len(line) / 100, 3) for line in block.lines) * (1 - block.link_share)
        share = 1.0
        for here in _three(block.container.holder):
            containers[id(here)] = here
            points_of[id(here)] += points * share
            share /= 2
    if not containers:
        return None
    best = max(containers.values(), key=lambda here: points_of[id(here)] * _weight(here))
    return _outwards(best, _twins(usable))


def _three(container: Container) -> list[Container]:
    chain = []
    for here in container.ancestors():
        chain.append(here)
        if len(chain) == 3:
            break
    return chain


def _weight(container: Container) -> float:
    density = container.link_chars / max(1, container.chars)
    return (1 - density) * (1.25 if container.body or container.tag in {"article", "main"} else 1.0)


def _twins(usable: Sequence[Block]) -> dict[tuple[int, str], int]:
    """The prose in all boxes of text of one class that stand in the same container."""
    prose: dict[tuple[int, str], int] = defaultdict(int)
    seen: set[int] = set()
    for block in usable:
        for here in block.container.ancestors():
            if id(here) in seen:
                break
            seen.add(id(here))
            if words.TEXT_BOX.search(here.style) and here.link_chars < 0.35 * here.chars:
                prose[_kind(here)] += here.prose
    return prose


def _outwards(best: Container, twins: Mapping[tuple[int, str], int]) -> Container:
    """A body parted into boxes is seen whole only from outside; the cells of a layout are not such boxes."""
    top, inner, closed = best, best, False
    for outer in best.ancestors():
        if outer.tag in {"body", "html"}:
            break
        density = outer.link_chars / max(1, outer.chars)
        grown = outer.prose > (3.0 if closed else 1.5) * top.prose or "articlebody" in outer.itemprop
        parted = twins.get(_kind(inner), 0) > 1.1 * top.prose
        if (grown or parted) and density < 0.35:
            top = outer
        inner, closed = outer, closed or outer.tag == "td"
    return top


def _belongs(block: Block, hints: Hints) -> bool:
    text, tag = block.text, block.container.tag
    count = len(text.split())
    if hints.body and count >= 5 and text[:60] in hints.body:
        return True
    if tag == "h1" or text == hints.title or (count <= 14 and set(authors.split([text])) & set(hints.authors)):
        return False
    if (count <= 14 and words.CHATTER.fullmatch(text)) or (count <= 40 and words.CAPTION.fullmatch(text)):
        return False
    if block.link_share > (0.5 if tag == "li" else 0.7) and count < 30:
        return False
    if tag in HEADINGS or tag in {"p", "li", "blockquote", "pre", "dd", "dt"}:
        return True
    return count > 8 or bool(words.TERMINAL.search(text))


def _trim(blocks: Sequence[Block], kept: list[bool]) -> None:
    """Headings at the very end head nothing; labels, dates and places before the first sentence are no text."""
    for index, block in enumerate(blocks):
        if not kept[index]:
            continue
        if len(block.text.split()) >= _LABEL or words.TERMINAL.search(block.text):
            break
        kept[index] = False
    for index in range(len(blocks) - 1, -1, -1):
        if not kept[index]:
            continue
        if blocks[index].container.tag not in HEADINGS:
            break
        kept[index] = False


def _add_lede(blocks: Sequence[Block], kept: list[bool], beside: _Beside, hints: Hints) -> None:
    """A standfirst often stands outside the body, between it and the title."""
    first = kept.index(True) if True in kept else 0
    for index in [index for index in range(first) if not beside.holds(blocks[index].container)][-12:]:
        block = blocks[index]
        named = any(words.LEDE.search(here.names + " " + here.itemprop) for here in _three(block.container))
        plain = len(block.text.split()) >= 6 and block.link_share < 0.3 and block.text != hints.title
        told = len(block.text) > 40 and block.text[:60] == hints.summary[:60]
        if plain and block.container.tag != "h1" and (named or told):
            kept[index] = True
            return

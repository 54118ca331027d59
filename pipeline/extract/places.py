"""What a block stands in, as numbers: what tags and names claim on the way in, and how much prose gathers there."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.extract.blocks import Block, Container

# What class names and ids say of a part of a page, one group a number.
_GROUPS = {
    "comment": r"comment|disqus|reply|respond|discussion|feedback",
    "caption": r"caption|credit|figure|gallery|photo|image|media|video|player|slideshow|carousel|embed",
    "person": r"author|by-?line|bio\b|profile|writer|reporter|contributor",
    "stamp": r"date|time|publish|updat|meta\b|info\b|label|kicker|eyebrow|category|section-name",
    "related": r"relat|recommend|teaser|more-?|also|next|prev|popular|trending|latest|most-|card|promo|recirc|taboola"
    r"|outbrain|list|listing|archive|feed|grid",
    "selling": r"newsletter|subscri|sign-?up|advert|\bads?\b|\bad-|sponsor|banner|donat|paywall|cta\b|widget|shop"
    r"|product|cookie|consent|popup|modal|login",
    "tool": r"share|sharing|social|follow|tool|button|print|tags?\b|topics?|keyword|toc\b|breadcrumb|nav|menu"
    r"|search|skip",
    "lede": r"standfirst|sub-?(?:title|head)|summary|excerpt|\bdek|\bdeck|lead|lede|intro|perex|chapeau|abstract"
    r"|key-?points",
    "text": r"article|story|content|body|entry|post|text|paragraph|prose|rich|wysiwyg|copy",
}
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _GROUPS.values())
_BOXES = ("article", "main", "nav", "figure", "aside", "header", "footer", "form", "list", "table", "itemprop")
INHERITED = (*_BOXES, "beside", "body", "beside_near", "body_near", "depth", *(f"near_{name}" for name in _GROUPS))
_BOX_OF = {
    "article": 0, "main": 1, "nav": 2, "menu": 2, "figure": 3, "figcaption": 3, "aside": 4, "header": 5, "footer": 6,
    "form": 7, "ul": 8, "ol": 8, "dl": 8, "table": 9,
}  # fmt: skip
_ROLES = {"main": 1, "navigation": 2, "complementary": 4, "banner": 5, "contentinfo": 6}
_ITEMPROP, _BESIDE, _BODY, _BESIDE_NEAR, _BODY_NEAR, _DEPTH, _NEAR = 10, 11, 12, 13, 14, 15, 16
_LEVELS = (1.0, 0.5, 0.3, 0.18)  # how much of a paragraph's points the boxes around it get
_LOGS = [round(math.log1p(count), 4) for count in range(2_000)]
_SENTENCES = frozenset({"p", "blockquote", "pre"})
_LOOSE = frozenset({"div", "section", "td", "article", "li", "main", "body"})


def log(count: int) -> float:
    """The logarithm of a count, to four digits: the last one must not depend on the machine."""
    return _LOGS[count] if count < len(_LOGS) else round(math.log1p(count), 4)


class Place:
    """One container. `inherited` are the numbers that INHERITED names, counted from the root inwards."""

    __slots__ = ("around", "container", "inherited", "outer", "paragraphs", "points", "told", "worth")

    def __init__(self, container: Container, outer: Place | None) -> None:
        self.container, self.outer = container, outer
        self.paragraphs, self.told, self.points, self.worth = 0, 0, 0.0, 0.0
        self.around: list[float] | None = None
        self.inherited = _inherited(container, outer)

    @property
    def density(self) -> float:
        """The share of the text that is links."""
        return min(1.0, self.container.link_chars / max(1, self.container.chars))


def _inherited(container: Container, outer: Place | None) -> list[float]:
    if outer is None:
        values = [0.0] * len(INHERITED)
    else:
        values = outer.inherited.copy()
        values[_BESIDE_NEAR] *= 0.5
        values[_BODY_NEAR] *= 0.5
        for index in range(_NEAR, len(values)):
            values[index] *= 0.5
        values[_DEPTH] += 1
    box = _BOX_OF.get(container.tag, -1)
    if box >= 0:
        values[box] += 1
    groups, role = _named(container.names)
    if role >= 0:
        values[role] += 1
    if "articlebody" in container.itemprop:
        values[_ITEMPROP] = 1
    if container.beside:
        values[_BESIDE] += 1
        values[_BESIDE_NEAR] += 1
    if container.body:
        values[_BODY] += 1
        values[_BODY_NEAR] += 1
    for index in groups:
        values[_NEAR + index] += 1
    return values


@lru_cache(maxsize=8192)
def _named(names: str) -> tuple[tuple[int, ...], int]:
    """The groups that the names fall in, and the box that a role makes of it (-1: none)."""
    each = dict.fromkeys(names.split())
    groups = {index for name in each for index in _groups(name)}
    return tuple(sorted(groups)), next((_ROLES[name] for name in each if name in _ROLES), -1)


@lru_cache(maxsize=16384)
def _groups(name: str) -> tuple[int, ...]:
    return tuple(index for index, pattern in enumerate(_PATTERNS) if pattern.search(name))


class Places:
    """The places of a page's blocks, and the best of them: where, as Readability counts it, most prose gathers."""

    def __init__(self, blocks: Sequence[Block], counts: Sequence[int]) -> None:
        self._known: dict[int, Place] = {}
        self.of = [self._place(block.container) for block in blocks]
        self.holders = [self._place(block.container.holder) for block in blocks]
        for block, count, place, holder in zip(blocks, counts, self.of, self.holders, strict=True):
            _count(block, count, place, holder)
        self.best = self._best()
        self._inside: dict[int, bool] = {}

    def _place(self, container: Container) -> Place:
        chain = []
        here: Container | None = container
        while here is not None and id(here) not in self._known:
            chain.append(here)
            here = here.parent
        outer = self._known[id(here)] if here is not None else None
        for inner in reversed(chain):
            outer = self._known[id(inner)] = Place(inner, outer)
        return self._known[id(container)]

    def _best(self) -> Place | None:
        best: Place | None = None
        for place in self._known.values():
            if place.points:
                names = 1 + 0.25 * (place.inherited[_BODY_NEAR] > 0) - 0.25 * (place.inherited[_BESIDE_NEAR] > 0.9)
                place.worth = place.points * (1 - place.density) * names
                if best is None or place.worth > best.worth:
                    best = place
        return best

    def inside(self, place: Place, top: Place) -> bool:
        """Whether the one is the other or stands in it."""
        here: Place | None = place
        while here is not None:
            if here is top:
                return True
            here = here.outer
        return False


def _count(block: Block, words: int, place: Place, holder: Place) -> None:
    tag, size = block.container.tag, len(block.text)
    share = block.link_share
    flags = place.inherited
    points = 0.0
    prose = words >= 8 and share < 0.5 and (tag in _SENTENCES or (tag in _LOOSE and words > 15))
    if prose and not (flags[2] or flags[6] or flags[3] or flags[7]):
        points = (1 + min(3.0, size / 100) + 0.3 * block.text.count(",")) * (1 - share)
        points *= 0.3 if flags[4] else 1.0
    here: Place | None = holder
    level = 0
    while here is not None:
        if tag == "p":
            here.paragraphs += 1
            here.told += size
        if points and level < len(_LEVELS):
            here.points += points * _LEVELS[level]
        level += 1
        here = here.outer


_SCALES = ("links", "told", "worth", "chars")
AROUND = (
    *(f"{where}_{name}" for where in ("holder", "outer", "outmost") for name in _SCALES),
    "holder_paragraphs",
    "holder_prose",
)


def around(holder: Place, best: Place | None, chars: int, told: int) -> list[float]:
    """The numbers that AROUND names, for a block's box and the two around it."""
    if holder.around is None:
        values: list[float] = []
        here = holder
        for _ in range(3):
            worth = here.worth / best.worth if best is not None and best.worth > 0 else 0.0
            values += (here.density, here.told / told, worth, here.container.chars / chars)
            here = here.outer or here
        values += (log(holder.paragraphs), log(holder.container.prose))
        holder.around = values
    return holder.around

"""A stretch of text before and after its edits, as the conditions compare it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.model.proposal import Fault
from pipeline.text.words import word_set

_NOT = re.compile(r"n\s?['’]\s?t\b", re.IGNORECASE)
# Two ways to write one thing, and letters that either has; "2022 year" is a calque, and the number says it already.
_SPELLED = tuple(
    (re.compile(pattern, re.IGNORECASE), hint, short)
    for pattern, hint, short in (
        (r"\bcannot\b", ("annot", "ANNOT"), "can not"),
        (r"\bper ?cents?\b|\bpct\b", ("cent", "CENT", "pct", "PCT"), "%"),
        (r"\bbe able to\b", ("able", "ABLE"), "can"),
        (r"\b((?:1[5-9]|20)\d\d)(?: of the)? year\b", ("year", "YEAR"), r"\1"),
    )
)
# A figure with its points, a word, a sign that a figure needs.
_PIECE = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*|[$€£¥₹₽₴₺₩₪₦%‰°]|(?<![^\s(])[-−](?=\d)")
_SHORT = {"wo": "will", "ca": "can", "sha": "shall", "ai": "is"}
CLOSED = word_set(
    "a an the of in on at by for to from with as into onto over under about after before between during against "
    "through per via and or but nor so yet if when while where because since until although though than that this "
    "these those he she it they we you i his her its their our your my him them us me who whom whose which what there "
    "here is are was were be been being am has have had having do does did done will also then now how why all both "
    "each such other another some any one according meanwhile however up out off down"
)


_NONE: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Pieces:
    """The words, figures and signs of a stretch, in order: as written, and in lower case."""

    written: tuple[str, ...]
    lower: tuple[str, ...]


@lru_cache(maxsize=4096)
def pieces(text: str) -> Pieces:
    """Short forms are written out ("won't" is will, not), so that a space inside one changes nothing."""
    plain = text
    if "’" in plain or "'" in plain:
        plain = _NOT.sub(" not", plain)
    for pattern, hint, short in _SPELLED:
        if any(part in plain for part in hint):
            plain = pattern.sub(short, plain)
    written = tuple(_PIECE.findall(plain))
    lower = [word.lower() for word in written]
    for place in range(1, len(lower)):
        if lower[place] == "not":
            lower[place - 1] = _SHORT.get(lower[place - 1], lower[place - 1])
    return Pieces(written, tuple(lower))


def difference(old: tuple[str, ...], new: tuple[str, ...], *, once: bool) -> tuple[Counter[str], Counter[str]]:
    """What is gone and what has come; with `once` a word counts once, however often it stands there."""
    before, after = (Counter(set(old)), Counter(set(new))) if once else (Counter(old), Counter(new))
    return before - after, after - before


@dataclass(frozen=True, slots=True)
class Change:
    """One edit, or some neighbours, with the text around. `kinds` are the faults that they mend.

    `is_name(word)` says whether the document writes the word with a capital letter inside a sentence.
    """

    before: str
    after: str
    kinds: frozenset[Fault]
    is_name: Callable[[str], bool] = field(compare=False)
    old: Pieces = field(init=False, compare=False)
    new: Pieces = field(init=False, compare=False)
    gone: Counter[str] = field(init=False, compare=False)
    come: Counter[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        old, new = pieces(self.before), pieces(self.after)
        gone, come = _NONE, _NONE
        if old.lower != new.lower:
            gone, come = difference(old.lower, new.lower, once=self.has(Fault.DUPLICATION))
        for name, value in (("old", old), ("new", new), ("gone", gone), ("come", come)):
            object.__setattr__(self, name, value)

    def only(self, *kinds: Fault) -> bool:
        """Whether it mends nothing but faults of these kinds."""
        return self.kinds <= frozenset(kinds)

    def has(self, *kinds: Fault) -> bool:
        """Whether it mends a fault of one of these kinds."""
        return not self.kinds.isdisjoint(kinds)

    @property
    def same_words(self) -> bool:
        return self.old.written == self.new.written


Condition = Callable[[Change], str | None]

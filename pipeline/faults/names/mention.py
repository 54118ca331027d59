"""What stands around one word that may be a garbled name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.faults.names.titles import Title, Titles
from pipeline.text.casing import fold
from pipeline.text.words import word_set

_WORD_BEFORE = re.compile(r"([^\W_][\w.'’-]*) \Z")
_WORD_AFTER = re.compile(r" ([^\W_][\w'’-]*)")
_SPEAKS_AFTER = re.compile(
    r",? (?:also |has |had )?(?:said|told|says|added|warned|announced|stressed|replied|noted|argued|tweeted|insisted)\b"
)
_SPEAKS_BEFORE = re.compile(r"\b(?:said|told|replied|added) \Z")
_PARTICLES = word_set("von der van den de da do dos du di la le el al bin ibn")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A capitalised word in its sentence: the words of a person's name beside it, the title, and what contradicts.

    `start` is where the whole name starts; `stranger` is a capitalised word beside it that is not the person's.
    """

    start: int
    end: int
    with_words: frozenset[str]
    title: Title | None
    stranger: str | None
    speaks: bool


def mention(text: str, start: int, end: int, ours: frozenset[str], titles: Titles) -> Mention:
    """Reads the surroundings of text[start:end] as a mention of the person with these words in the name."""
    left, right, beside = start, end, set()
    for _ in range(_MOST_WORDS):
        before = _WORD_BEFORE.search(text, max(0, left - 40), left)
        if before is None or not _is_part(before[1], ours):
            break
        beside.add(fold(before[1]))
        left = before.start()
    for _ in range(_MOST_WORDS):
        after = _WORD_AFTER.match(text, right)
        if after is None or not _is_part(_no_possessive(after[1]), ours):
            break
        beside.add(fold(_no_possessive(after[1])))
        right = after.end()
    title = titles.before_name(text, left) or titles.after_name(text, right)
    speaks = (
        _SPEAKS_AFTER.match(text, right) is not None or _SPEAKS_BEFORE.search(text, max(0, left - 12), left) is not None
    )
    return Mention(left, right, frozenset(beside), title, _stranger(text, left, right, title), speaks)


def _is_part(word: str, ours: frozenset[str]) -> bool:
    folded = fold(word)
    return (word[:1].isupper() and (folded in ours or folded.rstrip(".") in ours)) or (
        word in _PARTICLES and folded in ours
    )


def _no_possessive(word: str) -> str:
    return re.sub(r"['’]s\Z", "", word)


def _stranger(text: str, left: int, right: int, title: Title | None) -> str | None:
    """A capitalised word right beside the name that makes it another name; the first word of a sentence is none."""
    after = _WORD_AFTER.match(text, right)
    if after is not None and after[1][:1].isupper():
        return after[1]
    if title is not None and title.end == left:
        return None
    before = _WORD_BEFORE.search(text, max(0, left - 40), left)
    if (
        before is None
        or not before[1][:1].isupper()
        or before[1] in ("Mr.", "Mr", "Mrs.", "Mrs", "Ms.", "Ms", "Dr.", "Dr")
    ):
        return None
    first = text[max(0, before.start() - 3) : before.start()].rstrip(" “\"‘'(")
    at_start = not first or first[-1] in ".!?:\n"
    return None if at_start and before[1].lower() in _OPENERS else before[1]


_OPENERS = word_set(
    "but and when while as if after before for in on at to with by from that what why how who then so yet "
    "although because since until according later earlier meanwhile asked however today also both"
)

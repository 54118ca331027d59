"""The whole name around a place in a text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from pipeline.faults.names.spelling import is_particle
from pipeline.faults.resources import read, rows
from pipeline.flow.gazetteer.harm import frequency, is_ordinary
from pipeline.text.casing import fold, is_capitalised
from pipeline.text.words import bare, word_set

MOST_WORDS = 5
_GRAMMAR = 5.5  # Zipf scale: "Then" and "Over" begin sentences far oftener than they are names
_WORD = r"(?:[^\W\d_]\.|[^\W\d_][\w'’-]*)"  # an initial has a full stop, any other word ends before it
_BEFORE = re.compile(rf"(?<![\w.'’-])({_WORD}) \Z")
_AFTER = re.compile(rf" ({_WORD})")
_FAR = 40
_NEVER = word_set(
    "mr mrs ms dr prof sir dame lord lady king queen prince princess pope saint captain colonel lieutenant commander "
    "admiral marshal sergeant major monday tuesday wednesday thursday friday saturday sunday january february march "
    "april june july august september october november december spokesman spokeswoman former chief head deputy coach"
)


def full_name(text: str, start: int, end: int) -> str:
    """The capitalised run around `text[start:end]`; where that is one word, the longer run that is commonest."""
    here = _run(text, start, end)
    if " " in here:
        return here
    word = re.compile(rf"(?<![\w-]){re.escape(here)}(?![\w-])")
    runs = Counter(_run(text, match.start(), match.end()) for match in word.finditer(text))
    longer = [name for name in runs if " " in name]
    return min(longer, key=lambda name: (-runs[name], name)) if longer else here


def family_of(name: str) -> str:
    """The last word, with the particles before it: "von der Leyen"."""
    parts = name.split()
    at = len(parts) - 1
    while at > 1 and is_particle(parts[at - 1]):
        at -= 1
    return " ".join(parts[at:])


def _run(text: str, start: int, end: int) -> str:
    parts = text[start:end].split()
    while len(parts) < MOST_WORDS and (before := _BEFORE.search(text, max(0, start - _FAR), start)):
        if not _joins(before[1]):
            break
        parts.insert(0, before[1])
        start = before.start(1)
    while len(parts) < MOST_WORDS and (after := _AFTER.match(text, end)):
        if not _joins(after[1]) or parts[-1] != bare(parts[-1]):
            break
        parts.append(after[1])
        end = after.end()
    return " ".join(_trimmed(parts))


def _trimmed(parts: list[str]) -> list[str]:
    """Without particles at either end: "of the Hague" is no name's start, and "Merz of" no name's end."""
    while len(parts) > 1 and parts[0].islower() and is_particle(parts[0]):
        parts = parts[1:]
    while len(parts) > 1 and parts[-1].islower() and is_particle(parts[-1]):
        parts = parts[:-1]
    return [*parts[:-1], bare(parts[-1])]


def _joins(word: str) -> bool:
    """Whether a word beside a name belongs to it. "Mark" is an ordinary word and a name, "Chancellor" is a title."""
    if word.islower():
        return is_particle(word)
    if word.endswith("."):
        return word.isupper()
    folded = fold(bare(word))
    if not is_capitalised(word):
        return False
    if folded in _titles() or frequency(folded) >= _GRAMMAR:
        return False
    return not is_ordinary(folded) or folded in _names()


@cache
def _names() -> frozenset[str]:
    return frozenset(read("names", "known_names.tsv").split("\n")[1:])


@cache
def _titles() -> frozenset[str]:
    titles = (row["titles"] for row in rows("names", "offices.tsv"))
    governments = (row["words"] for row in rows("names", "governments.tsv"))
    listed = " ".join((*titles, *governments)).replace("|", " ").replace("-", " ")
    return _NEVER | word_set(fold(listed))

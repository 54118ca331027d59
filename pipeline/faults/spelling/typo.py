"""A slip of the keyboard: two letters swapped, one too many, one missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.faults.lexicon import frequencies, zipf
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_WORD = re.compile(r"(?<![\w.@/#’'&-])[a-z]{5,}(?![\w@/’'-]|\.\w)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_RARE, _USUAL, _AHEAD, _CLEAR = 2.0, 3.4, 2.0, 1.5


@dataclass(frozen=True, slots=True)
class Typo:
    """A lower-case word that English does not have, one slip away from one everyday word and no other: held."""

    id: str = "spelling.typo"
    fault: Fault = Fault.GRAMMAR
    examples: tuple[Example, ...] = (
        Example("The presidnet spoke of solutins.", "The president spoke of solutions."),
        Example("They spoke of the repsonse.", "They spoke of the response."),
        leaves("The colour of the organisation is grey."),
        leaves("They ate draniki with kvass and bryndza."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _WORD.finditer(document.text):
            slip = _slip(match[0])
            if slip is not None:
                meant, confidence = slip
                evidence = f"'{match[0]}' is no English word and one slip away from '{meant}'"
                yield Proposal(document.anchor(*match.span()), (meant,), self.fault, self.id, confidence, evidence)


@lru_cache(maxsize=50_000)
def _slip(word: str) -> tuple[str, float] | None:
    rarity = zipf(word)
    if rarity >= _RARE:
        return None
    known = frequencies()
    found = sorted(((zipf(w), kind, w) for w, kind in _near(word).items() if w in known), reverse=True)
    if not found or found[0][0] < max(_USUAL, rarity + _AHEAD):
        return None
    if len(found) > 1 and found[0][0] - found[1][0] < _CLEAR:
        return None
    usual, kind, meant = found[0]
    if kind != "swapped" and (rarity > 0 or _is_ending(word, meant)):
        return None
    return meant, 0.9 if usual >= 4 else 0.7


def _is_ending(word: str, meant: str) -> bool:
    """Only the ending differs: more likely a rare form ("recruitments", "spiker") than a slip."""
    return word[:-1] == meant or meant[:-1] == word or word[:-2] == meant[:-1]


def _near(word: str) -> dict[str, str]:
    """Every string that is one slip away, with the slip."""
    near: dict[str, str] = {}
    for i in range(1, len(word) + 1):
        for c in _LETTERS:
            near.setdefault(word[:i] + c + word[i:], "missing")
    for i in range(1, len(word)):
        near.setdefault(word[:i] + word[i + 1 :], "extra")
    for i in range(len(word) - 1):
        near[word[:i] + word[i + 1] + word[i] + word[i + 2 :]] = "swapped"
    near.pop(word, None)
    return near

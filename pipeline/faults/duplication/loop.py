"""A run of words that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set, words

_LONGEST, _SHORTEST = 8, 2
# "On and on and on", "hour after hour after hour": the run ends in one of these and is meant.
_LINKS = word_set("and by after upon to or of in but for with on the a")


_ARTICLES = word_set("the a an")
_LEADS = word_set("and by after upon to")
# A phrase that begins with one of these is said once. A clause may be meant ("things we don't know we don't know").
_PHRASES = word_set("of in at on from during for with against")
# At the end of a sentence, or before another "of", a word of the second phrase may have been lost.
_FOLLOWED = re.compile(r" (?!of\b)[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Loop:
    """A run of two to eight words that stands twice or more in a row, as translation engines stumble. A phrase that
    begins with a preposition is said once where the sentence goes on; any other run waits for an editor."""

    id: str = "duplication.loop"
    fault: Fault = Fault.DUPLICATION
    examples: tuple[Example, ...] = (
        Example("I think it seems that it seems that it seems that he left.", "I think it seems that he left."),
        Example("They are in the house in the house today.", "They are in the house today."),
        Example("He waited for the for the signal.", "He waited for the signal."),
        leaves("It went on and on and on, hour after hour after hour."),
        leaves("“No, no, no, no,” he said, and again and again and again."),
        leaves("Knock, knock, who is there? Knock, knock, who is there?"),
        leaves("New York New York was on, and the 5 of 5 of 6 passed."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        text = document.text
        found = [(m[0].lower(), m.start(), m.end()) for m in words(text)]
        at = 0
        while at < len(found):
            size, times = _loop(text, found, at)
            if not size:
                at += 1
                continue
            start, kept, end = found[at][1], found[at + size - 1][2], found[at + size * times - 1][2]
            sure = size >= 3 and found[at][0] in _PHRASES and _FOLLOWED.match(text, end) is not None
            sure = sure and not _goes_on(found, at, size, times)
            evidence = f"'{text[start:kept]}' stands {times} times in a row"
            yield Proposal(
                document.anchor(start, end), (text[start:kept],), self.fault, self.id, 0.98 if sure else 0.9, evidence
            )
            at += size * times


def _goes_on(found: list[tuple[str, int, int]], at: int, size: int, times: int) -> bool:
    """The next word is of the run as well: a loop that broke off within it, and what is left is no sentence."""
    rest = found[at + size * times : at + size * times + 1]
    return bool(rest) and rest[0][0] in {word for word, _, _ in found[at : at + size] if word not in _PHRASES}


def _loop(text: str, found: list[tuple[str, int, int]], at: int) -> tuple[int, int]:
    """How long the run that begins here is and how often it stands; 0 where there is none."""
    if at + 1 < len(found) and found[at][0] == found[at + 1][0]:
        return 0, 0  # a doubled word: another rule's business
    for size in range(_SHORTEST, _LONGEST + 1):
        if at + 2 * size > len(found) or found[at][0] != found[at + size][0]:
            continue
        run = [w for w, _, _ in found[at : at + size]]
        if not _stands_again(text, found, at + size, run) or not _is_fault(text, found[at], run):
            continue
        times = 2
        while _stands_again(text, found, at + times * size, run):
            times += 1
        return size, times
    return 0, 0


def _stands_again(text: str, found: list[tuple[str, int, int]], at: int, run: list[str]) -> bool:
    """The run stands here too, and only single spaces join it to the one before."""
    places = found[at - len(run) : at + len(run)]
    return [w for w, _, _ in found[at : at + len(run)]] == run and all(
        text[a[2] : b[1]] == " " for a, b in pairwise(places)
    )


def _is_fault(text: str, first: tuple[str, int, int], run: list[str]) -> bool:
    plain = all(w.replace("-", "").replace("'", "").replace("’", "").isalpha() for w in run)
    broken = run[0] in _PHRASES and run[-1] in _ARTICLES  # "for the for the signal": no phrase ends so
    meant = (run[-1] in _LINKS and not broken) or run[0] in _LEADS or len(set(run)) == 1
    return plain and not meant and text[first[1] : first[2]].islower()

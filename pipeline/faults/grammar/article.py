""" "a" before a vowel, "an" before a consonant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.lexicon import is_common
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

_ARTICLE = re.compile(
    r"(?:(?<![\w.'’&-])(a|an)|(?:(?<=[.!?\n] )|(?<=[“\"\n])|\A)(A|An))"
    r" ([a-z]{2,}|(?:8|11|18|8\d)(?=[ -](?!\d)))(?![\w.]*[.@/]\w)"
)
_VOWEL = re.compile(r"[aeiou]|8|11|18")
# A consonant is heard, though a vowel is written: "a unit", "a user", "a European", "a one-off".
_YOU = re.compile(r"uni(?:[cfloqrstv]|on)|us[aeu]|usu|utili|utensil|utop|uk|ur(?:an|in)|eu|ewe|one|once|ufo|ubiq|ouija")
_MUTE = re.compile(r"hour|honest|honou?r|heir")
_EITHER = re.compile(r"hi|ho[tn]|hy|ha[bl]|he[r]|hu[m]|un[ai]|u[srkt]")
_BEFORE = re.compile(r"(?:([A-Za-z]+) |[.!?\n] |\n|\A)[“\"(]?\Z")
_LEADS = word_set("of in on at by for with from to as is was are were be been had has have into than that under after "
                  "before through about became become like not such without during")  # fmt: skip
# After these a noun is missing, and the article is not at fault.
_NO_NOUN = word_set(
    "in of and is are as at on or if it its am an any all our us up out over under about after again also other "
    "another off onto into upon until unless although around above across against among each every either inside "
    "outside whole ago away asia aka un et el al eu once below"
)


@dataclass(frozen=True, slots=True)
class Article:
    """ "A" where "an" is spoken, or "an" where "a" is, before an everyday word. Only "an" before a written consonant is
    mended unasked: "a" before a vowel is held, since a word between them is often missing, and so is "an" that may
    stand for "and"."""

    id: str = "grammar.article"
    fault: Fault = Fault.GRAMMAR
    examples: tuple[Example, ...] = (
        Example("They held a auction.", "They held an auction."),
        Example("An translator met a 11-year-old.", "A translator met an 11-year-old."),
        Example("It was an big surprise.", "It was a big surprise."),
        leaves("It was a unique, honest hour and a one-off at an honest university."),
        leaves("An hour, a European, a user, an heir, a utility, a euro."),
        leaves("A historic day or an historic day."),
        leaves("Vitamin A is good; he got a in the test."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _ARTICLE.finditer(document.text):
            article, word = match[1] or match[2], match[3]
            spoken = _spoken(word)
            if spoken is None or spoken == article.lower() or (word.isalpha() and not is_common(word)):
                continue
            fixed = spoken if article.islower() else spoken.capitalize()
            evidence = f"'{spoken}' is spoken before '{word}'"
            sure = _VOWEL.match(word) is None and _is_no_and(document.text, match.start())
            place = document.anchor(match.start(), match.start() + len(article))
            yield Proposal(place, (fixed,), self.fault, self.id, 0.98 if sure else 0.9, evidence)


def _is_no_and(text: str, at: int) -> bool:
    """ "An" stands for "and" after a noun ("media an culture"), and never after these words or at the start."""
    before = _BEFORE.search(text, max(0, at - 24), at)
    return before is not None and (before[1] or "of").lower() in _LEADS


def _spoken(word: str) -> str | None:
    """The article that is spoken before the word; None where both are, or none."""
    if word in _NO_NOUN:
        return None
    if _YOU.match(word):
        return "a"
    if _MUTE.match(word):
        return "an"
    if _EITHER.match(word):
        return None
    return "an" if _VOWEL.match(word) else "a"

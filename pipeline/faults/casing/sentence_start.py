"""A paragraph that begins in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.lexicon import is_common
from pipeline.faults.rule import Context, Example, leaves
from pipeline.faults.shape import is_tokenised
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

_START = re.compile(r"(?:\A|\n)[“\"]?([a-z]+)(?=[ ,'’])")
_ENDS = re.compile(r"[.!?…]['\"”’)]*\Z")
# A piece of a longer sentence rarely begins with one of these; it does with "which", "that", "to", "including".
_SURE = word_set("according she these those several many two three more currently ultimately previously earlier")
_SURE_IN_QUOTES = _SURE | word_set(
    "the there it we this they he she you our my if in on at when no now but just today however that what not who "
    "how why"
)
_CAPITAL = re.compile(r"(?:[.!?][”\"]? |\n)[“\"]?[A-Z]")
_WITHIN = re.compile(r"(?<=[a-z]{4})\. (the|they|he|she|this|these|those|we|according)(?= [a-z])")
_LEAST_WORDS = 4
# Brands, particles of names and marks of lists that begin right in lower case.
_LOWER = word_set(
    "de da di du van von der den la le el al bin ibn iphone ipad ebay http https www e i a b c d ex and or"
)


@dataclass(frozen=True, slots=True)
class SentenceStart:
    """A paragraph that is a whole sentence and begins with an everyday word in lower case. A text of one sentence
    may be a piece of a longer one, so it is held; where two other sentences begin with capitals, it is mended."""

    id: str = "case.sentence-start"
    fault: Fault = Fault.CASE
    examples: tuple[Example, ...] = (
        Example("the minister spoke on Monday.", "The minister spoke on Monday."),
        Example("He left.\nhis car stayed there.", "He left.\nHis car stayed there."),
        Example("“we will stay,” he said.", "“We will stay,” he said."),
        Example("It ended there. they met again in May.", "It ended there. They met again in May."),
        leaves("iPhone sales rose by a tenth."),
        leaves("It lies in the U.S. the firm said, on no. 5, etc. the rest."),
        leaves("the minister in Paris"),
        leaves("He spoke of\nthe plan that was made in Paris."),
        leaves("de Gaulle went to London in June."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        text = document.text
        for match in _START.finditer(text):
            word, start = match[1], match.start(1)
            if (word in _LOWER and word not in ("a", "i")) or not _stands_alone(text, match.start(), start):
                continue
            if not is_common(word):
                continue
            fixed = word[0].upper() + word[1:]
            quoted = start > 0 and text[start - 1] in '“"'
            known = word in (_SURE_IN_QUOTES if quoted else _SURE) and not is_tokenised(text)
            sure = known or _others_begin_with_capitals(text, match.start(), match.end())
            evidence = f"a sentence begins here, so '{word}' takes a capital"
            yield Proposal(
                document.anchor(*match.span(1)), (fixed,), self.fault, self.id, 0.98 if sure else 0.9, evidence
            )
        for match in _WITHIN.finditer(text):  # the stop may be the fault, so an editor looks
            evidence = f"a sentence begins here, so '{match[1]}' takes a capital"
            yield Proposal(
                document.anchor(*match.span(1)), (match[1].capitalize(),), self.fault, self.id, 0.9, evidence
            )


def _stands_alone(text: str, line_start: int, start: int) -> bool:
    """The paragraph ends as a sentence does, and so does the one before it."""
    end = text.find("\n", start)
    line = text[start : len(text) if end < 0 else end].rstrip()
    before = text[max(0, line_start - 3) : line_start]
    ended = not before.strip() or _ENDS.search(before) is not None
    return ended and line.count(" ") >= _LEAST_WORDS - 1 and _ENDS.search(line[-6:]) is not None


def _others_begin_with_capitals(text: str, start: int, end: int) -> bool:
    """At least two others do, so this text is not one that begins its sentences in lower case."""
    capitals = _CAPITAL.finditer(text, end)
    first = re.match(r"[“\"]?[A-Z]", text) is not None and start > 0
    return sum(1 for _, _ in zip(range(2), capitals, strict=False)) + first >= 2

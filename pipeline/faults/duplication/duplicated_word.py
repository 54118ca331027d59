"""A word that stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set

# Words that never stand twice in a row in right English.
_NEVER_TWICE = word_set(
    "the a an of and or but its their his my our your into would could should must may might which these those "
    "because although whether between during against among has have are were am"
)
# Words that may: "had had", "that that", "very very", "what it is is", "bye bye", names of music and dances.
_MAY_STAND_TWICE = word_set(
    "had that is was very really so too no yes never ever much many more long far big old new good well now "
    "here there again over on in out up down off by to for with at from as do does did who what where when how "
    "why you her him it this all bye blah knock hush tut chop pom ha hey hear come go going goes gone wait "
    "please look please run dear boys girls cha can tuk win lose win-win half fifty night day hot red blue "
    "pretty little some one two three four five six seven eight nine ten hundred thousand million billion "
    "trillion not none nor if be been being will said then than just only tom couscous beri aye nein oui ja si "
    "choo woof quack so-so"
)
_TWICE = re.compile(r"(?<![\w'’\-.])([^\W\d_]+)(?:[ \u00a0]+(\1))+(?![\w'’\-]|\.\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DuplicatedWord:
    """A word that stands twice in a row. Articles and conjunctions are mended; other words wait for an editor."""

    id: str = "duplication.word"
    fault: Fault = Fault.DUPLICATION
    examples: tuple[Example, ...] = (
        Example("He read the the report.", "He read the report."),
        Example("The the minister left.", "The minister left."),
        Example("They spoke of of of peace.", "They spoke of peace."),
        Example("The trade union union agreed.", "The trade union agreed."),
        leaves("She had had enough, and he knew that that was so."),
        leaves("Duran Duran played in Wagga Wagga and Pago Pago."),
        leaves("What it is is a mess, he said, very very slowly."),
        leaves("It was the The Hague office that called."),
        leaves("Codes 22 22 and 7 7 were read out."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _TWICE.finditer(document.text):
            first, last = match[1], match[2]
            if not last.islower() or not (first.islower() or first.istitle()):
                continue
            confidence = _confidence(last)
            if confidence is not None:
                evidence = f"'{last}' stands twice in a row"
                yield Proposal(document.anchor(*match.span()), (first,), self.fault, self.id, confidence, evidence)


def _confidence(word: str) -> float | None:
    if word in _NEVER_TWICE:
        return 0.99
    return None if word in _MAY_STAND_TWICE or len(word) < 3 else 0.7

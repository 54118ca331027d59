"""The name of a person in office that came back garbled from another script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.faults.names.evidence import UNSURE, Case, case
from pipeline.faults.names.index import NameIndex, Near
from pipeline.faults.names.known import KnownWords
from pipeline.faults.names.mention import mention
from pipeline.faults.names.people import Person
from pipeline.faults.names.scene import Scene
from pipeline.faults.names.titles import Governments, Titles
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.casing import fold

_NAME = re.compile(r"(?<![\w'’@#./-])[A-Z\u00c0-\u024f][^\W\d_]{3,24}(?![\w@/]|[-.]\w)")
_DAY = date(2025, 3, 1)


@dataclass(frozen=True, slots=True)
class GarbledOfficeHolder:
    """A garbled name of a person in the news: never on likeness alone, always on two pieces of evidence.

    The word must be no known name or word, near in letters and sound to the name, and the title, the other part of the
    name, the country or the rest of the article must say who is meant. With one piece it waits for an editor.
    """

    people: tuple[Person, ...]
    index: NameIndex
    known: KnownWords
    titles: Titles
    governments: Governments
    id: str = "name.garbled-office-holder"
    fault: Fault = Fault.NAME
    examples: tuple[Example, ...] = (
        Example(
            "Ukrainian President Voldymir Zelensky left.", "Ukrainian President Volodymyr Zelensky left.", (), _DAY
        ),
        Example(
            "US Defense Secretary Pete Hegses flew home.", "US Defense Secretary Pete Hegseth flew home.", (), _DAY
        ),
        Example("Russian Foreign Minister Rabrov agreed.", "Russian Foreign Minister Lavrov agreed.", (), _DAY),
        leaves("Ukrainian President Volodymyr Zelenskyy met Olena Zelenska.", _DAY),
        leaves("Former US Defense Secretary Hegses is another man.", _DAY),
        leaves("The baker Hans Hegses opened a shop in Ohio.", _DAY),
        leaves("German President Zelenzky is not a thing.", _DAY),
        leaves("US President Rubin spoke with the Putins.", _DAY),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        scene = Scene(document.text, context.published, self.people, self.titles, self.governments)
        for match in _NAME.finditer(document.text):
            if match[0].isupper():
                continue
            folded = fold(match[0])
            near = self.index.near(folded)
            if near and folded not in self.known:
                yield from self._judge(document, match, near, scene, context)

    def _judge(
        self, document: Document, match: re.Match[str], near: list[Near], scene: Scene, context: Context
    ) -> Iterator[Proposal]:
        cases = [
            case(n, person, is_family, mention(document.text, *match.span(), person, self.titles), scene)
            for n in near
            for person, is_family in n.holders
        ]
        cases = sorted(
            (c for c in cases if c.confidence > 0),
            key=lambda c: (-c.confidence, c.near.cost, -len(c.pieces), c.person.id),
        )
        if not cases:
            return
        best = cases[0]
        rivals = [c for c in cases[1:] if fold(c.near.word) != fold(best.near.word)]
        tied = any(c.confidence == best.confidence and c.near.cost <= best.near.cost for c in rivals)
        right = _spelling(best, document.text, context)
        yield Proposal(
            document.anchor(*match.span()), (right,), self.fault, self.id, UNSURE if tied else best.confidence,
            self._evidence(match[0], best, context.published),
        )  # fmt: skip

    def _evidence(self, word: str, best: Case, day: date | None) -> str:
        """Three clauses: not a name, who holds what since when, and what in the article says so."""
        said = [f"'{word}' is not a known name"]
        offices = best.person.holds(day)
        if offices:
            office = offices[0]
            label, government = self.titles.labels[office.kind], self.governments.names[office.government]
            when = f"since {office.start}" if office.end is None else f"from {office.start} to {office.end}"
            said.append(
                f"{best.person.name} has been {label} ({government}) {when}"
                if office.end is None
                else f"{best.person.name} was {label} ({government}) {when}"
            )
        else:
            said.append(f"{best.person.name} is in the news")
        said += [text for kind, text in best.pieces.items() if kind != "speaks"]
        if day is None:
            said.append("the article has no date, so the newest facts were used")
        return "; ".join(said)


def _spelling(best: Case, text: str, context: Context) -> str:
    """The house style's spelling, else the one of the person's accepted spellings that the article uses most."""
    wanted = context.style.get(best.person.id)
    family = best.person.family_words()
    if best.near.word not in family:
        return best.near.word
    if wanted is not None:
        return wanted.split()[-1]
    counted = Counter({w: len(re.findall(rf"\b{re.escape(w)}\b", text)) for w in dict.fromkeys(family)})
    most = max(counted.values())
    return best.near.word if most == counted[best.near.word] else next(w for w in family if counted[w] == most)

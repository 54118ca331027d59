"""The name of a person in office that came back garbled from another script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from pipeline.text.distance import edits

_NAME = re.compile(r"(?<![\w'’@#./-])[A-Z\u00c0-\u024f][^\W\d_]{3,24}(?![\w@/]|[-.]\w)")
_VARIANT = 3  # letters between two accepted spellings of one word
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
        near: dict[str, list[Near]] = {}
        for match in _NAME.finditer(document.text):
            folded = fold(match[0])
            if folded not in near:
                near[folded] = [] if match[0].isupper() else self.index.near(folded)
            best = self._best(match, near[folded], scene)
            if best is not None:
                right = _spelling(best, scene, context)
                evidence = self._evidence(match[0], best, context.published)
                yield Proposal(document.anchor(*match.span()), (right,), self.fault, self.id, best.confidence, evidence)

    def _best(self, match: re.Match[str], near: list[Near], scene: Scene) -> Case | None:
        """The person who is most likely meant; less sure where somebody else may be meant as well."""
        known = bool(near) and fold(match[0]) in self.known
        cases = []
        for name in near:
            for person, is_family in name.holders:
                found = mention(scene.text, *match.span(), scene.words_of(person), self.titles)
                cases.append(case(name, person, is_family, found, scene, known=known))
        cases = sorted((c for c in cases if c.confidence > 0), key=_rank)
        if not cases:
            return None
        tied = any(_is_rival(cases[0], other) for other in cases[1:])
        return replace(cases[0], confidence=min(UNSURE, cases[0].confidence)) if tied else cases[0]

    def _evidence(self, word: str, best: Case, day: date | None) -> str:
        """Clauses for an editor: not a name, who holds what since when, and what in the article says so."""
        said = [
            f"'{word}' is a word or name of its own, but not here" if best.known else f"'{word}' is not a known name",
            self._who(best, day),
        ]
        said += [text for kind, text in best.pieces.items() if kind != "speaks"]
        if day is None:
            said.append("the article has no date, so the newest facts were used")
        return "; ".join(said)

    def _who(self, best: Case, day: date | None) -> str:
        offices = best.person.holds(day)
        if not offices:
            return f"{best.person.name} is in the news"
        office = offices[0]
        title = f"{self.titles.label(office.kind, office.government)} ({self.governments.names[office.government]})"
        if office.end is None:
            return f"{best.person.name} has been {title} since {office.start}"
        return f"{best.person.name} was {title} from {office.start} to {office.end}"


def _rank(one: Case) -> tuple[float, float, int, str, str]:
    return (-one.confidence, one.near.cost, -len(one.pieces), one.person.id, one.near.word)


def _is_rival(best: Case, other: Case) -> bool:
    """Whether another name may be meant as well: as near, or one of the same short family name ("Li")."""
    if best.person.id == other.person.id or fold(best.near.word) == fold(other.near.word):
        return False
    namesakes = fold(best.person.family) == fold(other.person.family) and "name" in other.pieces
    return namesakes or (other.confidence == best.confidence and other.near.cost <= best.near.cost)


def _spelling(best: Case, scene: Scene, context: Context) -> str:
    """The house style's spelling, else the accepted spelling that the article uses most, else the preferred one."""
    family = best.person.family_words()
    if best.near.word not in family:
        return best.near.word
    wanted = context.style.get(best.person.id)
    if wanted is not None:
        return wanted.split()[-1]
    alike = [w for w in family if edits(fold(w), fold(best.near.word), _VARIANT) <= _VARIANT]
    return max(alike, key=scene.count)  # the preferred spelling comes first, so it wins a tie

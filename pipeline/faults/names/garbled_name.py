"""The name of a person, place or thing that came back garbled from another script or case ending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.faults.names.account import account
from pipeline.faults.names.evidence import Evidence, Gatherer
from pipeline.faults.names.judge import Judge, Verdict
from pipeline.faults.names.preference import preferred
from pipeline.faults.names.scene import Scene, scene_of
from pipeline.faults.names.suspects import Suspect, suspects
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.casing import like

_TIED = 0.75  # another name may be meant: an editor must say
_WORTH_SAYING = 0.1
_IN_OFFICE = 0.4
_RIVAL = 0.3  # share of the best confidence
_DAY = date(2025, 3, 1)


@dataclass(frozen=True, slots=True)
class GarbledName:
    """A garbled name: never on likeness alone.

    What stands beside the word, the offices at the date of the article, what the article is about, and how names are
    garbled are weighed together; what is a name or word of its own is left, unless first name or office prove it wrong.
    """

    gatherer: Gatherer
    judge: Judge
    id: str = "name.garbled"
    fault: Fault = Fault.NAME
    examples: tuple[Example, ...] = (
        Example(
            "Ukrainian President Voldymir Zelensky left.", "Ukrainian President Volodymyr Zelensky left.", (), _DAY
        ),
        Example(
            "US Defense Secretary Pete Hegses flew home.", "US Defense Secretary Pete Hegseth flew home.", (), _DAY
        ),
        Example("Russian Foreign Minister Rabrov agreed.", "Russian Foreign Minister Lavrov agreed.", (), _DAY),
        Example("OLAF SHOLZ VISITS PRAGUE", "OLAF SCHOLZ VISITS PRAGUE", (), _DAY),
        leaves("NATO CHIEF MARK RUTTE SAID UNHCR NEEDS MONEY", _DAY),
        leaves("Ukrainian President Volodymyr Zelenskyy met Olena Zelenska.", _DAY),
        leaves("The baker Hans Hegses opened a shop in Ohio.", _DAY),
        leaves("Parly France soon has new satellites.", _DAY),
        leaves("US President Rubin spoke with the envoy.", _DAY),
        leaves("The dogs were a gift of North Korean leader Kim Jong-il.", _DAY),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        scene = scene_of(document.text, context.published)
        for suspect in suspects(scene, self.gatherer):
            verdict = self.verdict(suspect)
            if verdict is not None and verdict.confidence >= _WORTH_SAYING:
                yield self._proposal(document, context, scene, suspect, verdict)

    def verdict(self, suspect: Suspect) -> Verdict | None:
        """The likeliest of the names that the word may mean."""
        rated = sorted(
            ((self.judge.likelihood(case.features, known=suspect.known), case) for case in suspect.cases),
            key=lambda pair: (-pair[0], -pair[1].near.ratio, pair[1].holder.entity.id),
        )
        if not rated:
            return None
        holders = [(sure, case) for sure, case in rated if sure >= _IN_OFFICE and _is_placed(case)]
        rated = holders or rated
        likelihood, case = rated[0]
        others = [
            c
            for c, other in rated[1:]
            if other.holder.entity.id != case.holder.entity.id and other.near.word != case.near.word
        ]
        tied = bool(others) and others[0] >= _RIVAL * likelihood
        sure = self.judge.confidence(case.features, known=suspect.known)
        return Verdict(case, min(sure, _TIED) if tied else sure, tied)

    def _proposal(
        self, document: Document, context: Context, scene: Scene, suspect: Suspect, verdict: Verdict
    ) -> Proposal:
        token = scene.tokens[suspect.at]
        right = like(preferred(verdict.evidence, scene, context.style), token.written)
        said = account(token.written, suspect, verdict, self.gatherer, scene.day)
        return Proposal(
            document.anchor(token.start, token.end), (right,), self.fault, self.id, round(verdict.confidence, 4), said
        )


def _is_placed(case: Evidence) -> bool:
    """Whether the title beside the word, or the colleagues named, say who is meant."""
    return bool(case.features.get("title fits") or case.features.get("colleagues"))

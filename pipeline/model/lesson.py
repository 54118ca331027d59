"""What reviewers teach: a name that the rules shall know, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pipeline.model.entity import Entity
from pipeline.model.errors import UsageError
from pipeline.model.trial import Trial


class Stage(StrEnum):
    """Only PUBLISHED lessons are known to the rules."""

    DRAFT = "DRAFT"
    TESTED = "TESTED"
    PUBLISHED = "PUBLISHED"
    REVERTED = "REVERTED"


MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.DRAFT, Stage.TESTED}),
    Stage.TESTED: frozenset({Stage.DRAFT, Stage.PUBLISHED}),
    Stage.PUBLISHED: frozenset({Stage.REVERTED}),
    Stage.REVERTED: frozenset({Stage.DRAFT}),
}
_HINTS = {
    Stage.DRAFT: "Test it next: newsmend lessons test {id}.",
    Stage.TESTED: "Publish it next: newsmend lessons publish {id}.",
    Stage.PUBLISHED: "Revert it first: newsmend lessons revert {id}.",
    Stage.REVERTED: "Draft it again first: newsmend lessons draft.",
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as its newest event left it; `number` counts its events from 1, `at` is UTC.

    `from_decisions` are the ids of the accepted proposals that it was drawn from.
    """

    id: str
    entity: Entity
    stage: Stage
    actor: str
    at: datetime
    reason: str = ""
    from_decisions: tuple[str, ...] = ()
    trial: Trial | None = None
    number: int = 1

    def moved(self, stage: Stage, actor: str, at: datetime, reason: str = "") -> Lesson:
        """The next event.

        Raises:
            UsageError: this stage does not follow the present one; the message says what does.
        """
        if stage not in MOVES[self.stage]:
            raise UsageError(
                f"it is {self.stage} and cannot become {stage}",
                where=f"lesson {self.id}",
                hint=_HINTS[self.stage].format(id=self.id),
            )
        return replace(self, stage=stage, actor=actor, at=at, reason=reason, number=self.number + 1)

    def redrafted(self, entity: Entity, actor: str, at: datetime, reason: str, decisions: tuple[str, ...]) -> Lesson:
        """A new draft of the same name, which has to be tested anew. Raises as `moved` does."""
        draft = self.moved(Stage.DRAFT, actor, at, reason)
        return replace(draft, entity=entity, from_decisions=decisions or self.from_decisions, trial=None)

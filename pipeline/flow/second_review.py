"""Second opinions, given blind, and how far reviewers agree. They change no text and no decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.flow.workplace import Workplace, now
from pipeline.model.errors import Conflict
from pipeline.review import blind
from pipeline.review.agreement import RELIABLE, TENTATIVE, alpha
from pipeline.review.blind import Pile
from pipeline.review.decide import Answer
from pipeline.store import second_opinions
from pipeline.store.second_opinions import Pair

ENOUGH = 20  # pairs; below that a figure says little


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on one rule; `alpha` is None where nothing varies."""

    rule: str
    pairs: int
    agreed: int
    alpha: float | None

    @property
    def means(self) -> str:
        """The figure in words."""
        if self.pairs < ENOUGH:
            return f"too few pairs to say ({self.pairs} of {ENOUGH})"
        if self.alpha is None:
            return "everybody always said the same: nothing varies, so nothing is measured"
        if self.alpha >= RELIABLE:
            return "reliable"
        return "tentative" if self.alpha >= TENTATIVE else "not reliable: look at the rule before you trust its figures"


@dataclass(frozen=True, slots=True)
class SecondPage:
    """What waits for this person, what became of the last one, and the agreement by rule; first that of all rules."""

    pile: Pile
    last: Pair | None
    agreements: tuple[Agreement, ...]


def read_second(place: Workplace, actor: str, done: str = "", *, may_write: bool = True) -> SecondPage:
    """`done` is the proposal on which this person has just given a second opinion."""
    with place.store.read() as conn:
        pile = blind.pile(conn, actor, place.settings.second) if may_write else Pile(0, None)
        last = blind.given(conn, done, actor) if done else None
        return SecondPage(pile, last, tuple(agreements(second_opinions.pairs(conn))))


def give(place: Workplace, answer: Answer, actor: str) -> Pair:
    """Writes a second opinion; both verdicts, which may now be seen.

    Raises:
        Conflict: it is not for this person, or somebody gave one meanwhile. Nothing is written.
        UsageError: the words cannot stand in a text.
    """
    with place.store.begin() as conn:
        said = blind.opinion(conn, answer, actor, place.settings.second, now())
        if not second_opinions.add(conn, said):
            raise Conflict("somebody else gave a second opinion on this meanwhile", hint="Take the next one.")
        found = blind.given(conn, answer.proposal, actor)
        assert found is not None
        return found


def agreements(pairs: Iterable[Pair]) -> list[Agreement]:
    """By rule, the lowest alpha first; before them all rules together, where there is more than one."""
    by_rule: dict[str, list[Pair]] = {}
    everything = list(pairs)
    for pair in everything:
        by_rule.setdefault(pair.rule, []).append(pair)
    each = sorted(
        (_agreement(rule, of) for rule, of in by_rule.items()),
        key=lambda found: (2.0 if found.alpha is None else found.alpha, found.rule),
    )
    return [_agreement("all rules", everything), *each] if len(each) > 1 else each


def _agreement(rule: str, pairs: list[Pair]) -> Agreement:
    agreed = sum(pair.agree for pair in pairs)
    return Agreement(rule, len(pairs), agreed, alpha((pair.first, pair.second) for pair in pairs))

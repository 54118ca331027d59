"""Where the rulings with a lesson differ from those without it, counted and kept as examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.flow.mend import rules_fingerprint
from pipeline.model.ruling import Ruling
from pipeline.model.trial import Effect, Trial
from pipeline.store.records import ArticleRow, DocumentRow
from pipeline.store.trials import Judged

MOST_SHOWN = 50
_AROUND = 60  # code points on either side

Rulings = dict[str, Ruling]  # by the proposal's id


@dataclass(frozen=True, slots=True)
class Refused:
    """What reviewers refused: proposals, changes of one spelling into another, and places that are no fault."""

    proposals: frozenset[str]
    changes: frozenset[tuple[str, str | None]]
    places: Mapping[str, tuple[tuple[int, int], ...]]

    @classmethod
    def of(cls, listed: list[Judged]) -> Refused:
        places: dict[str, tuple[tuple[int, int], ...]] = {}
        for one in listed:
            if one.fix is None:  # a flag that was refused says that the text is right
                places[one.text_sha] = (*places.get(one.text_sha, ()), (one.start, one.end))
        changes = frozenset((one.before, one.fix) for one in listed if one.fix is not None)
        return cls(frozenset(one.decision.proposal for one in listed), changes, places)

    def covers(self, ruling: Ruling) -> bool:
        place = ruling.proposal.anchor
        if ruling.proposal.id in self.proposals or (place.quote, ruling.replacement) in self.changes:
            return True
        return any(start < place.end and place.start < end for start, end in self.places.get(place.text_sha, ()))


@dataclass(slots=True)
class Tally:
    """Counts so far, and the first effects of each sort."""

    texts: int = 0
    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    conflicts: int = 0
    effects: list[Effect] = field(default_factory=list)
    lost: list[Effect] = field(default_factory=list)
    conflicting: list[Effect] = field(default_factory=list)
    failures: dict[str, None] = field(default_factory=dict)

    def note(self, effect: Effect) -> None:
        if not effect.now:
            self.gone[effect.was] += 1
            keep(self.lost, effect)
            return
        if effect.was:
            self.changed[f"{effect.was}→{effect.now}"] += 1
        else:
            self.new[effect.now] += 1
        keep(self.effects, effect)

    def trial(self) -> Trial:
        return Trial(
            self.texts, rules_fingerprint(), _sorted(self.new), _sorted(self.changed), _sorted(self.gone),
            self.conflicts, tuple(self.effects), tuple(self.lost), tuple(self.conflicting),
            tuple(self.failures)[:MOST_SHOWN],
        )  # fmt: skip


def effects_of(article: ArticleRow, text: DocumentRow, old: Rulings, new: Rulings) -> Iterator[Effect]:
    """In the order of the text."""
    seen = sorted({**old, **new}.items(), key=lambda item: (item[1].proposal.anchor, item[0]))
    for id, ruling in seen:
        was, now = (rulings[id].outcome.value if id in rulings else "" for rulings in (old, new))
        if was != now:
            yield _effect(article, text, ruling, was, now)


def _effect(article: ArticleRow, text: DocumentRow, ruling: Ruling, was: str, now: str) -> Effect:
    proposal, place = ruling.proposal, ruling.proposal.anchor
    context = text.text[max(0, place.start - _AROUND) : place.end + _AROUND].replace("\n", " ")
    return Effect(
        article.url, text.part, place.start, place.quote, ruling.replacement, was, now, proposal.rule,
        proposal.confidence, proposal.evidence, context, proposal.id,
    )  # fmt: skip


def keep(listed: list[Effect], effect: Effect) -> None:
    if len(listed) < MOST_SHOWN:
        listed.append(effect)


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))

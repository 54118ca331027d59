"""Names to learn, out of what reviewers accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pipeline.flow.gazetteer.fullname import family_of, full_name
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Verdict
from pipeline.model.digest import digest
from pipeline.model.entity import PERSON, Entity
from pipeline.model.proposal import Fault
from pipeline.store import documents, trials
from pipeline.store.trials import Judged
from pipeline.text.casing import fold

THING = "thing"
SOURCE = "reviewers"


@dataclass(slots=True)
class Seen:
    """One name: how often each spelling was accepted, and by which decisions."""

    spellings: Counter[str] = field(default_factory=Counter)
    proposals: list[str] = field(default_factory=list)


def lesson_id(name: str, *, stop: bool = False) -> str:
    """The same name is the same lesson, whatever its accents and fields; leaving it alone is another one."""
    return digest("stop" if stop else "lesson", fold(name))[:16]


def harvest(place: Workplace, proposals: Collection[str] | None = None) -> list[tuple[Entity, tuple[str, ...]]]:
    """An entity for each name that reviewers accepted or wrote in, with the decisions behind it, by name."""
    found: dict[str, Seen] = {}
    for judged, name in _accepted(place, proposals):
        seen = found.setdefault(fold(name), Seen())
        seen.spellings[name] += 1
        seen.proposals.append(judged.decision.proposal)
    return [(_entity(seen), tuple(seen.proposals)) for _, seen in sorted(found.items())]


def _accepted(place: Workplace, proposals: Collection[str] | None) -> Iterator[tuple[Judged, str]]:
    with place.store.read() as conn:
        listed = [one for one in trials.judged(conn, Verdict.ACCEPT) if one.fault == Fault.NAME]
        texts = {text.id: text.text for text in documents.get(conn, {one.document for one in listed})}
    for one in listed:
        fix = one.fix if one.decision.replacement is None else one.decision.replacement
        if fix and (proposals is None or one.decision.proposal in proposals):
            text = texts[one.document]
            mended = text[: one.start] + fix + text[one.end :]
            yield one, full_name(mended, one.start, one.start + len(fix))


def _entity(seen: Seen) -> Entity:
    name, *variants = sorted(seen.spellings, key=lambda spelling: (-seen.spellings[spelling], spelling))
    kind = PERSON if " " in name else THING  # a reviewer says what it is; one word is too little for a person
    family = family_of(name) if kind == PERSON else name
    return Entity("", name, family, kind, tuple(variants), source=SOURCE)

"""From what reviewers accept to names that the rules know: draft, test on the archive, publish, revert.

Invariant: only published lessons change what is mended; every step is one event in one transaction, never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from pipeline.faults.catalogue import embedded
from pipeline.flow.gazetteer.gatekeeper import must_pass, must_say
from pipeline.flow.gazetteer.gates import LONGEST_NAME
from pipeline.flow.gazetteer.harm import refuse_harmful
from pipeline.flow.gazetteer.harvest import SOURCE, harvest, lesson_id
from pipeline.flow.gazetteer.learned import published_entities as published_entities
from pipeline.flow.workplace import Workplace, now
from pipeline.model.entity import STOP, Entity
from pipeline.model.errors import UsageError
from pipeline.model.lesson import Lesson, Stage
from pipeline.store import lessons

ARTICLES = 1000

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The new drafts; names that were left out, each with the reason."""

    lessons: tuple[Lesson, ...]
    left_out: tuple[str, ...]


def draft(
    place: Workplace, entity: Entity, actor: str, *, from_decisions: tuple[str, ...] = (), reason: str = ""
) -> Lesson:
    """A lesson for a name; the draft that is there where it says the same.

    Raises:
        UsageError: the name would do harm, or is published as it is.
    """
    must_say(actor, "who drafts it", "--actor NAME")
    named = _named(entity)
    _refuse(place, named)
    id = named.id.removeprefix(f"{SOURCE}:")
    with place.store.begin() as conn:
        known = lessons.latest(conn, id)
        if known is None:
            made = Lesson(id, named, Stage.DRAFT, actor, now(), reason, from_decisions)
        elif known.stage is Stage.DRAFT and known.entity == named:
            return known
        else:
            made = known.redrafted(named, actor, now(), reason, from_decisions)
        lessons.add(conn, made)
    return made


def draft_accepted(place: Workplace, actor: str, proposals: Collection[str] | None = None) -> Drafted:
    """A draft for each name in these accepted proposals, or in all; a name that has a lesson is left as it is.

    So a name that was reverted does not come back by itself, and doing it twice changes nothing.
    """
    must_say(actor, "who drafts it", "--actor NAME")
    made, left_out = [], []
    for entity, decisions in harvest(place, proposals):
        with place.store.read() as conn:
            known = lessons.latest(conn, lesson_id(entity.name))
        if known is not None:
            left_out.append(f"{entity.name}: lesson {known.id} is {known.stage}")
            continue
        try:
            made.append(draft(place, entity, actor, from_decisions=decisions))
        except UsageError as error:
            left_out.append(f"{entity.name}: {error.what}")
    return Drafted(tuple(made), tuple(left_out))


def test(
    place: Workplace,
    id: str,
    actor: str,
    *,
    days: int | None = None,  # noqa: PT028
    limit: int = ARTICLES,  # noqa: PT028
    progress: Progress = lambda *_: None,  # noqa: PT028
) -> Lesson:
    """Runs the rules with and without the lesson over the newest articles; a tested one is tested anew.

    Raises:
        UsageError: there is no such draft, or it was changed meanwhile.
    """
    from pipeline.flow.gazetteer.rehearse import rehearse

    must_say(actor, "who tests it", "--actor NAME")
    lesson = get(place, id)
    if lesson.stage is not Stage.TESTED:
        lesson.moved(Stage.TESTED, actor, now())  # refuse before the work, not after it
    trial = rehearse(place, lesson, days=days, limit=limit, progress=progress)
    with place.store.begin() as conn:
        current = _latest(conn, id)
        if current != lesson:
            raise UsageError("it was changed while it was tested", where=f"lesson {id}", hint="Test it again.")
        if current.stage is Stage.TESTED:
            current = current.redrafted(current.entity, actor, now(), "to be tested again", ())
            lessons.add(conn, current)
        tested = replace(current.moved(Stage.TESTED, actor, now()), trial=trial)
        lessons.add(conn, tested)
    return tested


def publish(place: Workplace, id: str, actor: str, reason: str, *, despite_conflicts: bool = False) -> Lesson:
    """Makes the rules know the name.

    Raises:
        UsageError: it is not tested, its test found conflicts or is out of date, or no reason is given.
    """
    must_say(actor, "who publishes it", "--actor NAME")
    must_say(reason, "a reason", "--reason TEXT")
    lesson = get(place, id)
    made = lesson.moved(Stage.PUBLISHED, actor, now(), reason.strip())
    must_pass(lesson, made.trial, despite_conflicts)
    _refuse(place, lesson.entity)
    with place.store.begin() as conn:
        lessons.add(conn, made)
    return made


def revert(place: Workplace, id: str, actor: str, reason: str) -> Lesson:
    """Makes the rules forget the name; what they made of texts before is there again once these are mended."""
    must_say(actor, "who reverts it", "--actor NAME")
    must_say(reason, "a reason", "--reason TEXT")
    with place.store.begin() as conn:
        made = _latest(conn, id).moved(Stage.REVERTED, actor, now(), reason.strip())
        lessons.add(conn, made)
    return made


def get(place: Workplace, id: str) -> Lesson:
    """Raises UsageError where there is no such lesson."""
    with place.store.read() as conn:
        return _latest(conn, id)


def history(place: Workplace, id: str) -> list[Lesson]:
    """Every event of a lesson, oldest first. Raises as `get` does."""
    with place.store.read() as conn:
        _latest(conn, id)
        return lessons.history(conn, id)


def all_lessons(place: Workplace, stage: Stage | None = None) -> list[Lesson]:
    """Every lesson, or those at a stage, by name."""
    with place.store.read() as conn:
        found = lessons.all_lessons(conn)
    return sorted((one for one in found if stage in (None, one.stage)), key=lambda one: (one.entity.name, one.id))


def _latest(conn: Connection, id: str) -> Lesson:
    found = lessons.latest(conn, id)
    if found is None:
        raise UsageError("there is no such lesson", where=f"lesson {id}", hint="newsmend lessons list names them.")
    return found


def _refuse(place: Workplace, named: Entity) -> None:
    """Raises UsageError for a name that would do harm, or a spelling that cannot be left alone."""
    if named.kind != STOP:
        others = [other for other in published_entities(place) if other.kind != STOP]
        refuse_harmful(named, (*embedded().entities, *others))
    elif not 2 <= len(named.name) <= LONGEST_NAME or not any(letter.isalpha() for letter in named.name):
        raise UsageError("this is no spelling of a name", where=f"the stop {named.name[:40]!r}", hint="Give the name.")


def _named(entity: Entity) -> Entity:
    """With its id, without stray spaces and doubled spellings."""
    name = " ".join(entity.name.split())
    variants = dict.fromkeys(" ".join(v.split()) for v in entity.variants)
    return replace(
        entity,
        id=f"{SOURCE}:{lesson_id(name, stop=entity.kind == STOP)}",
        name=name,
        family=" ".join(entity.family.split()),
        variants=tuple(v for v in variants if v and v != name),
        source=SOURCE,
    )

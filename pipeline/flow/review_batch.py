"""All like this: one answer for every place where a rule puts the same words for the same words, and its undo.

Invariant: each place is one transaction with its decision and its text; what was done before an interruption carries
the batch's id and is undone with it.
"""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import func, select

from pipeline.flow import review
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Verdict
from pipeline.model.digest import digest
from pipeline.model.errors import Conflict, NotFound, UsageError
from pipeline.review import queue
from pipeline.review.decide import Answer, plain_note
from pipeline.review.filters import Filters
from pipeline.review.queue import Item
from pipeline.store import batches, tables
from pipeline.store.batches import Batch
from pipeline.store.review_items import OPEN

SAMPLE = 10
SHOWN = 100
_t = tables.review_item.c


@dataclass(frozen=True, slots=True)
class Group:
    """What is alike. `waiting` places are open; `sources` by how many of them."""

    likeness: str
    rule: str
    before: str
    after: str | None
    fault: str
    count: int
    waiting: int
    sources: tuple[tuple[str, int], ...]
    sample: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """An act: how many places it decided on, and how many it left because somebody else had them."""

    batch: str
    places: int
    left: int


def groups(place: Workplace, rule: str = "", source: str = "") -> list[Group]:
    """The greatest groups of what waits, the greatest first; those with one place are left out."""
    chosen = [_t.state == OPEN, *([_t.rule == rule] if rule else []), *([_t.source == source] if source else [])]
    counted = select(_t.likeness, func.count().label("n"), func.min(_t.document + _t.proposal).label("one"))
    counted = counted.where(*chosen).group_by(_t.likeness).having(func.count() > 1)
    with place.store.read() as conn:
        found = conn.execute(counted.order_by(func.count().desc(), _t.likeness).limit(SHOWN)).all()
        ones = [row.one for row in found]
        columns = (_t.likeness, _t.rule, _t.before, _t.after, _t.fault)
        query = select(*columns).where(_t.likeness.in_([row.likeness for row in found]))
        facts = {row.likeness: row for row in conn.execute(query.where((_t.document + _t.proposal).in_(ones)))}
    return [
        Group(f.likeness, f.rule, f.before, f.after, f.fault, row.n, row.n, ())
        for row in found
        if (f := facts.get(row.likeness)) is not None
    ]


def group(place: Workplace, likeness: str) -> Group:
    """One group with a sample of what waits: the same places until one of them is decided.

    Raises:
        NotFound: nothing like this stands.
    """
    with place.store.read() as conn:
        one = conn.execute(
            select(_t.rule, _t.before, _t.after, _t.fault).where(_t.likeness == likeness).limit(1)
        ).first()
        if one is None:
            raise NotFound("nothing like this stands any more", hint="The texts were mended anew.")
        counted = select(_t.source, _t.state, func.count()).where(_t.likeness == likeness)
        rows = [tuple(row) for row in conn.execute(counted.group_by(_t.source, _t.state).order_by(_t.source))]
        waiting = {source: count for source, state, count in rows if state == OPEN}
        open_ones = select(_t.document, _t.proposal).where(_t.likeness == likeness, _t.state == OPEN)
        keys = sorted(tuple(row) for row in conn.execute(open_ones))
        picked = {key[1] for key in random.Random(likeness).sample(keys, min(SAMPLE, len(keys)))}  # noqa: S311
        found = [item for proposal in sorted(picked) for item in queue.find(conn, proposal, now())[:1]]
    total = sum(count for *_, count in rows)
    return Group(likeness, *one, total, sum(waiting.values()), tuple(waiting.items()), tuple(found))


def say_all(place: Workplace, likeness: str, verdict: Verdict, actor: str, reason: str, seen: int) -> Done:
    """One answer for what waits in the group, at most as many as the deployment allows.

    `seen` is how many waited when the person looked. What somebody else has or decided meanwhile is left.

    Raises:
        UsageError: no reason is given, or the answer is none for many.
        Conflict: more wait than the person saw.
        NotFound: nothing like this stands.
    """
    if verdict not in (Verdict.ACCEPT, Verdict.REJECT):
        raise UsageError("many places are accepted or rejected", hint="Anything else is said of one place.")
    if not plain_note(reason):
        raise UsageError("it needs a reason", where="all like this", hint="Say in a few words why all are alike.")
    found = group(place, likeness)
    if found.waiting > seen:
        raise Conflict(f"{found.waiting} wait now, and you saw {seen}", hint="Look at the group again.")
    if not found.waiting:
        raise UsageError("nothing waits in this group", hint="It is decided already.")
    made = _batch(found, verdict, actor, reason)
    with place.store.begin() as conn:
        batches.add(conn, made)
        wanted = queue.page(conn, Filters(like=likeness, state=OPEN), now(), "", place.settings.most_at_once).items
    answers = {item.proposal: item.version for item in wanted}
    return _each(place, made, answers, actor)


def undo(place: Workplace, id: str, actor: str, reason: str = "") -> Done:
    """Takes back what this act decided, where its word is still the last one; at any time, as often as asked.

    Raises:
        NotFound: there is no such act.
        UsageError: nothing of it stands, or it was an undo itself.
    """
    with place.store.begin() as conn:
        old = batches.get(conn, id)
        if old is None:
            raise NotFound("no such batch", where=f"batch {id[:12]}")
        if old.undoes is not None or not old.standing:
            raise UsageError("nothing of this batch stands", hint="It was undone, or decided anew since.")
        moment = now()
        made = Batch(
            digest("batch", id, actor, moment), old.likeness, old.rule, old.before, old.after, Verdict.WITHDRAW, actor,
            moment, plain_note(reason), id,
        )  # fmt: skip
        batches.add(conn, made)
        wanted = [item for proposal in batches.standing(conn, id) for item in queue.find(conn, proposal, moment)[:1]]
    return _each(place, made, {item.proposal: item.version for item in wanted}, actor)


def acts(place: Workplace) -> list[Batch]:
    """The newest ones first."""
    with place.store.read() as conn:
        return batches.newest(conn, SHOWN)


def _batch(found: Group, verdict: Verdict, actor: str, reason: str) -> Batch:
    moment = now()
    id = digest("batch", found.likeness, actor, moment)
    note = plain_note(reason)
    return Batch(id, found.likeness, found.rule, found.before, found.after, verdict, actor, moment, note)


def _each(place: Workplace, made: Batch, answers: dict[str, int], actor: str) -> Done:
    done, note = 0, f"{made.reason} (batch {made.id[:12]})".strip()
    for proposal, version in answers.items():
        with suppress(Conflict, NotFound, UsageError):
            review.say(place, Answer(proposal, made.verdict, version, None, note), actor, batch=made.id)
            done += 1
    return Done(made.id, done, len(answers) - done)

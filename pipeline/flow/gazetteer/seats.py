"""Who took up and gave up which office. Each kind of office in a government is one seat with one holder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.fetch.wikidata.tenures import Tenure, in_office
from pipeline.flow.gazetteer.diff import Change, Sort
from pipeline.flow.gazetteer.draft import Draft
from pipeline.model.entity import Entity, Office

SAME = timedelta(days=400)  # elected, sworn in, a later term: the dates of one tenure differ by source
LONGEST = timedelta(days=15 * 366)  # for a minister; an older tenure without an end was forgotten by its editors
HEADS = frozenset({"president", "prime-minister", "chancellor", "leader", "supreme-leader"})

Seat = tuple[str, str]


def renew(draft: Draft) -> None:
    """Brings the offices of every seat that Wikidata names up to date."""
    seats: dict[Seat, list[Tenure]] = {}
    for tenure in draft.found.tenures:
        seats.setdefault((tenure.office.kind, tenure.office.government), []).append(tenure)
    for seat, tenures in sorted(seats.items()):
        _close(draft, seat, tenures)
        _fill(draft, seat, tenures)


def _close(draft: Draft, seat: Seat, tenures: Sequence[Tenure]) -> None:
    """Gives ended offices their end; who holds the seat again is not touched."""
    holders = {one.person for one in tenures if one.is_open}
    for one in sorted(tenures, key=lambda t: (t.person, t.office.start)):
        end = one.office.end
        if one.person in holders or end is None or end > draft.day:
            continue
        person = draft.person(one.person, seat[1], new=False)
        if person is not None:
            _end(draft, person, [o for o in _open(person, seat) if _same(o, one.office)], end)


def _fill(draft: Draft, seat: Seat, tenures: Sequence[Tenure]) -> None:
    current = _current(draft, seat, tenures)
    if current is None:
        return
    known = draft.person(current.person, seat[1], new=False)
    if known is not None and (_open(known, seat) or _ended_since(known, seat, current.office)):
        return
    before = [e for e in draft.entities.values() if _open(e, seat) and e is not known]
    newer = [e.name for e in before for o in _open(e, seat) if o.start >= current.office.start]
    if newer:
        _leave_out(draft, current.person, f"{_said(seat)}: we know a later holder, {newer[0]}")
        return
    person = draft.person(current.person, seat[1], new=True)
    if person is None:
        return
    for entity in before:
        _end(draft, entity, _open(entity, seat), current.office.start)
    draft.put(replace(person, offices=(*person.offices, current.office)))
    draft.note(Sort.OFFICE, person, f"{_said(seat)} since {current.office.start}")


def _current(draft: Draft, seat: Seat, tenures: Sequence[Tenure]) -> Tenure | None:
    """The tenure of the one holder today; None where there is none, or more than one, or it is too old to be true."""
    alive = [t for t in in_office(tenures, draft.day) if t.person in draft.found.facts and not _died(draft, t.person)]
    people = sorted({draft.found.facts[t.person].id for t in alive})
    if len(people) > 1:
        _leave_out(
            draft, people[0], f"{_said(seat)}: held by {len(people)} people at once, also {', '.join(people[1:])}"
        )
        return None
    if not alive:
        return None
    newest = max(alive, key=lambda t: t.office.start)
    if seat[0] not in HEADS and draft.day - newest.office.start > LONGEST:
        _leave_out(draft, people[0], f"{_said(seat)}: since {newest.office.start}, too long to be true")
        return None
    return replace(newest, office=replace(newest.office, end=None))


def _died(draft: Draft, item: str) -> bool:
    died = draft.found.facts[item].died
    return died is not None and died <= draft.day


def _open(entity: Entity, seat: Seat) -> list[Office]:
    return [o for o in entity.offices if o.end is None and (o.kind, o.government) == seat]


def _same(ours: Office, theirs: Office) -> bool:
    inside = theirs.start <= ours.start and theirs.end is not None and ours.start < theirs.end
    return inside or abs(ours.start - theirs.start) <= SAME


def _ended_since(entity: Entity, seat: Seat, theirs: Office) -> bool:
    """Whether we know that this tenure is over, though Wikidata still has it open."""
    ours = [o for o in entity.offices if o.end is not None and (o.kind, o.government) == seat]
    return any(o.end is not None and o.end > theirs.start for o in ours)


def _end(draft: Draft, entity: Entity, offices: Sequence[Office], end: date) -> None:
    ended = [o for o in offices if o.start <= end]
    if not ended:
        return
    renewed = tuple(replace(o, end=end) if o in ended else o for o in entity.offices)
    draft.put(replace(entity, offices=renewed))
    for office in ended:
        draft.note(Sort.ENDED, entity, f"{_said((office.kind, office.government))} until {end}")


def _leave_out(draft: Draft, item: str, what: str) -> None:
    facts = draft.found.facts.get(item)
    draft.changes.append(Change(Sort.LEFT_OUT, item, facts.name if facts and facts.name else item, what))


def _said(seat: Seat) -> str:
    return f"{seat[0]} of {seat[1]}"

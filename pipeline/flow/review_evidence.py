"""What a reviewer wants to know of a correction beside its sentence: the rule's record, others like it, the names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, func, select

from pipeline.faults.catalogue import embedded
from pipeline.flow.gazetteer.learned import published_entities
from pipeline.flow.rules import measurement
from pipeline.flow.workplace import Workplace
from pipeline.model.entity import Entity
from pipeline.model.proposal import Fault
from pipeline.repair.policy import Policy
from pipeline.repair.trust import trust
from pipeline.review.article import ArticleView, Edit
from pipeline.review.queue import has_words
from pipeline.store import lessons, tables
from pipeline.store.review_items import ACCEPTED, REJECTED

NAMES = (Fault.NAME, Fault.CONSISTENCY)
ENTRIES, SPELLINGS, ASKED = 3, 6, 8


@dataclass(frozen=True, slots=True)
class Record:
    """How a rule did: the share measured as right (0 to 1) of so many cases, and what reviewers said of what stands."""

    precision: float | None
    cases: int
    accepted: int
    decided: int
    trust: float | None


@dataclass(frozen=True, slots=True)
class Alike:
    """Places where the same rule puts the same words for the same words."""

    count: int = 0
    accepted: int = 0
    rejected: int = 0
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in the gazetteer. `origin` says where it is from, or who taught it."""

    name: str
    about: str
    origin: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All of it. Spellings are of the same name, with how often they stand here, and were found elsewhere."""

    record: Record
    alike: Alike
    here: tuple[tuple[str, int], ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()
    entries: tuple[Entry, ...] = ()


Known = dict[str, Facts]


def gather(place: Workplace, found: ArticleView) -> Known:
    """The facts for each edit of an article, by proposal id."""
    edits, text = found.edits, "\n".join(part.document.text for part in found.parts)
    with place.store.read() as conn:
        alike = _alike(conn, {edit.item.likeness for edit in edits})
        names = list(dict.fromkeys(e.item.after for e in edits if e.item.fault in NAMES and e.item.after))[:ASKED]
        elsewhere = {name: _elsewhere(conn, name, found.article.id) for name in names}
        taught, said = _taught(conn), _reviewed(conn, {edit.item.rule for edit in edits})
    learned = published_entities(place)
    return {
        edit.ruling.proposal.id: Facts(
            _record(edit, said),
            alike.get(edit.item.likeness, Alike()),
            _here(edit, edits, text) if edit.item.after in elsewhere else (),
            elsewhere.get(edit.item.after or "", ()),
            _entries(edit.item.after, text, learned, taught) if edit.item.after in elsewhere else (),
        )
        for edit in edits
    }


def _record(edit: Edit, said: dict[str, tuple[int, int]]) -> Record:
    rule, policy = edit.item.rule, Policy()
    at, score = policy.thresholds(edit.ruling.proposal), policy.score(edit.ruling.proposal)
    how = "apply" if score >= at.apply_at else "hold" if score >= at.hold_at else "point"
    figure = measurement().rules.get(rule, {}).get(how)
    accepted, decided = said.get(rule, (0, 0))
    precision, cases = (figure.precision, figure.cases) if figure is not None else (None, 0)
    return Record(precision, cases, accepted, decided, trust(accepted, decided))


def _reviewed(conn: Connection, rules: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Accepted and decided by rule, of what stands; read from an index."""
    t = tables.review_item.c
    query = select(t.rule, t.state, func.count()).where(t.rule.in_(sorted(rules)), t.state.in_((ACCEPTED, REJECTED)))
    counts: dict[str, Counter[str]] = {}
    for rule, state, count in conn.execute(query.group_by(t.rule, t.state)):
        counts.setdefault(rule, Counter())[state] += count
    return {rule: (by[ACCEPTED], by.total()) for rule, by in counts.items()}


def _alike(conn: Connection, likenesses: Iterable[str]) -> dict[str, Alike]:
    t = tables.review_item.c
    query = select(t.likeness, t.source, t.state, func.count()).where(t.likeness.in_(sorted(likenesses)))
    counts: dict[str, Counter[str]] = {}
    sources: dict[str, set[str]] = {}
    for like, source, state, count in conn.execute(query.group_by(t.likeness, t.source, t.state)):
        counts.setdefault(like, Counter())[state] += count
        sources.setdefault(like, set()).add(source)
    return {
        like: Alike(sum(by.values()), by[ACCEPTED], by[REJECTED], len(sources[like])) for like, by in counts.items()
    }


def _here(edit: Edit, edits: list[Edit], text: str) -> tuple[tuple[str, int], ...]:
    """How often each spelling of this name stands in the extracted text, the corrected one first."""
    forms = dict.fromkeys([edit.item.after or "", *(e.item.before for e in edits if e.item.after == edit.item.after)])
    found = [(form, len(re.findall(rf"(?<!\w){re.escape(form)}(?!\w)", text))) for form in list(forms)[:SPELLINGS]]
    return tuple((form, count) for form, count in found if count)


def _elsewhere(conn: Connection, name: str, article: str) -> tuple[tuple[str, int], ...]:
    """What was read for this name in other articles, the most frequent first."""
    t = tables.review_item.c
    query = select(t.before, func.count().label("n")).where(
        *has_words(conn, name), t.after == name, t.article != article
    )
    rows = conn.execute(query.group_by(t.before).order_by(func.count().desc(), t.before).limit(SPELLINGS))
    return tuple((row.before, row.n) for row in rows)


def _taught(conn: Connection) -> dict[str, str]:
    """Who taught each name, by the id of the entity."""
    return {known.entity.id: f"taught by {known.actor} on {known.at:%Y-%m-%d}" for known in lessons.published(conn)}


def _entries(name: str | None, text: str, learned: tuple[Entity, ...], taught: dict[str, str]) -> tuple[Entry, ...]:
    """Those that bear the name; first the taught ones, then those whose family name stands in the article."""
    wanted = (name or "").casefold()
    own = [entity for entity in learned if wanted in _forms(entity)]
    others = _by_form().get(wanted, ())
    found = [*own, *sorted(others, key=lambda other: (other.family not in text, -other.weight, other.id))]
    return tuple(_entry(entity, taught) for entity in found[:ENTRIES])


def _entry(entity: Entity, taught: dict[str, str]) -> Entry:
    offices = [f"{office.kind} ({office.government})" for office in entity.offices[-2:]]
    about = ", ".join(filter(None, [entity.kind, entity.country, entity.field, entity.known_for, *offices]))
    origin = taught.get(entity.id) or ", ".join(filter(None, [entity.source, entity.as_of and f"as of {entity.as_of}"]))
    return Entry(entity.name, about, origin or "this release")


def _forms(entity: Entity) -> set[str]:
    return {form.casefold() for form in (entity.name, entity.family, *entity.variants)} | {
        part.casefold() for part in entity.name.split()
    }


@lru_cache(maxsize=1)
def _by_form() -> dict[str, list[Entity]]:
    found: dict[str, list[Entity]] = {}
    for entity in embedded().entities:
        for form in _forms(entity):
            found.setdefault(form, []).append(entity)
    return found

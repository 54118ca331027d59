"""Bringing the archive into line with what is in force: rules, names that were taught, trust, withdrawn rules.

Invariant: an article whose rulings come out the same gets no new mending, and the log says of the others why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, insert, select

from pipeline.flow.gazetteer.learned import fingerprint as taught
from pipeline.flow.gazetteer.learned import published_entities
from pipeline.flow.mend import rules_fingerprint
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.names_in_use import names_version
from pipeline.flow.publish import publish_day
from pipeline.flow.settled import settled
from pipeline.flow.standing import fingerprint, learn_trust
from pipeline.flow.workplace import Workplace, now
from pipeline.model.ruling import Ruling
from pipeline.store import articles, documents, mendings, tables

AT_ONCE = 500
Progress = Callable[[str, int, int], None]
_t = tables.remending.c


@dataclass(frozen=True, slots=True)
class Shift:
    """A ruling that is another one now. `was` and `now` are outcomes, empty where there is none."""

    rule: str
    before: str
    was: str
    now: str
    because: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A text with a new mending, and every ruling that made the difference."""

    article: str
    url: str
    day: date
    part: str
    shifts: tuple[Shift, ...]


@dataclass(slots=True)
class Remended:
    """`asked`: articles that had to be read with the rules; the others were settled. `dry`: nothing was written."""

    articles: int = 0
    asked: int = 0
    touched: list[Touched] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """The days whose files are out of date."""
        return sorted({one.day for one in self.touched})


def find_unsettled(
    place: Workplace,
    *,
    source: str | None = None,
    first: date | None = None,
    last: date | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[int, list[str]]:
    """How many articles there are, and the ids of those that what is in force may change."""
    a = tables.article.c
    query = select(a.id).order_by(a.day.desc(), a.id)
    query = query if source is None else query.where(a.source == source)
    query = query if first is None else query.where(a.day >= first)
    query = query if last is None else query.where(a.day <= last)
    with place.store.read() as conn:
        ids = list(conn.execute(query).scalars())
    learned, left = published_entities(place), []
    for start in range(0, len(ids), AT_ONCE):
        with place.store.read() as conn:
            found = articles.get(conn, ids[start : start + AT_ONCE])
        done = settled(place, found, learned)
        left += [article.id for article in found if article.id not in done]
        progress("compared", min(start + AT_ONCE, len(ids)), len(ids))
    return len(ids), left


def remend(
    place: Workplace,
    *,
    source: str | None = None,
    first: date | None = None,
    last: date | None = None,
    progress: Progress = lambda *_: None,
) -> Remended:
    """Counts the decisions anew, mends what they and the rest may change, writes the files of the days touched."""
    learn_trust(place)
    state = state_of(place)
    total, ids = find_unsettled(place, source=source, first=first, last=last, progress=progress)
    done = Remended(total, len(ids), remend_batch(place, ids, progress))
    for day in done.days:
        publish_day(place, day)
    if source is None and first is None and last is None:
        note_done(place, state, total, len(done.touched))
    return done


def remend_batch(place: Workplace, ids: Sequence[str], progress: Progress = lambda *_: None) -> list[Touched]:
    """Mends these articles, one transaction each text; those whose rulings changed, and how."""
    touched: list[Touched] = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        before = _standing(place, some)
        mend_articles(place, some, lambda what, n, _, at=start: progress(what, at + n, len(ids)))
        touched += _compare(place, some, before)
    return touched


def state_of(place: Workplace) -> str:
    """Names everything that mendings go by beside texts and decisions."""
    learned = published_entities(place)
    with place.store.read() as conn:
        return fingerprint(conn, rules_fingerprint(), taught(learned), names_version(place.settings.gazetteer))


def is_done(place: Workplace, state: str) -> bool:
    """Whether the whole archive was brought to this state last."""
    with place.store.read() as conn:
        return conn.execute(select(_t.state).order_by(_t.seq.desc()).limit(1)).scalar() == state


def note_done(place: Workplace, state: str, count: int, changed: int) -> None:
    """The whole archive is in this state."""
    with place.store.begin() as conn:
        conn.execute(insert(tables.remending).values(at=now(), state=state, articles=count, changed=changed))


def _standing(place: Workplace, ids: Sequence[str]) -> dict[str, str]:
    """The standing mending by document."""
    with place.store.read() as conn:
        texts = documents.current(conn, ids)
        return {document: one.id for document, one in mendings.latest(conn, [text.id for text in texts]).items()}


def _compare(place: Workplace, ids: Sequence[str], before: Mapping[str, str]) -> Iterator[Touched]:
    with place.store.read() as conn:
        owners = {article.id: article for article in articles.get(conn, ids)}
        texts = documents.current(conn, ids)
        after = mendings.latest(conn, [text.id for text in texts])
        for text in texts:
            if text.id in after and before.get(text.id) != after[text.id].id:
                owner = owners[text.article]
                shifts = tuple(_shifts(_by_id(conn, before.get(text.id)), _by_id(conn, after[text.id].id)))
                yield Touched(owner.id, owner.url, owner.day, text.part, shifts)


def _by_id(conn: Connection, mending: str | None) -> dict[str, Ruling]:
    found = [] if mending is None else mendings.rulings(conn, mending)
    return {ruling.proposal.id: ruling for ruling in found}


def _shifts(old: Mapping[str, Ruling], new: Mapping[str, Ruling]) -> Iterator[Shift]:
    for id, ruling in sorted({**old, **new}.items(), key=lambda one: (one[1].proposal.anchor, one[0])):
        was, is_now = old.get(id), new.get(id)
        if was != is_now:
            because = "nothing proposes it any more" if is_now is None else is_now.because
            old_one, new_one = ("" if one is None else one.outcome.value for one in (was, is_now))
            yield Shift(ruling.proposal.rule, ruling.proposal.anchor.quote, old_one, new_one, because)

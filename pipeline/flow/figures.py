"""The figures of the desk: what was found, mended, taken back and looked at, by source and day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import Connection

from pipeline.flow import freshness
from pipeline.flow.freshness import Alarm
from pipeline.flow.second_review import Agreement, agreements
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Verdict
from pipeline.model.errors import UsageError
from pipeline.review.interval import Share
from pipeline.store import figures, samples, second_opinions
from pipeline.store.daily import Day
from pipeline.store.figures import Count
from pipeline.store.samples import Drawn

LONGEST = 366  # days
FOUND = ("stored", "duplicate", "quarantined", "refused", "pending")
STANDING = ("APPLY", "HOLD", "FLAG")  # what a reader or a reviewer still sees as a fault
Series = dict[date, float]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is asked for: `days` days that end with `last`; `source` "" means all."""

    source: str
    days: int
    last: date

    @property
    def first(self) -> date:
        return self.last - timedelta(days=self.days - 1)

    @property
    def span(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.days)]


@dataclass(frozen=True, slots=True)
class Harm:
    """Of drawn edits: `wrong` were rejected or put in other words, of those that somebody ruled on."""

    name: str
    drawn: int
    unsure: int
    wrong: Share


@dataclass(frozen=True, slots=True)
class Board:
    """All of it. Series are by name and day; days without a figure are left out. `totals` are by source."""

    asked: Asked
    found: dict[str, Series]
    faults: dict[str, Series]
    rulings: dict[str, Series]
    words: Series
    rate: Series
    alarms: tuple[Alarm, ...]
    totals: dict[str, Counter[str]]
    harm_sources: tuple[Harm, ...]
    harm_rules: tuple[Harm, ...]
    reviewers: dict[str, Series]
    verdicts: dict[str, Counter[str]]
    agreements: tuple[Agreement, ...]

    @property
    def reviewers_named(self) -> dict[str, str]:
        return {name: name for name in self.reviewers}

    @property
    def empty(self) -> bool:
        return not (self.totals or self.reviewers or self.harm_rules)


def sources(place: Workplace) -> list[str]:
    """The ids to choose from."""
    return sorted(place.sources)


def asked_for(place: Workplace, source: str, days: str, last: str) -> Asked:
    """What an address asks for; without a last day, the newest that has anything.

    Raises:
        UsageError: a value makes no sense; the message names it.
    """
    if len(source) > 300 or "\x00" in source:
        raise UsageError("no such source", where="source", hint="Take one of the list.")
    count = int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0
    if not 1 <= count <= LONGEST:
        raise UsageError(f"{days[:60]!r} is no number of days", where="days", hint=f"Write 1 to {LONGEST}.")
    if not last:
        with place.store.read() as conn:
            return Asked(source, count, figures.newest_day(conn) or now().date())
    try:
        end = date.fromisoformat(last)
        _ = end - timedelta(days=LONGEST + freshness.HISTORY), end + timedelta(days=1)  # a calendar has them
    except (ValueError, OverflowError):
        raise UsageError(f"{last[:60]!r} is no day", where="until", hint="Write it like 2026-11-23.") from None
    return Asked(source, count, end)


def board(place: Workplace, asked: Asked) -> Board:
    """Counts it all, in one reading of the store."""
    before = asked.first - timedelta(days=freshness.HISTORY)  # what a rate is compared with
    with place.store.read() as conn:
        words = list(figures.words(conn, before, asked.last, asked.source))
        rulings = list(figures.rulings(conn, before, asked.last, asked.source))
        drawn = samples.looked_at(conn, asked.first, asked.last, asked.source)
        decided = list(figures.decided(conn, asked.first, asked.last, asked.source))
        return _board(conn, asked, words, rulings, drawn, decided)


def _board(
    conn: Connection,
    asked: Asked,
    all_words: list[Count],
    all_rulings: list[Count],
    drawn: list[Drawn],
    decided: list[Count],
) -> Board:
    shown = (conn, asked.first, asked.last, asked.source)
    found, back = list(figures.found(*shown)), list(figures.reverted(*shown))
    words = [count for count in all_words if count.day >= asked.first]
    rulings = [count for count in all_rulings if count.day >= asked.first]
    by_day = _series((count.day, count.number) for count in words)
    edits = _series((count.day, count.number) for count in rulings if count.what == "APPLY")
    standing = [count for count in rulings if count.what in STANDING]
    said = [count for count in decided if count.what != Verdict.WITHDRAW]
    return Board(
        asked,
        _by_name((c.what, c) for c in found),
        {name: _per_thousand(of, by_day) for name, of in _by_name((c.who, c) for c in standing).items()},
        _by_name([*((c.what, c) for c in standing), *((c.what, c) for c in back)]),
        by_day,
        _per_thousand(edits, by_day),
        tuple(_alarms(asked, all_words, all_rulings)),
        _totals([*found, *words, *standing, *back]),
        _harm((one.source, one) for one in drawn),
        _harm((one.rule, one) for one in drawn),
        _by_name((c.who, c) for c in said),
        _verdicts(decided),
        tuple(agreements(second_opinions.pairs(conn, since=asked.first))),
    )


def _series(counts: Iterable[tuple[date, float]]) -> Series:
    found: Series = defaultdict(float)
    for day, count in counts:
        found[day] += count
    return dict(sorted(found.items()))


def _by_name(counts: Iterable[tuple[str, Count]]) -> dict[str, Series]:
    found: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for name, count in counts:
        found[name].append((count.day, count.number))
    return {name: _series(of) for name, of in sorted(found.items())}


def _per_thousand(counts: Series, words: Series) -> Series:
    """By day, a thousand words; days without words have no rate."""
    return {day: 1000 * counts.get(day, 0) / size for day, size in words.items() if size}


def _alarms(asked: Asked, words: list[Count], rulings: list[Count]) -> list[Alarm]:
    days: dict[str, dict[date, Day]] = defaultdict(lambda: defaultdict(Day))
    for count in words:
        days[count.source][count.day].words += count.number
    for count in rulings:
        days[count.source][count.day].edits += count.number if count.what == "APPLY" else 0
    found = [freshness.drifts(source, of, asked.first, asked.last) for source, of in sorted(days.items())]
    return sorted((alarm for of in found for alarm in of), key=lambda alarm: (alarm.day, alarm.source), reverse=True)


def _totals(counts: Iterable[Count]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        found[count.source][count.what] += count.number
        found[count.source]["found"] += count.number if count.what in FOUND else 0
    return dict(sorted(found.items()))


def _verdicts(counts: Iterable[Count]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for count in counts:
        found[count.who][count.what] += count.number
    return dict(sorted(found.items()))


def _harm(drawn: Iterable[tuple[str, Drawn]]) -> tuple[Harm, ...]:
    """The least sure of being harmless first."""
    named = groupby(sorted(drawn, key=lambda pair: pair[0]), key=lambda pair: pair[0])
    found = [_harm_of(name, [one for _, one in of]) for name, of in named]
    return tuple(sorted(found, key=lambda harm: (-(harm.wrong.high or 0), harm.name)))


def _harm_of(name: str, drawn: list[Drawn]) -> Harm:
    ruled = [one for one in drawn if one.verdict in (Verdict.ACCEPT, Verdict.REJECT)]
    wrong = sum(one.verdict is Verdict.REJECT or one.own for one in ruled)
    return Harm(name, len(drawn), sum(one.verdict is Verdict.UNSURE for one in drawn), Share(wrong, len(ruled)))

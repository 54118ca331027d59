"""What a person wants to see first: what was stored, and the corrections that tell most."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from pipeline.flow.workplace import Workplace
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome
from pipeline.store import fetches, log, quarantine, stats
from pipeline.store.records import Funnel, LogRow, QuarantineRow, RuleStats, SourceStats

ORDER = (Fault.NAME, Fault.CONSISTENCY, Fault.CASE, Fault.PHRASE, Fault.TERM, Fault.GRAMMAR, Fault.RESIDUE)


@dataclass(frozen=True, slots=True)
class Report:
    """Per day what became of the addresses; the most telling corrections; what waits for somebody."""

    days: dict[date, Funnel]
    corrections: tuple[LogRow, ...]
    outcomes: dict[str, int]
    open_quarantine: tuple[QuarantineRow, ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures per source and per rule."""

    sources: tuple[SourceStats, ...]
    rules: tuple[RuleStats, ...]


def summary(place: Workplace, limit: int = 10) -> Report:
    """The last days' funnel and `limit` applied corrections, one a distinct repair, names first."""
    place.store.check()
    with place.store.read() as conn:
        rows = list(log.rows(conn))
        waiting = tuple(quarantine.open_rows(conn))
        days = {day: fetches.funnel(conn, days=[day]) for day in sorted({row.day for row in rows})}
    outcomes: dict[str, int] = defaultdict(int)
    for row in rows:
        outcomes[row.outcome] += 1
    return Report(days, tuple(_telling(rows)[:limit]), dict(outcomes), waiting)


def figures(place: Workplace) -> Stats:
    """Per source and per rule."""
    place.store.check()
    with place.store.read() as conn:
        return Stats(tuple(stats.per_source(conn)), tuple(stats.per_rule(conn)))


def _telling(rows: list[LogRow]) -> list[LogRow]:
    """Each repair once; rules take turns, so that one busy rule does not fill the page."""
    by_rule: dict[str, dict[tuple[str, str | None], LogRow]] = defaultdict(dict)
    for row in rows:
        if row.outcome == Outcome.APPLY:
            by_rule[row.rule].setdefault((row.before, row.after), row)
    turns = [(n, _rank(row), row.rule, row) for found in by_rule.values() for n, row in enumerate(found.values())]
    names_twice = [(n // 3 if row.fault == Fault.NAME else n, rank, rule, row) for n, rank, rule, row in turns]
    return [row for *_, row in sorted(names_twice, key=lambda t: (t[0], t[1], t[2], t[3].seq))]


def _rank(row: LogRow) -> int:
    return next((n for n, fault in enumerate(ORDER) if fault == row.fault), len(ORDER))

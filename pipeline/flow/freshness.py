"""Whether each source is well: alarms that a person should see, each with what to do."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.flow.window import Window
from pipeline.flow.workplace import Workplace
from pipeline.store import daily
from pipeline.store.daily import Day

HISTORY = 28  # days, so that each weekday is there four times
STALE = timedelta(hours=48)
LEAST_WORDS = 3000  # fewer say nothing of a rate
DRIFT = 2.0  # times as many edits a word as usual, or as few
SIGMAS = 4.0
LEAST_QUARANTINED, SHARE_QUARANTINED = 5, 0.1


@dataclass(frozen=True, slots=True)
class Alarm:
    """`kind` is stale, silent, unaccounted, quarantine or edit-rate."""

    kind: str
    source: str
    day: date
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.source} {self.day}: {self.what}. {self.hint}"


def alarms(place: Workplace, day: date, *, stale: timedelta = STALE) -> list[Alarm]:
    """What is wrong with a day that has ended, for every enabled source; sorted by source.

    A source is compared with its own four weeks before the day, and only where there are any.
    """
    place.store.check()
    with place.store.read() as conn:
        days = daily.per_day(conn, day - timedelta(days=HISTORY), day)
        newest = daily.newest_articles(conn)
    found: list[Alarm] = []
    for source in sorted(source.id for source in place.chosen(None)):
        rows = days.get(source, {})
        today, before = rows.get(day, Day()), {d: row for d, row in rows.items() if d < day}
        found += _stale(source, day, newest.get(source), stale)
        found += _silent(source, day, today, before)
        found += _unaccounted(source, day, today)
        found += _edit_rate(source, day, today, before)
    return found


def drifts(source: str, days: Mapping[date, Day], first: date, last: date) -> list[Alarm]:
    """The edit-rate alarms of a source for these days, both ends included; each against its four weeks before."""
    found: list[Alarm] = []
    for day in sorted(day for day in days if first <= day <= last):
        before = {d: row for d, row in days.items() if day - timedelta(days=HISTORY) <= d < day}
        found += _edit_rate(source, day, days[day], before)
    return found


def _stale(source: str, day: date, newest: datetime | None, limit: timedelta) -> Iterator[Alarm]:
    age = Window(day).end - newest if newest is not None else None
    if age is not None and age > limit:
        hours = age.total_seconds() / 3600
        yield Alarm(
            "stale", source, day, f"its newest article was {hours:.0f} hours old", "Try: newsmend sources check."
        )


def _silent(source: str, day: date, today: Day, before: Mapping[date, Day]) -> Iterator[Alarm]:
    """Nothing where the same weekdays brought something; else, where all days did."""
    if today.articles or not before:
        return
    first = min(before)
    same = [day - timedelta(days=7 * n) for n in range(1, 5)]
    span = [d for d in same if d >= first] or [first + timedelta(days=n) for n in range((day - first).days)]
    usual = statistics.median(before[d].articles if d in before else 0 for d in span)
    if usual >= 1:
        what = f"no article, usually {usual:g}" + ("" if today.found else "; no address was found either")
        yield Alarm("silent", source, day, what, "Was the day run? Try: newsmend sources check.")


def _unaccounted(source: str, day: date, today: Day) -> Iterator[Alarm]:
    if today.pending:
        what = f"{today.pending} of {today.found} addresses have no end"
        yield Alarm("unaccounted", source, day, what, "Run the day again.")
    if today.quarantined >= max(LEAST_QUARANTINED, SHARE_QUARANTINED * today.found):
        what = f"{today.quarantined} of {today.found} addresses are in quarantine"
        yield Alarm("quarantine", source, day, what, "See: newsmend quarantine list.")


def _edit_rate(source: str, day: date, today: Day, before: Mapping[date, Day]) -> Iterator[Alarm]:
    """More or fewer corrections a word than usual, and more so than chance gives."""
    words, edits = sum(row.words for row in before.values()), sum(row.edits for row in before.values())
    if today.words < LEAST_WORDS or words < LEAST_WORDS:
        return
    expected = today.words * edits / words
    far = abs(today.edits - expected) > SIGMAS * math.sqrt(max(expected, 1.0))
    if far and not expected / DRIFT <= today.edits <= expected * DRIFT:
        what = f"{today.edits} applied edits in {today.words} words, {expected:.0f} were to be expected"
        yield Alarm("edit-rate", source, day, what, "Look at: newsmend log --outcome APPLY.")

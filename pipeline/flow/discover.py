"""What a source offers for a day, written down as addresses that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from pipeline.fetch.client import Client
from pipeline.fetch.discover import Discovery, discover
from pipeline.flow.events import note
from pipeline.flow.measures import count
from pipeline.flow.stored_lists import StoredLists
from pipeline.flow.window import Window
from pipeline.flow.workplace import Workplace, now
from pipeline.model.faultpoint import reached
from pipeline.model.page import Candidate
from pipeline.model.source import Source
from pipeline.store import days, fetches, quarantine, sources
from pipeline.store.records import QUARANTINED

STAGE, FILE_STAGE = "discover", "source"
Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Found:
    """`due` are keys of addresses to fetch; `failures` are the feeds and lists that could not be read."""

    source: str
    day: date
    found: int
    due: tuple[int, ...]
    failures: tuple[str, ...]


def look(place: Workplace, client: Client, source: Source, day: date) -> tuple[Discovery, list[Candidate]]:
    """Asks the source for a day, and for what came late to the day before if that one was run already.

    An undated address that is known from another day is left out.
    """
    window, before = Window(day), Window(day - timedelta(days=1))
    with place.store.read() as conn:
        noted = days.noted(conn, source.id, before.day)
    memory = StoredLists(place.store, place.archive)
    discovery = discover(client, source, before.start if noted else window.start, window.end, memory, place.shelf)
    with place.store.read() as conn:
        known = fetches.known_urls(conn, source.id, [c.url for c in discovery.candidates])

    def wanted(candidate: Candidate) -> bool:
        dates = [moment for moment in (candidate.published, candidate.modified) if moment is not None]
        if any(window.holds(moment) for moment in dates):
            return True
        row = known.get(candidate.url)
        if row is not None:
            return row.day == day
        return not dates or noted.get(candidate.url) in (None, QUARANTINED)

    return discovery, [candidate for candidate in discovery.candidates if wanted(candidate)]


def discover_day(place: Workplace, client: Client, source: Source, day: date) -> Found:
    """Registers what is new; asking twice registers nothing twice."""
    discovery, candidates = look(place, client, source, day)
    with place.store.begin() as conn:
        sources.upsert(conn, source, now())
        left = fetches.overdue(conn, source.id, day, now())  # what the days before could not fetch
        due = fetches.register(conn, source.id, day, [*candidates, *left], now())
        _note_failures(conn, source, day, discovery)
    reached("discovered")
    counts = {"found": len(candidates), "due": len(due), "failures": len(discovery.failures)}
    note(place.settings, "discovered", source=source.id, day=day.isoformat(), **counts)
    count(place.settings, source.id, {"found": len(candidates)})
    return Found(source.id, day, len(candidates), tuple(due), words(discovery))


def note_broken(place: Workplace, day: date) -> list[str]:
    """Source files with a fault go to quarantine, those that are right again leave it; the faults as lines."""
    with place.store.begin() as conn:
        for row in quarantine.open_rows(conn):
            if (row.day, row.stage) == (day, FILE_STAGE) and row.source not in place.broken:
                quarantine.resolve(conn, row.source, row.url, day, now(), stage=FILE_STAGE)
        for name, error in sorted(place.broken.items()):
            quarantine.add(
                conn,
                source=name,
                url=f"{name}.yaml",
                day=day,
                stage=FILE_STAGE,
                error=str(error),
                hint="Put the file right, then run the day again. The other sources were run.",
                at=now(),
            )
    return [str(error) for _, error in sorted(place.broken.items())]


def words(discovery: Discovery) -> tuple[str, ...]:
    """Each failure as one line; an error that names its place already does not name it twice."""
    return tuple(
        failure.what if failure.what.startswith(failure.where) else f"{failure.where}: {failure.what}"
        for failure in discovery.failures
    )


def _note_failures(conn: Connection, source: Source, day: date, discovery: Discovery) -> None:
    broken = {failure.where for failure in discovery.failures}
    for row in quarantine.open_rows(conn):
        if (row.source, row.day, row.stage) == (source.id, day, STAGE) and row.url not in broken:
            quarantine.resolve(conn, source.id, row.url, day, now())
    for failure in discovery.failures:
        quarantine.add(
            conn,
            source=source.id,
            url=failure.where,
            day=day,
            stage=STAGE,
            error=failure.what,
            hint="The other feeds and lists were read. Run the day again once it answers.",
            at=now(),
        )


def batches(keys: Sequence[Key], size: int, most: int) -> list[list[Key]]:
    """Keys in at most `most` lists of `size` or more; a mapped task takes one list."""
    if not keys:
        return []
    size = max(size, -(-len(keys) // most))
    return [list(keys[i : i + size]) for i in range(0, len(keys), size)]

"""Reading the correction log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pipeline.flow.workplace import Workplace
from pipeline.store import log, quarantine
from pipeline.store.records import LogRow, QuarantineRow


def log_rows(
    place: Workplace,
    *,
    source: str | None = None,
    day: date | None = None,
    outcome: str | None = None,
    rule: str | None = None,
    history: bool = False,
    limit: int | None = None,
) -> Iterator[LogRow]:
    """Rulings that stand, or all that ever were; sorted by source and number."""
    place.store.check()
    with place.store.read() as conn:
        yield from log.rows(conn, source=source, day=day, outcome=outcome, rule=rule, limit=limit, all=history)


def waiting(place: Workplace) -> list[QuarantineRow]:
    """What failed and is not resolved, sorted by source, day and address."""
    place.store.check()
    with place.store.read() as conn:
        return quarantine.open_rows(conn)

"""From rows of the query service to who held which kind of office, when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.fetch.wikidata.moments import days_of
from pipeline.fetch.wikidata.parse import Row
from pipeline.fetch.wikidata.queries import BODIES, CLASSES, OFFICES
from pipeline.model.entity import Office

_SEATS = {seat.item: seat for seat in (*OFFICES, *BODIES)}
_CLASSES = {f"class {seat.item}": seat.kind for seat in CLASSES}
_NO_MINISTER = re.compile(
    r"\b(?:deputy|vice|assistant|shadow|under|junior|delegate|parliamentary|acting|former|first secretary"
    r"|ministers? of state|state secretary|opposition|adviser|spouse)\b",
    re.IGNORECASE,
)
_NATIONAL = r"^(?:the )?(?:federal |national |union )?"
_MINISTERS = tuple(
    (re.compile(_NATIONAL + pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"(?:minister (?:of|for) (?:the )?(?:econom\w+(?:,| and) )?finances?\b|finance minister\b)", "finance"),
        (r"(?:chancellor of the exchequer|treasurer of australia)\b", "finance"),
        (r"(?:minister (?:of|for) (?:(?:the )?interior|(?:home|internal) affairs)\b|interior minister\b)", "interior"),
        (r"(?:home secretary|secretary of state for the home department|home minister)\b", "interior"),
        (r"(?:minister (?:of|for) (?:the )?justice\b|justice minister\b)", "justice"),
        (r"(?:minister (?:of|for) (?:public )?health\b|health minister\b|secretary of state for health\b)", "health"),
    )
)
_HEADS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"\bprime minister|\btaoiseach\b|\bpremier\b|\bpresident of the (?:council|government)", "prime-minister"),
        (r"\bsupreme leader\b", "supreme-leader"),
        (r"\bchancellor\b", "chancellor"),
        (r"\bpresident\b", "president"),
    )
)


@dataclass(frozen=True, slots=True)
class Tenure:
    """One person in one office. `is_open` is not the same as having no end: an end may be there and unknown."""

    person: str
    office: Office
    is_open: bool


def tenures(query: str, found: Iterable[Row], governments: Collection[str]) -> Iterator[Tenure]:
    """The tenures that a query's rows name, in governments that we know. Vague days narrow a tenure, never widen it."""
    for row in found:
        kind, government = _seat(query, row)
        start, end = (
            days_of(row.get("start"), row.get("startPrecision")),
            days_of(row.get("end"), row.get("endPrecision")),
        )
        if not kind or government not in governments or "person" not in row or start is None:
            continue
        last = end[0] if end else None
        if last is None or start[1] <= last:
            yield Tenure(row["person"], Office(kind, government, start[1], last), row.get("ended") != "true")


def _seat(query: str, row: Row) -> tuple[str, str]:
    seat = _SEATS.get(row.get("office", ""))
    if seat is not None:
        return seat.kind, seat.government
    label, government = row.get("officeLabel", ""), row.get("iso", "")
    if _NO_MINISTER.search(label):
        return "", government
    if query in _CLASSES:
        return _CLASSES[query], government
    return _first(_HEADS if query.startswith("heads") else _MINISTERS, label), government


def _first(patterns: Iterable[tuple[re.Pattern[str], str]], label: str) -> str:
    return next((kind for pattern, kind in patterns if pattern.search(label)), "")


def in_office(found: Iterable[Tenure], day: date) -> list[Tenure]:
    """Those that are held on that day."""
    return [one for one in found if one.is_open and one.office.held_on(day)]

"""Dates as pages write them, to UTC. Nothing is filled in from the clock: a date that is not all there is no date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from dateutil import parser

_SKEW = timedelta(minutes=10)
_FARTHEST = timedelta(hours=14)  # how far ahead of UTC a clock may be
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_AMBIGUOUS = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_DAY_FIRST = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}\b")
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(
    r"^\s*(?:(?:first |last )?(?:published|posted|updated|modified|created|date|on|at)\s*(?:on|at)?\s*[:|]?\s*)+",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"\s*(?:\||–|—|·|•|\bat\b)\s*", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
# Two moments that share no part: what differs between the two readings was not in the text.
_DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001
_HOUR = 3600
_ZONES = {
    "EST": -5 * _HOUR, "EDT": -4 * _HOUR, "CST": -6 * _HOUR, "CDT": -5 * _HOUR, "MST": -7 * _HOUR, "MDT": -6 * _HOUR,
    "PST": -8 * _HOUR, "PDT": -7 * _HOUR, "ET": -5 * _HOUR, "BST": _HOUR, "CET": _HOUR, "CEST": 2 * _HOUR, "WET": 0,
    "EET": 2 * _HOUR, "EEST": 3 * _HOUR, "MSK": 3 * _HOUR, "JST": 9 * _HOUR, "KST": 9 * _HOUR, "IST": 19800,
    "AEST": 10 * _HOUR, "AEDT": 11 * _HOUR, "SAST": 2 * _HOUR, "GMT": 0, "UTC": 0,
}  # fmt: skip


def moment(raw: object, fetched_at: datetime) -> datetime | None:
    """The moment in UTC; None as for `stamp`."""
    found = stamp(raw, fetched_at)
    return None if found is None else found.astimezone(UTC)


def stamp(raw: object, fetched_at: datetime) -> datetime | None:
    """The moment in the page's own zone; without one in UTC, or, where that hour has not come, the day alone.

    None for what is incomplete, ambiguous, before 1990 or after the fetch.
    """
    if not isinstance(raw, str) or not 6 <= len(raw.strip()) <= 100 or not _DIGIT.search(raw):
        return None
    found = _parsed(_FILLERS.sub(" ", _LABEL.sub("", raw.strip())).strip())
    if found is None:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
        if fetched_at + _SKEW < found <= fetched_at + _FARTHEST:  # the hour is not UTC's; whose it is, nobody says
            found = found.replace(hour=0, minute=0, second=0, microsecond=0)
    return found if _EARLIEST <= found <= fetched_at + _SKEW else None


def in_address(url: str, fetched_at: datetime) -> datetime | None:
    """The day that an address such as /2026/11/03/title names."""
    found = _IN_ADDRESS.search(url)
    return moment("-".join(found.groups()), fetched_at) if found else None


def _parsed(text: str) -> datetime | None:
    """With its zone where one is given."""
    try:
        if _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(text[:10]), tz=UTC)
        slashed = _AMBIGUOUS.search(text)
        if slashed and slashed[1] != slashed[2] and int(slashed[1]) <= 12 and int(slashed[2]) <= 12:
            return None
        day_first = bool(_DAY_FIRST.search(text))
        first, second = (parser.parse(text, default=d, dayfirst=day_first, tzinfos=_ZONES) for d in _DEFAULTS)
        if first != second:
            return None
        if first.tzinfo is not None:
            first.astimezone(UTC)  # raises where the offset is none
        return first
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        return None

"""Wikidata's dates: a moment and how precisely it is known."""

from __future__ import annotations

import calendar
import re
from datetime import date

YEAR, MONTH, DAY = 9, 10, 11
_MOMENT = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\dZ")


def days_of(text: object, precision: object) -> tuple[date, date] | None:
    """The first and the last day that may be meant; None for what is vaguer than a year or no date of our era."""
    match = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    try:
        known = int(str(precision))
        if match is None or known < YEAR:
            return None
        year, month, day = (int(part) for part in match.groups())
        if known == YEAR:
            return date(year, 1, 1), date(year, 12, 31)
        if known == MONTH:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:  # no such day, month or year
        return None

"""Dates that an address gives away. They are hints: good enough to leave something out, never to date an article."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

DAY = timedelta(days=1)
YEAR = 366
_DAYS = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"),
)
# the day must have two digits here: sitemap-2026-10-1.xml is the first part of October
_PERIODS = (
    (1, re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")),
    (31, re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])(?!\d)")),
    (YEAR, re.compile(r"(?<!\d)(20\d\d)(?!\d)")),
)


def day_in(url: str) -> datetime | None:
    """The start of the day that the address names, if it names a whole date."""
    for pattern in _DAYS:
        for match in pattern.finditer(_path(url)):
            if (day := _start(match)) is not None:
                return day
    return None


def period_in(url: str) -> tuple[datetime, datetime] | None:
    """The day, month or year that the address names, as a half-open span."""
    for length, pattern in _PERIODS:
        for match in pattern.finditer(_path(url)):
            if (start := _start(match)) is not None:
                return start, start + length * DAY
    return None


def _path(url: str) -> str:
    parts = urlsplit(url)
    return unquote(f"{parts.path}?{parts.query}")[:2000]


def _start(match: re.Match[str]) -> datetime | None:
    year, month, day = ([int(group) for group in match.groups() if group.isdigit()] + [1, 1])[:3]
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return None

"""The dates that lists give, in UTC. What no news can be dated by is no date: 1970, the day after tomorrow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from dateutil import parser

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)  # before there was news on the web
AHEAD = timedelta(days=2)  # a time zone that was mistaken, at most
LONGEST = 64


def moment(text: str | None) -> datetime | None:
    """An ISO or a mail date; one without a zone is read as UTC. None for what is neither, or cannot be."""
    if text is None or not text.strip() or len(text) > LONGEST:
        return None
    for read in (datetime.fromisoformat, parser.isoparse, parsedate_to_datetime):
        try:
            return plausible(read(text.strip()))
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def plausible(found: datetime) -> datetime | None:
    """The moment in UTC, or None where no article can be of it."""
    try:
        utc = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc if OLDEST <= utc <= datetime.now(UTC) + AHEAD else None

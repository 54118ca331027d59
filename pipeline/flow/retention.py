"""Raw pages are kept for a time; articles, texts and the log for ever.

A day's folder gets a mark before its pages go, so that the proof can tell what was let go from what was lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.flow.workplace import Workplace, now
from pipeline.model.errors import UsageError

MARK = ".expired"
LEAST_DAYS = 30  # what comes late, and what is asked for again, still needs its pages
_FOLDER = re.compile(r"(?P<source>[^/]+)/(?P<day>\d{4}/\d\d/\d\d)")


@dataclass(slots=True)
class Released:
    """Counts: days' folders, and files taken away (or that would be)."""

    days: int = 0
    files: int = 0


def release_pages(place: Workplace, before: date, *, dry_run: bool = False) -> Released:
    """Takes the raw pages of the days before `before` out of the archive; safe to stop and to run again.

    Raises:
        UsageError: the day is less than 30 days ago.
    """
    if (now().date() - before).days < LEAST_DAYS:
        raise UsageError(f"pages of the last {LEAST_DAYS} days are kept", hint="Give a day further back.")
    done = Released()
    for folder, keys in _old(place, before):
        done.days += 1
        done.files += len(keys)
        if not dry_run:
            note = {"at": now().isoformat(), "files": len(keys)}
            place.archive.put(f"{folder}/{MARK}", json.dumps(note, sort_keys=True).encode())
            for key in keys:
                place.archive.delete(key)
    return done


def is_released(place: Workplace, path: str) -> bool:
    """Whether a page's bytes were let go, by the path that its row has."""
    folder = path.partition("#")[0].rpartition("/")[0]
    return bool(folder) and place.archive.exists(f"{folder}/{MARK}")


def _old(place: Workplace, before: date) -> Iterator[tuple[str, list[str]]]:
    folders: dict[str, list[str]] = {}
    for key in place.archive.keys("", hidden=True):
        folder, _, name = key.rpartition("/")
        match = _FOLDER.fullmatch(folder)
        if match and name != MARK and date.fromisoformat(match["day"].replace("/", "-")) < before:
            folders.setdefault(folder, []).append(key)
    yield from sorted(folders.items())

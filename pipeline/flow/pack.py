"""The archive of the days that are over, packed: few large files instead of many small ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.fetch.pack import SIZE, Pack, packs
from pipeline.flow.workplace import Workplace
from pipeline.model.digest import digest
from pipeline.store import pages

_DAY = re.compile(r"(?P<source>[^/]+)/(?P<day>\d{4}/\d\d/\d\d)/(?!pack-)[^/]+\.warc\.gz")
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Packed:
    """Counts: days looked at, files packed, packs written."""

    days: int = 0
    files: int = 0
    packs: int = 0


def pack_days(place: Workplace, before: date, progress: Progress = lambda *_: None, size: int = SIZE) -> Packed:
    """Packs every day before `before`; killed anywhere, it loses nothing, and the next run goes on."""
    found: dict[str, list[str]] = {}
    for key in place.archive.keys(""):
        match = _DAY.fullmatch(key)
        if match and date.fromisoformat(match["day"].replace("/", "-")) < before:
            found.setdefault(key.rpartition("/")[0], []).append(key)
    done = Packed()
    for folder, keys in sorted(found.items()):
        for pack in packs(_read(place, keys), size):
            _replace(place, folder, pack)
            done.packs += 1
            done.files += len(pack.places)
        done.days += 1
        progress("packed", done.days, len(found))
    return done


def _read(place: Workplace, keys: list[str]) -> Iterator[tuple[str, bytes]]:
    return ((key, place.archive.get(key)) for key in keys)


def _replace(place: Workplace, folder: str, pack: Pack) -> None:
    """First the pack is there, then the database points into it, and only then the small files go."""
    name = f"{folder}/pack-{digest(pack.data)[:16]}.warc.gz"
    place.archive.put(name, pack.data)
    with place.store.begin() as conn:
        moved = {key: f"{name}#{start}+{length}" for key, (start, length) in pack.places.items()}
        pages.move(conn, moved)
    for key in pack.places:
        place.archive.delete(key)

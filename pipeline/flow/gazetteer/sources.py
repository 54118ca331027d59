"""Reading the reviewed source files of the gazetteer: one tab-separated file a topic, one record a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.model.entity import PERSON, Entity, Office
from pipeline.model.errors import GazetteerError
from pipeline.text.casing import fold

FOLDERS = ("people", "things", "places")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the facts of one file come from."""

    source: str
    licence: str
    as_of: str


def read_sources(folder: Path) -> list[Entity]:
    """Every record of the source files below a folder, in the order of SOURCES.tsv.

    Raises:
        GazetteerError: a file is missing or not listed, or a line is wrong; the message names file and line.
    """
    origins = _origins(folder / "SOURCES.tsv")
    present = {f"{kind}/{p.name}" for kind in FOLDERS for p in (folder / kind).glob("*.tsv")}
    if present != origins.keys():
        odd = sorted(present ^ origins.keys())
        raise GazetteerError(
            f"listed and present files differ: {', '.join(odd)}",
            where=str(folder / "SOURCES.tsv"),
            hint="List each file with its source and licence.",
        )
    return [entity for name, origin in origins.items() for entity in _entities(folder / name, origin)]


def _origins(path: Path) -> dict[str, Origin]:
    return {row["file"]: Origin(row["source"], row["licence"], row["as_of"]) for _, row in _rows(path)}


def _entities(path: Path, origin: Origin) -> Iterator[Entity]:
    for number, row in _rows(path):
        try:
            yield _entity(row, origin)
        except (KeyError, ValueError) as error:
            raise GazetteerError(f"{error}", where=f"{path}:{number}", hint="See gazetteer/README.md.") from error


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if not path.is_file():
        raise GazetteerError("there is no such file", where=str(path), hint="Name the folder with --sources.")
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
        for row in reader:
            if None in row or None in row.values():
                columns = len(reader.fieldnames or ())
                raise GazetteerError(f"the line has not {columns} columns", where=f"{path}:{reader.line_num}")
            yield reader.line_num, {key: value.strip() for key, value in row.items()}


def _entity(row: dict[str, str], origin: Origin) -> Entity:
    name = row["name"]
    if not name:
        raise ValueError("the name is empty")
    kind = row.get("kind", PERSON)
    family = row.get("family") or (name.split()[-1] if kind == PERSON else name)
    return Entity(
        id=row.get("id") or identify(name, kind, row["country"]),
        name=name,
        family=family,
        kind=kind,
        variants=_split(row["variants"], "|"),
        country=row["country"],
        field=row.get("field") or ("politics" if row.get("offices") else ""),
        known_for=row.get("known_for", ""),
        offices=tuple(_office(text) for text in _split(row.get("offices", ""), ";")),
        since=_year(row.get("from", "")),
        until=_year(row.get("to", "")),
        source=row.get("source") or origin.source,
        licence=row.get("licence") or origin.licence,
        as_of=row.get("as_of") or origin.as_of,
    )


def identify(name: str, kind: str, country: str) -> str:
    """An id that stays while name and country stay: "max-verstappen.nl"."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
    return ".".join(part for part in (slug, "" if kind == PERSON else kind, country.lower()) if part)


def _split(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(mark) if part.strip())


def _year(text: str) -> int | None:
    return int(text) if text else None


def _office(text: str) -> Office:
    parts = text.split("@")
    if len(parts) != 4:
        raise ValueError(f"an office is kind@government@start@end, this is {text!r}")
    kind, government, start, end = parts
    begun = _day(start, last=False)
    return Office(kind, government, begun, _day(end, last=True) if end else None)


def _day(text: str, *, last: bool) -> date:
    """A day of a date that may lack day and month: the first or the last day of the stretch, so that none is missed."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"a date is YYYY, YYYY-MM or YYYY-MM-DD, this is {text!r}")
    year, month, day = match.groups()
    if day:
        return date.fromisoformat(text)
    if last:
        return date(int(year), int(month) if month else 12, 28 if month else 31)
    return date(int(year), int(month) if month else 1, 1)

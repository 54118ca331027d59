"""The gazetteer as a file: a heading line that proves the rest, then records, words and keys, one a line.

Records are JSON arrays in the order of `Entity`'s fields. The words and keys are an index made from them: they are read
as text and looked into only where an article asks, so that a large gazetteer opens in a fraction of a second.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, overload

from pipeline.faults.names.wordlist import keys_of, offices_of, words_of
from pipeline.model.entity import Entity, Office
from pipeline.model.errors import GazetteerError

FORMAT, VERSION = "newsmend-gazetteer", 1
_REBUILD = "Put the last good file back, or run `newsmend gazetteer build`."


class Records(Sequence[Entity]):
    """The entities of a file, each read when it is asked for."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._read: dict[int, Entity] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Entity: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Entity]: ...
    def __getitem__(self, at: int | slice) -> Entity | Sequence[Entity]:
        if isinstance(at, slice):
            return Records(self._lines[at])
        if at not in self._read:
            self._read[at] = _entity(json.loads(self._lines[at]))
        return self._read[at]

    def __iter__(self) -> Iterator[Entity]:
        return (self[at] for at in range(len(self)))


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Every entity, and where the facts come from: source to licence and credit.

    `ordinary` are the words of names that are dictionary words as well ("Target", "Next"). `words`, `keys` and
    `offices` are the index as text, empty where it was not read from a file.
    """

    entities: Sequence[Entity]
    as_of: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()
    words: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    offices: Mapping[str, str] = field(default_factory=dict)


def write(gazetteer: Gazetteer) -> str:
    """The file's text: the same gazetteer gives the same text."""
    words = words_of(gazetteer.entities)
    sections = (
        [_line(entity) for entity in gazetteer.entities],
        [f"{word}\t{' '.join(refs)}" for word, refs in sorted(words.items())],
        [f"{key}\t{' '.join(found)}" for key, found in sorted(keys_of(words, gazetteer.ordinary).items())],
        [f"{kind}\t{' '.join(map(str, found))}" for kind, found in sorted(offices_of(gazetteer.entities).items())],
        [" ".join(sorted(gazetteer.ordinary))],
    )
    body = "\n\n".join("\n".join(section) for section in sections) + "\n"
    heading = {
        "format": FORMAT, "version": VERSION, "as_of": gazetteer.as_of, "records": len(gazetteer.entities),
        "sha256": hashlib.sha256(body.encode()).hexdigest(), "sources": dict(sorted(gazetteer.sources.items())),
    }  # fmt: skip
    return json.dumps(heading, ensure_ascii=False) + "\n" + body


def read(text: str | bytes, where: str = "the gazetteer") -> Gazetteer:
    """The gazetteer of a file's text; bytes cost half the memory, since a text with one Arabic letter is twice as wide.

    Raises:
        GazetteerError: it is no gazetteer, was cut short or changed, or a newer Newsmend wrote it.
    """
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    end = data.find(b"\n") + 1 or len(data)
    heading = _heading(data[:end].decode("utf-8", "replace"), where)
    if hashlib.sha256(memoryview(data)[end:]).hexdigest() != heading["sha256"]:
        body = data[end:]
        found = min(body.partition(b"\n\n")[0].count(b"\n") + 1, heading["records"]) if body else 0
        raise GazetteerError(
            f"{found:,} of {heading['records']:,} records are there, or some were changed", where=where, hint=_REBUILD
        )
    records, words, keys, offices, ordinary = data[end:].removesuffix(b"\n").split(b"\n\n")
    return Gazetteer(
        Records([line.decode() for line in _lines(records)]), heading["as_of"], heading["sources"],
        frozenset(ordinary.decode().split()), _table(words), _table(keys), _table(offices),
    )  # fmt: skip


def _lines(section: bytes) -> list[bytes]:
    return section.split(b"\n") if section else []


def _table(section: bytes) -> dict[str, str]:
    return dict(_pair(line.decode()) for line in _lines(section))


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition("\t")
    return key, value


def _heading(line: str, where: str) -> dict[str, Any]:
    try:
        heading = json.loads(line)
        is_ours = heading["format"] == FORMAT and {"version", "records", "sha256", "as_of", "sources"} <= heading.keys()
    except (ValueError, TypeError, KeyError):
        is_ours = False
    if not is_ours:
        raise GazetteerError("this is not a gazetteer file", where=where, hint=_REBUILD)
    if heading["version"] > VERSION:
        raise GazetteerError(
            f"a newer Newsmend wrote this file (format {heading['version']}, this one reads {VERSION})",
            where=where,
            hint="Update Newsmend, or put the older file back.",
        )
    return dict(heading)


def _line(entity: Entity) -> str:
    offices = [[o.kind, o.government, o.start.isoformat(), o.end.isoformat() if o.end else ""] for o in entity.offices]
    row = [
        entity.id, entity.name, entity.family, entity.kind, list(entity.variants), entity.country, entity.field,
        entity.known_for, offices, entity.since, entity.until, round(entity.weight, 2), entity.source, entity.licence,
        entity.as_of,
    ]  # fmt: skip
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _entity(row: list[Any]) -> Entity:
    row[4] = tuple(row[4])
    row[8] = tuple(_office(office) for office in row[8])
    return Entity(*row)


def _office(row: list[str]) -> Office:
    kind, government, start, end = row
    return Office(kind, government, date.fromisoformat(start), date.fromisoformat(end) if end else None)


def by_id(entities: Iterable[Entity]) -> dict[str, Entity]:
    return {entity.id: entity for entity in entities}

"""What a refresh changes, for a program and for a person."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

SHOWN = 40  # lines of a sort in the summary


class Sort(StrEnum):
    """What happened to an entity. LEFT_OUT is what Wikidata says and we do not take over."""

    ADDED = "added"
    OFFICE = "office"
    ENDED = "ended"
    RENAMED = "renamed"
    ALIAS = "alias"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Change:
    """One change, in words."""

    sort: Sort
    id: str
    name: str
    what: str

    def __str__(self) -> str:
        return f"{self.name} ({self.id}): {self.what}"


@dataclass(frozen=True, slots=True)
class Diff:
    """Every change of one refresh."""

    changes: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the gazetteer stays as it is."""
        return all(change.sort is Sort.LEFT_OUT for change in self.changes)

    def of(self, sort: Sort) -> list[Change]:
        return [change for change in self.changes if change.sort is sort]

    def counts(self) -> dict[str, int]:
        return {str(sort): count for sort, count in sorted(Counter(change.sort for change in self.changes).items())}

    def as_json(self) -> str:
        """The whole diff; the same changes give the same bytes."""
        rows = [asdict(change) for change in self.changes]
        return json.dumps({"counts": self.counts(), "changes": rows}, ensure_ascii=False, indent=1) + "\n"

    def summary(self) -> str:
        """A line for each change, a bounded number of each sort."""
        return (
            "\n".join(line for sort in Sort if (found := self.of(sort)) for line in _lines(sort, found)) or "no change"
        )


def _lines(sort: Sort, found: Iterable[Change]) -> list[str]:
    lines = [f"  {change}" for change in found]
    more = [f"  ... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return [f"{sort}: {len(lines)}", *lines[:SHOWN], *more]

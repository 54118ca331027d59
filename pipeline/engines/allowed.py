"""Which rules of the engines are heard, and for what: chosen by measured precision (`python -m benchmarks.engines`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pipeline.model.digest import digest
from pipeline.model.errors import EngineError

Key = tuple[str, str]  # engine, rule
HEADER = ("engine", "rule", "what", "precision", "seen")


class What(StrEnum):
    """The most that a rule may do."""

    APPLY = "apply"
    HOLD = "hold"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Allowed:
    """`precision` is the share of `seen` alarms on translated news that people's own versions bear out."""

    what: What
    precision: float
    seen: int


@dataclass(frozen=True, slots=True)
class AllowList:
    """A rule that is not in it is not heard. `fingerprint` names the list by its content."""

    rules: Mapping[Key, Allowed]
    fingerprint: str

    def of(self, engine: str, rule: str) -> Allowed | None:
        return self.rules.get((engine, rule))


@cache
def allow_list() -> AllowList:
    """The list of this release."""
    return read(files("pipeline.engines").joinpath("data", "allow.tsv").read_text(encoding="utf-8"))


def read(text: str) -> AllowList:
    """A list from its table; lines with # are for people.

    Raises:
        EngineError: a line is broken; the message names it.
    """
    rules: dict[Key, Allowed] = {}
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != HEADER:
        raise EngineError(f"the table does not begin with {' '.join(HEADER)}", where="allow.tsv")
    for number, line in lines[1:]:
        try:
            engine, rule, what, precision, seen = line.split("\t")
            allowed = Allowed(What(what), float(precision), int(seen))
        except ValueError as error:
            raise EngineError(str(error), where=f"allow.tsv, line {number}") from error
        if (engine, rule) in rules or not 0 <= allowed.precision <= 1:
            raise EngineError("a rule twice, or a precision above 1", where=f"allow.tsv, line {number}")
        rules[engine, rule] = allowed
    return AllowList(rules, digest(text)[:12])

"""What a grammar engine is: a checker of somebody else's making, behind one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Alarm:
    """One match of an engine. `start` and `end` are code points, half-open; `replacements` are best first."""

    start: int
    end: int
    rule: str  # the engine's own id, such as "EN_A_VS_AN"
    category: str  # the engine's own category, such as "MISC"
    message: str
    replacements: tuple[str, ...] = ()


class Engine(Protocol):
    """Checks texts. It never changes one, and what it says is a suggestion until the allow-list has judged the rule."""

    @property
    def id(self) -> str:
        """Its name in rule ids and logs: "embedded" or "languagetool"."""
        ...

    @property
    def version(self) -> str:
        """What names it with its data: another version makes another run."""
        ...

    def check(self, texts: Sequence[str]) -> list[tuple[Alarm, ...]]:
        """The alarms of each text, in the order of the texts.

        Raises:
            EngineError: the engine is missing, down, too slow, or answers nonsense.
        """
        ...

"""The floors: what was reached once and may not be lost. Counts on clean text are ceilings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "floors.json"
CEILINGS = "clean"
FIXED = ("clean", "needless")  # a needless change of clean text is never allowed
Figures = Mapping[str, Mapping[str, float]]


def load(path: Path = PATH) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def is_worse(kind: str, now: float, floor: float) -> bool:
    return now > floor if kind == CEILINGS else now < floor


def fallen(figures: Figures, floors: Figures) -> list[tuple[str, str, float, float | None]]:
    """Kind, figure, floor and what it is now, for each that is worse or gone."""
    return [
        (kind, name, floor, now)
        for kind, name, floor in _items(floors)
        if (now := figures.get(kind, {}).get(name)) is None or is_worse(kind, now, floor)
    ]


def raised(figures: Figures, floors: Figures) -> dict[str, dict[str, float]]:
    """The better of both, figure by figure."""
    best = {kind: dict(named) for kind, named in floors.items()}
    for kind, name, now in _items(figures):
        floor = best.setdefault(kind, {}).get(name)
        if floor is None or is_worse(kind, floor, now):
            best[kind][name] = now
    return best


def lowered(figures: Figures, saved: Mapping[str, Any], why: str, day: date) -> dict[str, Any]:
    """The floors where the figures are, with a note for each that fell.

    Raises:
        ValueError: no reason is given, or clean text would be changed.
    """
    if not why.strip():
        raise ValueError("say why: the reason is kept in the file")
    notes, floors = [], {kind: dict(named) for kind, named in saved["floors"].items()}
    for kind, name, floor, now in fallen(figures, floors):
        if (kind, name) == FIXED:
            raise ValueError(f"clean text is changed {now:.0f} times: this floor is never lowered")
        notes.append({"figure": f"{kind} {name}", "from": floor, "to": now, "on": day.isoformat(), "why": why})
        if now is None:
            del floors[kind][name]
        else:
            floors[kind][name] = now
    return {"floors": floors, "lowered": [*saved["lowered"], *notes]}


def save(saved: Mapping[str, Any], path: Path = PATH) -> None:
    text = json.dumps(saved, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _items(figures: Figures) -> Iterator[tuple[str, str, float]]:
    for kind, named in sorted(figures.items()):
        for name, value in sorted(named.items()):
            yield kind, name, value

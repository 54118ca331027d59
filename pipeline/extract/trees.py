"""Boosted trees, evaluated in plain Python: all rows of a page go down one tree together."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

SCALE = 1000  # margins are whole thousandths
SHIPPED = Path(__file__).parent / "data" / "blocks.json"
Node: TypeAlias = Any  # [feature, threshold, left, right, mean margin], or an integer: the margin of a leaf


@dataclass(frozen=True, slots=True)
class Trees:
    """`checks` are numbers of trees after which rows with a margin beyond the limit go no further."""

    features: tuple[str, ...]
    bias: int
    checks: dict[int, int]
    trees: tuple[Node, ...]

    def margins(self, rows: Sequence[Sequence[float]]) -> list[int]:
        """The log odds of each row, in thousandths."""
        if not rows:
            return []
        totals = [self.bias] * len(rows)
        columns = list(zip(*rows, strict=True))
        live = list(range(len(rows)))
        for number, tree in enumerate(self.trees):
            limit = self.checks.get(number)
            if limit is not None:
                live = [index for index in live if -limit < totals[index] < limit]
            _descend(tree, live, columns, totals)
        return totals

    def reasons(self, row: Sequence[float]) -> dict[str, int]:
        """How much each feature moved the row's margin, in thousandths."""
        moved: dict[str, int] = {}
        for tree in self.trees:
            node = tree
            while not isinstance(node, int):
                inner = node[2] if row[node[0]] <= node[1] else node[3]
                after = inner if isinstance(inner, int) else inner[4]
                name = self.features[node[0]]
                moved[name] = moved.get(name, 0) + after - node[4]
                node = inner
        return moved


def chance(margin: int) -> float:
    """Log odds in thousandths to a number from 0 to 1."""
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, margin / SCALE))))


@lru_cache(maxsize=16)
def load(path: Path = SHIPPED) -> Trees:
    """The trees in the file."""
    data = json.loads(path.read_bytes())
    return Trees(tuple(data["features"]), data["bias"], dict(data["checks"]), tuple(data["trees"]))


def _descend(tree: Node, live: list[int], columns: Sequence[Sequence[float]], totals: list[int]) -> None:
    waiting = [(tree, live)]
    while waiting:
        node, rows = waiting.pop()
        if isinstance(node, int):
            for row in rows:
                totals[row] += node
            continue
        feature, threshold, left, right, _ = node
        column = columns[feature]
        low: list[int] = []
        high: list[int] = []
        for row in rows:
            (low if column[row] <= threshold else high).append(row)
        if low:
            waiting.append((left, low))
        if high:
            waiting.append((right, high))

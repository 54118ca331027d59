"""A share with its interval: how much of it may be chance."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964  # 95 in 100


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `cases`; `low` and `high` are the ends of Wilson's interval (0 to 1), None without a case."""

    hits: int
    cases: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.cases:
            raise ValueError(f"{self.hits} of {self.cases}")

    @property
    def value(self) -> float | None:
        return self.hits / self.cases if self.cases else None

    @property
    def low(self) -> float | None:
        return max(0.0, self._end(-1)) if self.cases else None

    @property
    def high(self) -> float | None:
        return min(1.0, self._end(1)) if self.cases else None

    def _end(self, sign: int) -> float:
        n, p, z2 = self.cases, self.hits / self.cases, _Z * _Z
        spread = _Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return (p + z2 / (2 * n) + sign * spread) / (1 + z2 / n)

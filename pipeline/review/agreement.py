"""How far two reviewers agree beyond chance: Krippendorff's alpha for nominal values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

RELIABLE = 0.8  # Krippendorff: at this or above, conclusions can be drawn
TENTATIVE = 0.667  # below this, none should


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """1 is full agreement, 0 is what chance gives, below 0 is worse. Each unit holds the values it was given.

    Units with fewer than two values say nothing and are passed over. None where nothing can vary: no unit is left, or
    all values are the same, so that agreement says nothing.
    """
    paired = [Counter(unit) for unit in units if len(unit) > 1]
    totals: Counter[Hashable] = Counter()
    agreeing = 0.0
    for unit in paired:
        totals += unit
        agreeing += sum(n * (n - 1) for n in unit.values()) / (unit.total() - 1)
    n = totals.total()
    by_chance = sum(count * (count - 1) for count in totals.values())
    possible = n * (n - 1)
    if by_chance == possible:
        return None
    return ((n - 1) * agreeing - by_chance) / (possible - by_chance)

"""How far a rule is to be trusted, by what reviewers said of its proposals."""

from __future__ import annotations

from math import floor, sqrt

ENOUGH = 20  # decisions; below that a share says little
_Z = 1.96  # 95 in 100


def trust(accepted: int, decided: int) -> float | None:
    """The lower end of Wilson's interval of the share accepted, 0 to 1; None where too few were looked at.

    Raises:
        ValueError: the counts make no sense.
    """
    if not 0 <= accepted <= decided:
        raise ValueError(f"{accepted} accepted of {decided} decided")
    return None if decided < ENOUGH else _interval(accepted, decided)[0]


def weight(accepted: int, decided: int, claimed: float) -> float:
    """What a rule's confidence is multiplied by, 0 to 1, in hundredths. `claimed` is its mean confidence in these.

    1 as long as reviewers' answers allow that the rule is as right as it says; else the lower end of Wilson's interval
    over what it says. It never makes a rule surer than it is, and a handful of answers says nothing.
    """
    if decided < ENOUGH or claimed <= 0:
        return 1.0
    low, high = _interval(accepted, decided)
    return 1.0 if high >= claimed else floor(100 * min(1.0, low / claimed)) / 100


def _interval(accepted: int, decided: int) -> tuple[float, float]:
    share, z2 = accepted / decided, _Z * _Z
    middle = share + z2 / (2 * decided)
    spread = _Z * sqrt(share * (1 - share) / decided + z2 / (4 * decided * decided))
    return max(0.0, (middle - spread) / (1 + z2 / decided)), min(1.0, (middle + spread) / (1 + z2 / decided))

"""How far a rule is to be trusted, by what reviewers said of its proposals."""

from __future__ import annotations

from math import sqrt

ENOUGH = 20  # decisions; below that a share says little
_Z = 1.96  # 95 in 100


def trust(accepted: int, decided: int) -> float | None:
    """The lower end of Wilson's interval of the share accepted, 0 to 1; None where too few were looked at.

    Raises:
        ValueError: the counts make no sense.
    """
    if not 0 <= accepted <= decided:
        raise ValueError(f"{accepted} accepted of {decided} decided")
    if decided < ENOUGH:
        return None
    share, z2 = accepted / decided, _Z * _Z
    middle = share + z2 / (2 * decided)
    spread = _Z * sqrt(share * (1 - share) / decided + z2 / (4 * decided * decided))
    return max(0.0, (middle - spread) / (1 + z2 / decided))

"""Modified Kneser-Ney, interpolated, as KenLM's lmplz computes it (Chen and Goodman 1998; Heafield et al. 2013)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.fluency.counts import START, Runs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = "NDArray[np.float64]"
    Flags: TypeAlias = "NDArray[np.bool_]"
else:
    Floats: TypeAlias = Any
    Flags: TypeAlias = Any

FALLBACK = (0.5, 1.0, 1.5)  # discounts where the counts are too few to estimate them


@dataclass(frozen=True, slots=True)
class Smoothed:
    """One table's probabilities and back-off weights, and which of its runs are kept. `unknown` is for one word."""

    chance: Floats
    backoff: Floats
    kept: Flags
    unknown: float = 0.0


def smooth(tables: Sequence[Runs], prune: Sequence[int]) -> list[Smoothed]:
    """`prune`: for each length, runs that occur so often or less are left out; it must not fall, and starts with 0."""
    import numpy as np

    found: list[Smoothed] = []
    gammas: list[Floats] = []
    for length, runs in enumerate(tables, 1):
        kept = (runs.seen > prune[length - 1]) if length > 1 else np.ones(len(runs.seen), dtype=bool)
        counts = runs.adjusted.astype(np.float64)
        if length == 1:
            counts = np.where(runs.word == START, 0.0, counts)
        off = _discounted(runs, discounts(runs))
        size = 1 if length == 1 else len(tables[length - 2].seen)
        total = np.bincount(runs.prefix, weights=counts, minlength=size)
        taken = np.bincount(runs.prefix, weights=np.where(kept, off, counts), minlength=size)
        gamma = np.divide(taken, total, out=np.ones(size), where=total > 0)
        own = np.divide(counts - off, total[runs.prefix], out=np.zeros(len(counts)), where=total[runs.prefix] > 0)
        if length == 1:
            uniform = float(gamma[0]) / max(1, len(counts))  # the beginning is no word to come, the unknown word is
            found.append(Smoothed(own + uniform, np.ones(0), kept, uniform))
        else:
            found.append(Smoothed(own + gamma[runs.prefix] * found[-1].chance[runs.suffix], np.ones(0), kept))
        gammas.append(gamma)
    weights = [*gammas[1:], np.ones(len(tables[-1].seen))]
    return [Smoothed(one.chance, weight, one.kept, one.unknown) for one, weight in zip(found, weights, strict=True)]


def discounts(runs: Runs) -> tuple[float, float, float]:
    """What is taken off runs that were counted once, twice, and oftener."""
    import numpy as np

    adjusted = runs.adjusted[runs.word != START]
    n = [int(np.count_nonzero(adjusted == times)) for times in range(5)]
    if not all(n[1:]):
        return FALLBACK
    y = n[1] / (n[1] + 2 * n[2])
    one, two, more = (k - (k + 1) * y * n[k + 1] / n[k] for k in (1, 2, 3))
    if not (0 <= one <= 1 and 0 <= two <= 2 and 0 <= more <= 3):
        return FALLBACK
    return one, two, more


def _discounted(runs: Runs, amounts: tuple[float, float, float]) -> Floats:
    import numpy as np

    by_count = np.array([0.0, *amounts])
    off = by_count[np.minimum(runs.adjusted, 3)]
    return np.where(runs.word == START, 0.0, off)

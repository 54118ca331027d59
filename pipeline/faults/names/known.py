"""What is a word or a name of its own, and so nobody's garble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_COMMON = 2.0  # Zipf scale: once in ten million words


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Names that real people bear, and words that are common enough in English."""

    names: frozenset[str]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]]) -> KnownWords:
        return cls(frozenset(row["token"] for row in rows))

    def __contains__(self, folded: str) -> bool:
        return folded in self.names or _frequency(folded) >= _COMMON


@lru_cache(maxsize=20_000)
def _frequency(folded: str) -> float:
    from wordfreq import zipf_frequency  # takes half a second to load, and few texts need it

    return float(zipf_frequency(folded, "en", minimum=0.0))

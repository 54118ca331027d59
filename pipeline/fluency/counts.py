"""Counting runs of pieces. Every run is named by the run without its last piece and that piece, so any length fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints: TypeAlias = "NDArray[np.int64]"
else:
    Ints: TypeAlias = Any

START, END = 0, 1  # of a sentence; piece n is the word n + SHIFT
SHIFT = 2


@dataclass(frozen=True, slots=True)
class Runs:
    """All runs of one length: `prefix` and `suffix` are rows of the next shorter table, `word` is the last word.

    `seen` is how often the run occurs; `adjusted` how many words stand before it, or `seen` where it cannot have any
    (the longest runs, and those that begin a sentence). `first` is its first word.
    """

    prefix: Ints
    suffix: Ints
    word: Ints
    first: Ints
    seen: Ints
    adjusted: Ints


def count(sentences: Iterable[Sequence[int]], order: int) -> list[Runs]:
    """The tables of runs of 1 to `order` pieces, with the marks of beginning and end."""
    import numpy as np

    stream, left = _stream(sentences)
    width = int(stream.max(initial=END)) + 1
    words, rows, seen = np.unique(stream, return_inverse=True, return_counts=True)
    nothing = np.zeros(len(words), dtype=np.int64)
    raw = [(nothing, nothing, words, words, seen)]
    places = np.arange(len(stream))
    rows_at = rows.astype(np.int64)  # at each place, the row of the run that begins there
    for length in range(2, order + 1):
        places = places[left[places] >= length]
        keys = rows_at[places] * width + stream[places + length - 1]
        _, first, inverse, times = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        at = places[first]
        raw.append((rows_at[at], rows_at[at + 1], stream[at + length - 1], stream[at], times))
        rows_at = rows_at.copy()
        rows_at[places] = inverse
    return _adjusted(raw)


def _stream(sentences: Iterable[Sequence[int]]) -> tuple[Ints, Ints]:
    """All sentences in a row, and at each place how many words are left of its sentence, itself included."""
    import numpy as np

    marked = [np.array([START, *(n + SHIFT for n in one), END], dtype=np.int64) for one in sentences]
    if not marked:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(marked), np.concatenate([np.arange(len(one), 0, -1) for one in marked])


def _adjusted(raw: list[tuple[Ints, Ints, Ints, Ints, Ints]]) -> list[Runs]:
    import numpy as np

    tables = []
    for length, (prefix, suffix, word, first, seen) in enumerate(raw, 1):
        adjusted = seen
        if length < len(raw):
            before = np.bincount(raw[length][1], minlength=len(seen))
            adjusted = np.where(first == START, seen, before)
        tables.append(Runs(prefix, suffix, word, first, seen, adjusted))
    return tables

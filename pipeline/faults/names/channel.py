"""How names come back garbled from other scripts and case endings: a noisy channel over letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

START, END = "^", "$"
_MOST_RIGHT, _MOST_GARBLED = 2, 3  # letters of a segment
_FAR = 99.0
_BAND = 4  # letters that one spelling may run ahead of the other


@dataclass(frozen=True, slots=True)
class Channel:
    """Costs, in nats, of writing one segment of a name as another: `table[right][garbled]`.

    Segments have up to two letters on the right name's side and three on the garble's; the ends of the word are letters
    too, so that kept case endings ("Ternbullu") are learned as such. The model is that of Brill and Moore, "An improved
    error model for noisy channel spelling correction" (ACL 2000), trained by Viterbi EM (training/channel.py).
    """

    table: Mapping[str, Mapping[str, float]]
    unseen: float
    letters: Mapping[str, float]
    unseen_letters: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Channel:
        """From the trained file."""
        return cls(data["table"], data["unseen"], data["letters"], data["unseen_letters"])

    def cost(self, right: str, garbled: str, limit: float = _FAR) -> float:
        """-ln P(garbled | right) of two folded words; `limit` where it cannot be below that."""
        return _cost(self, START + right + END, START + garbled + END, limit)

    def surprise(self, word: str) -> float:
        """-ln P(word) of a folded word among names: letters after the two before them."""
        padded = START * 2 + word + END
        return sum(self.letters.get(padded[i - 2 : i + 1], self.unseen_letters) for i in range(2, len(padded)))


@lru_cache(maxsize=50_000)
def _segments(word: str, most: int) -> tuple[tuple[tuple[int, str], ...], ...]:
    """For each place in the word, the segments that end there: (where it starts, letters)."""
    return tuple(
        tuple((start, word[start:end]) for start in range(max(0, end - most), end)) for end in range(len(word) + 1)
    )


def _cost(channel: Channel, right: str, garbled: str, limit: float) -> float:
    width = len(garbled) + 1
    ends = _segments(garbled, _MOST_GARBLED)
    inserted = channel.table.get("", {})
    rows: list[list[float]] = []
    for i, starts in enumerate(_segments(right, _MOST_RIGHT)):
        sources = [(rows[s], channel.table.get(letters, {}), i - s == 1) for s, letters in starts]
        row = [_FAR] * width
        if i == 0:
            row[0] = 0.0
        for j in range(max(0, i - _BAND), min(width, i + _BAND + 1)):
            row[j] = _best_step(row, j, ends[j], sources, inserted, channel.unseen)
        rows.append(row)
        if i > 0 and min(row) > limit and min(rows[i - 1]) > limit:
            return limit
    return min(rows[-1][-1], limit)


def _best_step(
    row: list[float],
    j: int,
    ends: tuple[tuple[int, str], ...],
    sources: list[tuple[list[float], Mapping[str, float], bool]],
    inserted: Mapping[str, float],
    unseen: float,
) -> float:
    """The cheapest way to come to this place: letters lost, letters new, or letters written as others."""
    best = row[j]
    for before, table, is_one in sources:
        if before[j] < best and (lost := before[j] + table.get("", _FAR)) < best:
            best = lost
        for start, letters in ends:
            at = before[start]
            if at < best:
                step = table.get(letters)
                if step is None and is_one and j - start == 1:
                    step = unseen
                if step is not None and at + step < best:
                    best = at + step
    for start, letters in ends:
        at = row[start]
        if at < best and (new := at + inserted.get(letters, _FAR)) < best:
            best = new
    return best

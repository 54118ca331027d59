"""The learned score: boosted trees over what a block is, stands in and stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.blocks import Block
from pipeline.extract.features import NAMES, rows
from pipeline.extract.score import Hints, by_hand
from pipeline.extract.trees import Trees, chance, load

MOST_BLOCKS = 6_000  # four times as many as the longest live blog seen; beyond that the look by hand must do

_HAND, _SELLING, _FOOTER = (NAMES.index(name) for name in ("hand", "near_selling", "footer"))
_DOUBT = 1_500  # log odds in thousandths


def learned(blocks: Sequence[Block], hints: Hints, trees: Trees | None = None) -> list[float]:
    """The chance of each block to be part of the article; `trees` are the shipped ones if none are given."""
    if len(blocks) > MOST_BLOCKS:
        return by_hand(blocks, hints)
    return [chance(margin) for margin in margins(trees or load(), rows(blocks, hints))]


def margins(trees: Trees, table: Sequence[Sequence[float]]) -> list[int]:
    """Log odds in thousandths; what the look by hand drops from a box that sells, or from a footer, needs more."""
    return [
        margin - _DOUBT if not row[_HAND] and (row[_SELLING] >= 0.5 or row[_FOOTER]) else margin
        for row, margin in zip(table, trees.margins(table), strict=True)
    ]

"""The learned score: boosted trees over what a block is, stands in and stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.blocks import Block
from pipeline.extract.features import rows
from pipeline.extract.score import Hints, by_hand
from pipeline.extract.trees import Trees, chance, load

MOST_BLOCKS = 6_000  # four times as many as the longest live blog seen; beyond that the look by hand must do


def learned(blocks: Sequence[Block], hints: Hints, trees: Trees | None = None) -> list[float]:
    """The chance of each block to be part of the article; `trees` are the shipped ones if none are given."""
    if len(blocks) > MOST_BLOCKS:
        return by_hand(blocks, hints)
    return [chance(margin) for margin in (trees or load()).margins(rows(blocks, hints))]

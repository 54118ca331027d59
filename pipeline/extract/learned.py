"""The learned score: boosted trees over what a block is, stands in and stands beside."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.blocks import Block
from pipeline.extract.features import rows
from pipeline.extract.score import Hints
from pipeline.extract.trees import Trees, chance, load


def learned(blocks: Sequence[Block], hints: Hints, trees: Trees | None = None) -> list[float]:
    """The chance of each block to be part of the article; `trees` are the shipped ones if none are given."""
    return [chance(margin) for margin in (trees or load()).margins(rows(blocks, hints))]

"""The learned score: boosted trees over what a block is, stands in and stands beside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from pipeline.extract.blocks import Block
from pipeline.extract.features import NAMES, rows
from pipeline.extract.score import Hints, by_hand
from pipeline.extract.trees import Trees, chance, load

MOST_BLOCKS = 6_000  # four times as many as the longest live blog seen; beyond that the look by hand must do

_HAND, _SELLING, _FOOTER = (NAMES.index(name) for name in ("hand", "near_selling", "footer"))
_DOUBT = 1_500  # log odds in thousandths
_MOST = 0.5


def learned(blocks: Sequence[Block], hints: Hints, trees: Trees | None = None) -> list[float]:
    """The chance of each block to be part of the article; `trees` are the shipped ones if none are given."""
    if len(blocks) > MOST_BLOCKS:
        return by_hand(blocks, hints)
    return [chance(margin) for margin in margins(trees or load(), blocks, rows(blocks, hints))]


def margins(trees: Trees, blocks: Sequence[Block], table: Sequence[Sequence[float]]) -> list[int]:
    """Log odds in thousandths.

    What the look by hand drops needs more in a box that sells, in a footer, and in a table that the whole page is laid
    out with: in the pages that were learned from, cells of tables are nearly always data of the article.
    """
    laid_out = _laid_out(blocks)
    return [
        margin - _DOUBT if not row[_HAND] and (row[_SELLING] >= 0.5 or row[_FOOTER] or laid) else margin
        for row, margin, laid in zip(table, trees.margins(table), laid_out, strict=True)
    ]


def _laid_out(blocks: Sequence[Block]) -> list[bool]:
    """Whether each block stands in a table that holds most of the page's prose."""
    if not blocks:
        return []
    *_, root = blocks[0].container.ancestors()
    known: dict[int, bool] = {id(None): False}
    for block in blocks:
        chain = list(takewhile(lambda here: id(here) not in known, block.container.ancestors()))
        for here in reversed(chain):
            known[id(here)] = known[id(here.parent)] or (here.tag == "table" and here.prose > _MOST * root.prose)
    return [known[id(block.container)] for block in blocks]

"""Blocks to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.blocks import HEADINGS, Block
from pipeline.extract.learned import learned
from pipeline.extract.score import KEEP, Hints, Scorer, by_hand, with_lede
from pipeline.extract.tidy import tidied
from pipeline.model.article import Paragraph

_ALMOST_NOTHING = 120  # characters; with less, the score by hand is asked too


def paragraphs(blocks: Sequence[Block], hints: Hints, scorer: Scorer = learned) -> tuple[Paragraph, ...]:
    """What is kept, in document order."""
    flags = kept(blocks, hints, scorer)
    chosen = [block for block, keep in zip(blocks, flags, strict=True) if keep]
    return tuple(Paragraph(line, kind(block)) for block in chosen for line in block.lines)


def kept(blocks: Sequence[Block], hints: Hints, scorer: Scorer = learned) -> list[bool]:
    """Which blocks are the article: by score, then tidied; where that leaves almost nothing, by hand."""
    scores = scorer(blocks, hints)
    flags = with_lede(blocks, tidied(blocks, [score >= KEEP for score in scores], hints), hints)
    if _size(blocks, flags) >= _ALMOST_NOTHING:
        return flags
    other = [score >= KEEP for score in by_hand(blocks, hints)]
    return other if _size(blocks, other) > _size(blocks, flags) else flags


def _size(blocks: Sequence[Block], flags: Sequence[bool]) -> int:
    return sum(len(block.text) for block, keep in zip(blocks, flags, strict=True) if keep)


def kind(block: Block) -> str:
    """p, heading, item or quote, by the nearest tag that says so."""
    for here in block.container.ancestors():
        if here.tag in HEADINGS:
            return "heading"
        if here.tag == "blockquote":
            return "quote"
        if here.tag in {"li", "dt", "dd"}:
            return "item"
        if here.tag in {"article", "section", "main", "td"}:
            break
    return "p"

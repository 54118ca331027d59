"""Blocks to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.blocks import HEADINGS, Block
from pipeline.extract.score import KEEP, Hints, Scorer, by_hand
from pipeline.model.article import Paragraph


def paragraphs(blocks: Sequence[Block], hints: Hints, scorer: Scorer = by_hand) -> tuple[Paragraph, ...]:
    """What the scorer keeps, in document order."""
    scores = scorer(blocks, hints)
    kept = [block for block, score in zip(blocks, scores, strict=True) if score >= KEEP]
    return tuple(Paragraph(line, kind(block)) for block in kept for line in block.lines)


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

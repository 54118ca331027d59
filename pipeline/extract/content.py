"""Blocks to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.blocks import HEADINGS, Block
from pipeline.extract.fragment import refine
from pipeline.extract.learned import learned
from pipeline.extract.score import KEEP, Hints, Scorer, by_hand, with_lede
from pipeline.extract.tidy import tidied
from pipeline.model.article import Paragraph

_ALMOST_NOTHING = 120  # characters; with less, the score by hand is asked too
_LABEL = 60  # characters; longer blocks are prose
_LINKED = 0.5


@dataclass(frozen=True, slots=True)
class Content:
    """What is kept, in document order. `prose` are its characters in lines of a sentence's length, `run` the most of
    them that no teaser parts: in an article nearly all, in a list of teasers one teaser's.
    """

    paragraphs: tuple[Paragraph, ...] = ()
    prose: int = 0
    run: int = 0


def content(blocks: Sequence[Block], hints: Hints, scorer: Scorer = learned) -> Content:
    """The paragraphs of the blocks that are kept."""
    flags = kept(blocks, hints, scorer)
    chosen = [block for block, keep in zip(blocks, flags, strict=True) if keep]
    found = tuple(Paragraph(line, kind(block)) for block in chosen for line in block.lines)
    runs = _runs(blocks, flags)
    return Content(found, sum(runs), max(runs))


def _runs(blocks: Sequence[Block], flags: Sequence[bool]) -> list[int]:
    """Characters of prose between headings that are links, and between boxes of a list."""
    runs, box = [0], None
    for block, keep in zip(blocks, flags, strict=True):
        if block.container.tag in HEADINGS and block.link_share > _LINKED:
            runs.append(0)
        elif keep and len(block.text) > _LABEL:
            inner = next((here for here in block.container.holder.ancestors() if here.tag in {"article", "li"}), None)
            if inner is not box:
                runs.append(0)
                box = inner
            runs[-1] += len(block.text)
    return runs


def kept(blocks: Sequence[Block], hints: Hints, scorer: Scorer = learned) -> list[bool]:
    """Which blocks are the article: by score, then tidied; where that leaves almost nothing, by hand.

    The text of those is read again on the way, without labels that are not shown.
    """
    flags = _read(blocks, [score >= KEEP for score in scorer(blocks, hints)])
    flags = _read(blocks, with_lede(blocks, tidied(blocks, flags, hints), hints))
    if _size(blocks, flags) >= _ALMOST_NOTHING:
        return flags
    other = _read(blocks, [score >= KEEP for score in by_hand(blocks, hints)])
    return other if _size(blocks, other) > _size(blocks, flags) else flags


def _read(blocks: Sequence[Block], flags: Sequence[bool]) -> list[bool]:
    """Those flags whose blocks have a text that is shown."""
    refine([block for block, keep in zip(blocks, flags, strict=True) if keep])
    return [keep and bool(block.lines) for block, keep in zip(blocks, flags, strict=True)]


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

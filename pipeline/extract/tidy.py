"""After the score: what no article begins, ends or repeats with."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract import authors, words
from pipeline.extract.blocks import HEADINGS, Block
from pipeline.extract.score import Hints

_SHORT = 14  # words of a line that may be a label
_LABEL, _LINE = 4, 60  # words, characters; at least so many of either are no label
_REPEATED = 40  # characters; shorter lines may well be said twice


def tidied(blocks: Sequence[Block], kept: Sequence[bool], hints: Hints) -> list[bool]:
    """Without titles, bylines and chatter wherever they stand, repeated lines, and headings that head nothing."""
    found = [keep and not is_apart(block, hints) for block, keep in zip(blocks, kept, strict=True)]
    _drop_repeated(blocks, found)
    _drop_label(blocks, found)
    for index in range(len(blocks) - 1, -1, -1):
        if found[index]:
            if blocks[index].container.tag not in HEADINGS:
                break
            found[index] = False
    return found


def _drop_label(blocks: Sequence[Block], found: list[bool]) -> None:
    """A date or a place before the first sentence is no text."""
    for index, block in enumerate(blocks):
        if found[index]:
            if len(block.text.split()) >= _LABEL or len(block.text) >= _LINE or words.TERMINAL.search(block.text):
                return
            found[index] = False


def is_apart(block: Block, hints: Hints) -> bool:
    """Whether the block is the title, a name from the byline, or a line that sites put between paragraphs."""
    text = block.text
    if block.container.tag == "h1" or text == hints.title:
        return True
    count = len(text.split())
    if count <= _SHORT and (words.CHATTER.fullmatch(text) or set(authors.split([text])) & set(hints.authors)):
        return True
    return count <= 40 and words.CAPTION.fullmatch(text) is not None


def _drop_repeated(blocks: Sequence[Block], found: list[bool]) -> None:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if found[index] and len(block.text) >= _REPEATED:
            if block.text in seen:
                found[index] = False
            seen.add(block.text)

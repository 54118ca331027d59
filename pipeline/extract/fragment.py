"""The article's own markup, read with BeautifulSoup: a page is searched with lxml, what was found is read with care."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from pipeline.extract import labels
from pipeline.extract.blocks import CONTROLS, SKIPPED_TAGS, Block, is_break
from pipeline.extract.lines import BREAK, UNSEEN, lines
from pipeline.extract.tree import markup


def refine(blocks: Sequence[Block]) -> None:
    """Gives each block its lines without labels that are not shown; a block of nothing else has none then.

    A second call changes nothing.
    """
    waiting = [block for block in blocks if block.pieces]
    if not waiting:
        return
    fragment = "".join(f"<div>{_markup(block)}</div>" for block in waiting)
    soup = BeautifulSoup(fragment, "lxml", multi_valued_attributes=None)
    boxes = [child for child in soup.body.contents if isinstance(child, Tag)] if soup.body is not None else []
    if len(boxes) == len(waiting):
        for block, box in zip(waiting, boxes, strict=True):
            block.lines = lines(_text(box))
            block.text = " ".join(block.lines)
    for block in waiting:
        block.pieces = ()


def _markup(block: Block) -> str:
    return "".join(escape(piece, quote=False) if isinstance(piece, str) else markup(piece) for piece in block.pieces)


def _text(box: Tag) -> str:
    """With a sign for each line's end and for each label."""
    found: list[str] = []
    stack: list[tuple[Iterator[PageElement], bool]] = [(iter(box.contents), False)]
    while stack:
        children, in_link = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
        elif not isinstance(child, Tag):
            found.append(child if type(child) is NavigableString else "")
        elif is_break(child.name, child.attrs.get("class")):
            found.append(BREAK)
        elif child.name not in SKIPPED_TAGS and child.name not in CONTROLS:
            if labels.unseen(child, in_link=in_link):
                found.append(UNSEEN)
            else:
                stack.append((iter(child.contents), in_link or child.name == "a"))
    return "".join(found)

"""Why each block of a page was kept or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.blocks import Block
from pipeline.extract.content import kept
from pipeline.extract.features import rows
from pipeline.extract.learned import margins
from pipeline.extract.page import examined
from pipeline.extract.score import KEEP, Hints
from pipeline.extract.tidy import is_apart
from pipeline.extract.trees import SCALE, chance, load
from pipeline.model.page import Page

STRONGEST = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """One block: its text, tag and score from 0 to 1, whether it was kept, and the words for why.

    `features` are those that moved the score most: name, value, and the push in log odds, above 0 towards the article.
    """

    text: str
    tag: str
    kept: bool
    score: float
    why: str
    features: tuple[tuple[str, float, float], ...]


def explain(page: Page) -> list[Verdict]:
    """Every block in document order, by the general score: site selectors play no part.

    Raises:
        NotAnArticle: the page cannot be parsed.
    """
    blocks, hints = examined(page)
    trees, table = load(), rows(blocks, hints)
    flags = kept(blocks, hints)
    found = []
    for block, row, margin, flag in zip(blocks, table, margins(trees, blocks, table), flags, strict=True):
        strongest = sorted(trees.reasons(row).items(), key=lambda item: (-abs(item[1]), item[0]))[:STRONGEST]
        values = dict(zip(trees.features, row, strict=True))
        features = tuple((name, values[name], moved / SCALE) for name, moved in strongest)
        why = _why(block, hints, chance(margin), flag)
        found.append(Verdict(block.text, block.container.tag, flag, chance(margin), why, features))
    return found


def _why(block: Block, hints: Hints, score: float, flag: bool) -> str:
    if flag:
        return "score" if score >= KEEP else "by hand: the score left almost nothing"
    if score < KEEP:
        return "score"
    return "title, byline or chatter" if is_apart(block, hints) else "said before, or a heading without a text"


def shown(verdicts: Sequence[Verdict]) -> list[str]:
    """A line for each block: + or -, score, tag, text, and what moved the score."""
    lines = []
    for verdict in verdicts:
        pushes = ", ".join(f"{name}={value:g} {push:+.2f}" for name, value, push in verdict.features)
        text = verdict.text if len(verdict.text) <= 60 else verdict.text[:59] + "…"
        mark = "+" if verdict.kept else "-"
        lines.append(f"{mark} {verdict.score:.2f} {verdict.tag:10} {text}\n           {verdict.why}: {pushes}")
    return lines

"""The learned score: trees, their features, what is tidied after them, and the account that they give."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.content import kept
from pipeline.extract.explain import explain, shown
from pipeline.extract.features import NAMES, rows
from pipeline.extract.fingerprint import extractor_fingerprint
from pipeline.extract.learned import MOST_BLOCKS
from pipeline.extract.page import examined, extract
from pipeline.extract.trees import SHIPPED, Trees, chance, load
from tests.extract.support import BODY, document, page

SMALL = Trees(("a", "b"), 100, {}, ([0, 1.5, [1, 0.0, -40, 10, -15], 300, 50], [1, 2.0, 7, -9, 0]))


def by_one_row(trees: Trees, row: list[float]) -> int:
    total = trees.bias
    for tree in trees.trees:
        node = tree
        while not isinstance(node, int):
            node = node[2] if row[node[0]] <= node[1] else node[3]
        total += node
    return total


@given(st.lists(st.lists(st.floats(-5, 5), min_size=2, max_size=2), max_size=20))
def test_rows_together_are_rows_one_by_one(table: list[list[float]]) -> None:
    assert SMALL.margins(table) == [by_one_row(SMALL, row) for row in table]


def test_a_threshold_itself_goes_left() -> None:
    assert SMALL.margins([[1.5, 0.0], [1.6, 2.0], [1.5, 2.1]]) == [100 - 40 + 7, 100 + 300 + 7, 100 + 10 - 9]


def test_reasons_add_up_to_the_way_from_the_root() -> None:
    assert SMALL.reasons([1.5, 0.0]) == {"a": -15 - 50, "b": -40 + 15 + 7 - 0}


def test_the_shipped_trees_fit_the_features() -> None:
    trees = load()
    assert trees.features == NAMES
    assert len(trees.trees) >= 100
    assert SHIPPED.stat().st_size <= 300_000
    blocks, hints = examined(page(document(after="<aside><ul><li><a href=/a>More</a></li></ul></aside>")))
    table = rows(blocks, hints)
    assert {len(row) for row in table} == {len(NAMES)}
    early = Trees(trees.features, trees.bias, {}, trees.trees)
    assert [m > 0 for m in trees.margins(table)] == [m > 0 for m in early.margins(table)]


def test_chances_of_extreme_margins() -> None:
    assert chance(-(10**9)) < 1e-9
    assert chance(0) == 0.5
    assert chance(10**9) > 1 - 1e-9


def test_a_paragraph_said_twice_is_kept_once() -> None:
    again = f"<p>{BODY[1]}</p>"
    assert [p.text for p in extract(page(document(after=again))).paragraphs].count(BODY[1]) == 1


def test_the_account_names_each_block_and_what_was_kept() -> None:
    verdicts = explain(page(document(after="<footer><p>All rights reserved by the Example News Company.</p></footer>")))
    assert [verdict.text for verdict in verdicts if verdict.kept] == [*BODY]
    (footer,) = [verdict for verdict in verdicts if "reserved" in verdict.text]
    (title,) = [verdict for verdict in verdicts if verdict.tag == "h1"]
    assert not footer.kept
    assert not title.kept
    assert all({name for name, _, _ in verdict.features} <= set(NAMES) for verdict in verdicts)
    lines = shown(verdicts)
    assert len(lines) == len(verdicts)
    assert lines[0][0] == "-"


def test_a_page_of_very_many_blocks_is_looked_at_by_hand() -> None:
    lines = "".join(f"<p>Line {n} of the log, which the harbour office wrote.</p>" for n in range(MOST_BLOCKS + 10))
    blocks, hints = examined(page(document(after=lines)))
    assert len(blocks) > MOST_BLOCKS
    assert sum(kept(blocks, hints)) > MOST_BLOCKS / 2


WORDS = st.text(alphabet="abc, .é大\u200b<&\"'0", max_size=60)
TAGS = st.sampled_from(["p", "div", "li", "h2", "span", "td", "aside", "button", "blockquote", "b", "br"])


@given(st.lists(st.tuples(TAGS, WORDS, st.booleans()), max_size=25))
@settings(max_examples=60, deadline=None)
def test_any_blocks_have_rows_of_numbers(parts: list[tuple[str, str, bool]]) -> None:
    inside = "".join(f"<{tag} class='{text}'>{text}{f'</{tag}>' if closed else ''}" for tag, text, closed in parts)
    blocks, hints = examined(page(document(after=inside)))
    table = rows(blocks, hints)
    assert all(len(row) == len(NAMES) and all(abs(value) < 1e6 for value in row) for row in table)
    assert kept(blocks, hints) == kept(blocks, hints)


def test_the_fingerprint_follows_code_and_data(monkeypatch: pytest.MonkeyPatch) -> None:
    before = extractor_fingerprint()
    assert len(before) == 16
    extractor_fingerprint.cache_clear()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda p: read(p) + b" " if p.name == "blocks.json" else read(p))
    assert extractor_fingerprint() != before
    extractor_fingerprint.cache_clear()

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from pipeline.faults.rule import Context, Example
from pipeline.flow import mend as mending
from pipeline.flow.mend import mend_text, propose
from pipeline.flow.mend_lines import mend_lines
from pipeline.model.document import Document
from pipeline.model.errors import UsageError
from pipeline.model.proposal import Fault, Proposal

GARBLED = "German Chancellor Friedrich Merts said so. . He met NATO Secretary General Mark Rute."


class Broken:
    """Raises."""

    id = "test.broken"
    fault = Fault.NAME
    examples: tuple[Example, ...] = ()

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        raise ZeroDivisionError("of its own")


def test_a_garbled_text_is_mended_and_explained() -> None:
    mended = mend_text(GARBLED, on=date(2025, 11, 20))
    assert "Friedrich Merz said so. He" in mended.text
    assert all(ruling.proposal.evidence for ruling in mended.rulings)


def test_a_rule_that_raises_costs_nothing_else() -> None:
    document = Document("u", GARBLED)
    _, failures = propose(document, Context(), [Broken()])
    assert [failure.where for failure in failures] == ["test.broken on u"]
    assert "ZeroDivisionError" in failures[0].what


def test_the_same_rules_have_the_same_fingerprint() -> None:
    assert mending.rules_fingerprint() == mending.rules_fingerprint()
    assert "name." in mending.rules_fingerprint()


@pytest.mark.parametrize("jobs", [1, 2])
def test_lines_come_in_order(jobs: int) -> None:
    lines = [json.dumps({"id": n, "text": f"Text {n}. . End.", "date": "2025-11-20"}) for n in range(70)]
    out = [json.loads(line) for line in mend_lines([*lines, "\n"], jobs)]
    assert [o["id"] for o in out] == list(range(70))
    assert out[3]["text"] == "Text 3. End."


@pytest.mark.parametrize(
    ("line", "says"),
    [("{", "line 1: not JSON"), ('{"id": 1}', "line 1: needs"), ('{"id":1,"text":"x","date":"soon"}', "not a date")],
)
def test_a_bad_line_is_named(line: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        list(mend_lines([line]))


def test_another_language_is_left_alone() -> None:
    text = "Le ministre a déclaré . . que le président Emanuel Makron viendrait lundi avec toute la délégation ? " * 5
    assert mend_text(text).rulings == ()

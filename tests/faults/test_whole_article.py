"""One article with every fault that the first rules know, and much that is right."""

from __future__ import annotations

from datetime import date

from pipeline.model.ruling import Outcome

ARTICLE = """Ukrainian President Voldymir Zelensky wants guarantees before he signs. .
Zelenskyy met Treasury Secretary Scott Bessent, Vice President JD Vance and Secretary of State Marco Rubio. Not there.
“That matters to me,” he said. “(a) It is not our aim.”
The paper asked the White House , which gave no answer per press time.
The treaty binds allies. It is stipulated.
“Forces and troops of a non-nat mission are the the answer,” Hegses told NATO allies."""


def test_applies_and_flags_exactly_what_is_wrong(mender: object) -> None:
    rulings = mender.rulings(ARTICLE, date(2025, 2, 15))  # type: ignore[attr-defined]
    done = {(r.proposal.anchor.quote, r.replacement) for r in rulings if r.outcome is Outcome.APPLY}
    assert done == {
        ("Voldymir", "Volodymyr"),
        ("Zelenskyy", "Zelensky"),
        (". .", "."),
        ("(a) ", ""),
        (" ,", ","),
        ("per press time", "by press time"),
        ("non-nat", "non-NATO"),
        ("the the", "the"),
        ("Hegses", "Hegseth"),
    }
    flagged = {r.proposal.anchor.quote for r in rulings if r.outcome is Outcome.FLAG}
    assert flagged == {"Not there.", "It is stipulated."}


def test_a_second_mending_changes_nothing(mender: object) -> None:
    once = mender.mend(ARTICLE, date(2025, 2, 15))  # type: ignore[attr-defined]
    assert mender.mend(once, date(2025, 2, 15)) == once  # type: ignore[attr-defined]

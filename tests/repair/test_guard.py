"""The guard: an edit may not change facts."""

from __future__ import annotations

import pytest

from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guard import guard


def ruling(document: Document, before: str, after: str, fault: Fault = Fault.PHRASE) -> Ruling:
    start = document.text.index(before)
    proposal = Proposal(document.anchor(start, start + len(before)), (after,), fault, "r", 1.0, "because")
    return Ruling(proposal, Outcome.APPLY, after, "policy")


def judged(text: str, before: str, after: str, fault: Fault = Fault.PHRASE) -> Ruling:
    document = Document("u", text)
    (result,) = guard(document, [ruling(document, before, after, fault)])
    return result


REFUSED = (
    ("They lost 30 men.", "30", "40", Fault.NUMBER, "number"),
    ("They lost 1 ,500 men.", "1 ,500", "1,500", Fault.PUNCTUATION, "number"),
    ("They lost three million men.", "million", "billion", Fault.TERM, "number"),
    ("They lost two two men.", "two two", "two", Fault.DUPLICATION, "number"),
    ("It is not clear.", "not ", "", Fault.GRAMMAR, "negation"),
    ("It is clear.", "is", "isn't", Fault.GRAMMAR, "negation"),
    ("A non-nat mission.", "non-nat", "NATO", Fault.CASE, "negation"),
    ("“Yes,” he said.", "“Yes,”", "Yes,", Fault.PUNCTUATION, "quotation"),
    ('He said "no way".', '"no way"', 'no way"', Fault.PUNCTUATION, "quotation"),
    ("See https://a.org/the/the for it.", "the/the", "the", Fault.DUPLICATION, "address"),
    ("Write to the.the@a.org now.", "the.the", "the", Fault.DUPLICATION, "address"),
    ("He met Anna Bauer there.", "Anna Bauer", "Bauer", Fault.PHRASE, "name 'Anna'"),
    ("He met Bauer there.", "Bauer", "Maier", Fault.TERM, "name"),
    ("He met her there.", "her", "Anna", Fault.PHRASE, "name"),
    ("One line\nand another.", "line\nand", "line and", Fault.PUNCTUATION, "paragraphs"),
)


@pytest.mark.parametrize(("text", "before", "after", "fault", "what"), REFUSED)
def test_refuses_with_the_reason(text: str, before: str, after: str, fault: Fault, what: str) -> None:
    result = judged(text, before, after, fault)
    assert result.outcome is Outcome.REFUSED
    assert what in result.because


ALLOWED = (
    ("The the man left.", "The the", "The", Fault.DUPLICATION),
    ("Per press time he was silent.", "Per press time", "By press time", Fault.PHRASE),
    ("He left. .", ". .", ".", Fault.PUNCTUATION),
    ("“(a) It is ours.”", "(a) ", "", Fault.RESIDUE),
    ("A non-nat mission.", "non-nat", "non-NATO", Fault.CASE),
    ("Hegses spoke.", "Hegses", "Hegseth", Fault.NAME),
    ("In 2025 , he left.", " ,", ",", Fault.PUNCTUATION),
)


@pytest.mark.parametrize(("text", "before", "after", "fault"), ALLOWED)
def test_lets_harmless_edits_pass(text: str, before: str, after: str, fault: Fault) -> None:
    assert judged(text, before, after, fault).outcome is Outcome.APPLY


def test_edits_that_join_into_a_change_are_refused_together() -> None:
    document = Document("u", "The 12 - 34 result.")
    edits = [ruling(document, "12 ", "12", Fault.PUNCTUATION), ruling(document, "- 34", "34", Fault.PUNCTUATION)]
    assert [r.outcome for r in guard(document, edits[:1])] == [Outcome.APPLY]
    assert [r.outcome for r in guard(document, edits[1:])] == [Outcome.APPLY]
    assert [r.outcome for r in guard(document, edits)] == [Outcome.REFUSED, Outcome.REFUSED]


def test_only_applied_rulings_are_judged() -> None:
    document = Document("u", "They lost 30 men.")
    proposal = ruling(document, "30", "40").proposal
    held = Ruling(proposal, Outcome.HOLD, "40", "policy")
    assert guard(document, [held]) == [held]

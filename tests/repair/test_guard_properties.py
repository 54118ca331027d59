"""What holds for whatever text and whatever edits."""

from __future__ import annotations

import time
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.document import Document
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guard import CONDITIONS, guard
from pipeline.repair.guards.change import Change
from pipeline.repair.guards.quotes import speech
from pipeline.repair.policy import Policy
from pipeline.repair.resolve import resolve
from pipeline.repair.rewrite import rewrite
from tests.repair.support import at

LISTED = (
    "the the a an Anna Bauer Paris not no n't don't may must could raised cut won lost accepted denied 5 30 1,500 two "
    'three million % $5 per cent dollars Tuesday May 2022 year said city plan planned “ ” " « » &quot; â€™ . , ; ! ? - '
    "' 's https://a.org/x un likely unlikely able to be can cannot U.S. Mr. He She it there ( ) and of in He. left"
)
WORDS = [*LISTED.split(), "\n", ""]
# Kinds whose edits may change what the other conditions hold: names by the rules for names, debris by its own.
KINDS = [Fault.PHRASE, Fault.TERM, Fault.GRAMMAR, Fault.PUNCTUATION, Fault.DUPLICATION, Fault.FRAGMENT, Fault.NUMBER]
Case = tuple[Document, list[Ruling]]


@st.composite
def cases(draw: st.DrawFn, kinds: list[Fault] = KINDS) -> Case:
    """Some text, and edits of some of its words that do not overlap."""
    picked = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
    text = "".join(word + draw(st.sampled_from((" ", " ", " ", "", "  "))) for word in picked)
    document = Document("u", text)
    rulings: list[Ruling] = []
    place = 0
    while place < len(text) and len(rulings) < 6:
        start = draw(st.integers(place, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 12)))
        new = draw(st.sampled_from(("", " ", *WORDS)))
        rulings.append(at(document, start, end, new, draw(st.sampled_from(kinds))))
        place = end
    return document, rulings


def changed(case: Case, *, once: bool) -> Change:
    document, rulings = case
    kinds = frozenset({Fault.DUPLICATION} if once else {Fault.FRAGMENT})
    return Change(document.text, rewrite(document, guard(document, rulings)), kinds, lambda word: False)


FACTS = [CONDITIONS[n] for n in (0, 1, 3, 4)]  # numbers, logic, quotation marks, addresses


@settings(max_examples=400)
@given(cases())
def test_what_is_applied_keeps_the_facts_of_the_whole_text(case: Case) -> None:
    for condition in FACTS:
        assert condition(changed(case, once=True)) is None


@settings(max_examples=200)
@given(cases([kind for kind in KINDS if kind is not Fault.DUPLICATION]))
def test_without_doubled_words_the_verbs_and_the_sentences_are_kept_too(case: Case) -> None:
    whole = changed(case, once=False)
    by_name = {condition.__name__: condition for condition in CONDITIONS}
    for name in ("numbers", "logic", "polarity"):
        assert by_name[name](whole) is None


@given(cases([*Fault]))
def test_paragraphs_stay_whatever_the_kind(case: Case) -> None:
    document, rulings = case
    assert rewrite(document, guard(document, rulings)).count("\n") == document.text.count("\n")


@given(cases(), st.randoms())
def test_the_order_of_the_rulings_does_not_matter(case: Case, random: Random) -> None:
    document, rulings = case
    shuffled = random.sample(rulings, len(rulings))
    said = {ruling.proposal.id: ruling for ruling in guard(document, shuffled)}
    assert said == {ruling.proposal.id: ruling for ruling in guard(document, rulings)}


@given(cases([*Fault]))
def test_only_the_outcome_and_the_reason_change(case: Case) -> None:
    document, rulings = case
    for before, after in zip(rulings, guard(document, rulings), strict=True):
        assert (before.proposal, before.replacement) == (after.proposal, after.replacement)
        assert after.outcome in (before.outcome, Outcome.REFUSED)
        assert (after.outcome is Outcome.REFUSED) == after.because.startswith("the guard: it would change ")


@given(cases([*Fault]))
def test_judging_again_changes_nothing(case: Case) -> None:
    document, rulings = case
    once = guard(document, rulings)
    assert guard(document, once) == once


@given(st.text(max_size=60), st.text(max_size=8), st.sampled_from([*Fault]), st.data())
def test_any_text_at_all_is_judged(text: str, new: str, kind: Fault, data: st.DataObject) -> None:
    document = Document("u", text or "x")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    (ruling,) = guard(document, [at(document, start, end, new, kind)])
    made = rewrite(document, [ruling])
    if ruling.outcome is Outcome.APPLY:
        assert made == document.text[:start] + new + document.text[end:]
    else:
        assert (ruling.outcome, made) == (Outcome.REFUSED, document.text)


@given(st.lists(st.sampled_from(["“", "”", '"', "„", "«", "»", "word", " "]), max_size=30))
def test_speech_lies_inside_the_text_in_order(parts: list[str]) -> None:
    text = "".join(parts)
    found = speech(text)
    assert found == sorted(found)
    assert all(0 <= start <= end <= len(text) for start, end in found)
    assert all(one[1] < two[0] for one, two in pairwise(found))


def _seconds(words: int, separator: str) -> float:
    """Judging many edits in one long text: the best of two."""
    plain = "and the house by the river in the north was sold to them for a good price in the spring of that year"
    unit = ("the the plan of Anna Bauer cost $5 ,", "“he left ,”", "a engine of 30 cities .", "He did not went there")
    text = separator.join(f"{unit[n % 4]} {plain}" for n in range(words // 28))
    document = Document("u", text)
    found, place = [], 0
    for before, after, kind in (
        ("the the", "the", Fault.DUPLICATION),
        (" ,", ",", Fault.PUNCTUATION),
        ("a engine", "an engine", Fault.GRAMMAR),
        ("went", "go", Fault.GRAMMAR),
    ):
        place = 0
        while (start := text.find(before, place)) >= 0:
            found.append(at(document, start, place := start + len(before), after, kind))
    rulings = resolve([ruling.proposal for ruling in found], {}, Policy())
    times = []
    for _ in range(2):
        began = time.perf_counter()
        guard(document, rulings)
        times.append(time.perf_counter() - began)
    return min(times)


@pytest.mark.parametrize("separator", [" ", "\n"])
def test_time_grows_with_the_text_and_no_faster(separator: str) -> None:
    short, long = _seconds(20_000, separator), _seconds(200_000, separator)
    assert long < 25 * short

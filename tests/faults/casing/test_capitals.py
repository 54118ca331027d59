"""Capitals that an engine lost, and small letters that are meant."""

from __future__ import annotations

import time

import pytest

from pipeline.faults.casing.acronym_case import AcronymCase
from pipeline.faults.casing.proper_word import ProperWord
from pipeline.faults.casing.sentence_start import SentenceStart
from pipeline.faults.resources import toml
from pipeline.faults.rule import Context
from pipeline.model.document import Document
from pipeline.model.proposal import Proposal
from pipeline.repair.policy import Thresholds

PROPER = ProperWord.of(toml("casing", "proper_words.toml"))
ACRONYMS = AcronymCase.of(toml("casing", "acronyms.toml"))
APPLY_AT = Thresholds().apply_at


def proper(text: str) -> list[Proposal]:
    return list(PROPER.find(Document("", text), Context()))


def starts(text: str) -> list[Proposal]:
    return list(SentenceStart().find(Document("", text), Context()))


def test_one_lost_capital_is_held_and_two_are_mended() -> None:
    (single,) = proper("He left on monday, said the Minister of the Interior.")
    assert 0.5 <= single.confidence < APPLY_AT
    both = proper("He left on monday for the russian border, said the Minister.")
    assert [p.replacements for p in both] == [("Monday",), ("Russian",)]
    assert all(p.confidence >= APPLY_AT for p in both)


@pytest.mark.parametrize(
    "text",
    [
        "He ate french fries and drank from fine china in march.",
        "MEETING ON MONDAY",
        "we left on monday, russian border, lol",
        "Teams plan in monday; see monday.com. The German team left.",
        "Visit www.russia.org or write to press@ukraine.org, said Anna.",
    ],
)
def test_what_is_no_name_or_tells_nothing_is_left(text: str) -> None:
    assert proper(text) == []


def test_lower_case_names_take_linear_time() -> None:
    started = time.process_time()
    assert len(proper("On monday the russian head of the House left. " * 25_000)) == 50_000
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He left.\nthe others went on to Paris.\nShe stayed there. It rained.", "the"),
        ("“it is not about winning,” said the trainer.", "it"),
        ("according to the ministry, ten people were hurt.", "according"),
    ],
)
def test_a_sure_start_takes_its_capital(text: str, word: str) -> None:
    (proposal,) = starts(text)
    assert (proposal.anchor.quote, proposal.replacements) == (word, (word.capitalize(),))
    assert proposal.confidence >= APPLY_AT


def test_a_single_sentence_may_be_a_piece_of_a_longer_one() -> None:
    (proposal,) = starts("which led to the acceptance of the treaty by all members.")
    assert proposal.confidence < APPLY_AT


@pytest.mark.parametrize(
    "text",
    [
        "He named three aims:\nto pay the debts of the town and to build.",
        "iPhones were sold out in all shops of the city.",
        "the minister of the interior in Paris",
        "i like it and so do you all my friends\nand nobody wrote otherwise\n",
    ],
)
def test_small_starts_that_are_meant_are_left(text: str) -> None:
    assert [p for p in starts(text) if p.confidence >= APPLY_AT] == []


def test_the_us_is_a_country_and_us_is_not() -> None:
    text = "The us Treasury and the un fund told us that one of us had lied."
    found = list(ACRONYMS.find(Document("", text), Context()))
    assert [p.replacements for p in found] == [("US",), ("UN",)]

"""Whatever is applied is at rest: a second look changes nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guard import guard
from pipeline.repair.policy import Policy
from pipeline.repair.resolve import resolve
from pipeline.repair.rewrite import rewrite
from pipeline.repair.settle import settle
from tests.repair.support import at

STEPS = {"house": "houses", "houses": "housed", "cat": "cats"}  # the first is mended twice, the last once


def proposals(document: Document, steps: dict[str, str] = STEPS) -> list[Proposal]:
    found = [m for m in re.finditer(r"\w+", document.text) if m[0] in steps]
    return [
        Proposal(document.anchor(*m.span()), (steps[m[0]],), Fault.GRAMMAR, "r", 0.99, "because of the test")
        for m in found
    ]


def look(text: str) -> list[Ruling]:
    document = Document("u", text)
    return guard(document, resolve(proposals(document), {}, Policy()))


def mended(text: str) -> tuple[str, list[Ruling]]:
    document = Document("u", text)
    rulings = settle(document, look(text), look)
    return rewrite(document, rulings), rulings


def test_an_edit_that_is_followed_by_another_is_refused() -> None:
    text, (ruling,) = mended("He saw the house in it.")
    assert text == "He saw the house in it."
    assert ruling.outcome is Outcome.REFUSED
    assert "changed once more" in ruling.because


def test_other_sentences_are_mended() -> None:
    text, _ = mended("He saw the house in it. He saw the cat in it.\nIt was the cat then.")
    assert text == "He saw the house in it. He saw the cats in it.\nIt was the cats then."


def test_the_result_is_at_rest() -> None:
    text, _ = mended("The cat and the house were there. The cat left it then. The house was left.")
    assert mended(text)[0] == text
    assert text == "The cat and the house were there. The cats left it then. The house was left."


def test_a_text_whose_words_stay_is_not_looked_at_again() -> None:
    document = Document("u", "He left , then.")

    def never(text: str) -> Iterable[Ruling]:
        raise AssertionError(text)

    rulings = [at(document, 7, 9, ",", Fault.PUNCTUATION)]
    assert settle(document, rulings, never) == rulings
    assert settle(document, [], never) == []


def test_what_was_proposed_already_is_nothing_new() -> None:
    document = Document("u", "The cat saw the house there.")
    first, second = look(document.text)
    held = Ruling(second.proposal, Outcome.HOLD, second.replacement, "policy")
    asked = Document("u", "The cats saw the house there.")
    steps = {"house": "houses"}

    def again(text: str) -> list[Ruling]:
        found = Document("u", text)
        return guard(found, resolve(proposals(found, steps), {}, Policy()))

    assert [r.outcome for r in settle(document, [first, held], again)] == [Outcome.APPLY, Outcome.HOLD]
    assert again(asked.text)[0].outcome is Outcome.APPLY


def test_a_persons_edit_stands() -> None:
    document = Document("u", "He saw the house in it.")
    rulings = [at(document, 11, 16, "houses", Fault.GRAMMAR, "ann")]
    assert settle(document, rulings, look) == rulings

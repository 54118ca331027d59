"""A language model and a parser may veto what changes words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome
from pipeline.repair.guards.reading import MARGIN
from tests.repair.support import judged

TEXT = "It consists from two big parts."


@dataclass(frozen=True)
class Unigrams:
    """A real, if small, model: the log10 of each word's share in a few sentences of ours."""

    shares: Mapping[str, float] = field(
        default_factory=lambda: {"it": -1.0, "consists": -2.0, "from": -2.5, "of": -1.2, "two": -2.0, "made": -3.5}
    )
    id: str = "unigrams of a test"

    def gain(self, before: str, after: str) -> float:
        return self._score(after) - self._score(before)

    def _score(self, text: str) -> float:
        return sum(self.shares.get(word.strip(".").lower(), -4.0) for word in text.split())


@dataclass(frozen=True)
class LongWords:
    """A parser that finds no place for words of many letters; it gives up on long sentences."""

    id: str = "a parser of a test"

    def nulls(self, sentence: str) -> int | None:
        return None if len(sentence) > 60 else sum(len(word) > 9 for word in sentence.split())


def test_an_edit_that_reads_better_passes() -> None:
    assert judged(TEXT, "from", "of", Fault.GRAMMAR, fluency=Unigrams()).outcome is Outcome.APPLY


def test_an_edit_that_reads_worse_is_refused_and_the_model_is_named() -> None:
    rare = Unigrams({"of": -1.5, "from": -4.0})
    result = judged("It consists of two big parts.", "of", "from", Fault.GRAMMAR, fluency=rare)
    assert result.outcome is Outcome.REFUSED
    assert "reads worse: -2.50 by unigrams of a test" in result.because


def test_a_little_worse_is_within_the_margin() -> None:
    near = Unigrams({"from": -1.0, "of": -1.0 - 0.9 * MARGIN})
    past = Unigrams({"from": -1.0, "of": -1.0 - 1.1 * MARGIN})
    assert judged(TEXT, "from", "of", Fault.GRAMMAR, fluency=near).outcome is Outcome.APPLY
    assert judged(TEXT, "from", "of", Fault.GRAMMAR, fluency=past).outcome is Outcome.REFUSED


def test_a_parser_vetoes_where_it_parsed_both() -> None:
    long, short = "the agreement's considerations", "the agreement's points"
    veto = judged(f"He read {short}.", "points", "considerations", Fault.TERM, syntax=LongWords())
    assert "parses worse: 2 words without a link, 1 before" in veto.because
    assert (
        judged(f"He read {long}.", "considerations", "points", Fault.TERM, syntax=LongWords()).outcome is Outcome.APPLY
    )
    gives_up = f"He read {short} in the house in the city by the river in the north."
    assert judged(gives_up, "points", "considerations", Fault.TERM, syntax=LongWords()).outcome is Outcome.APPLY


def test_names_are_not_for_a_model_to_judge() -> None:
    assert judged(
        "Hegses spoke of it.", "Hegses", "Hegseth", Fault.NAME, fluency=Unigrams({"hegses": -1.0})
    ).outcome is (Outcome.APPLY)


def test_a_long_sentence_is_read_in_part() -> None:
    seen: list[int] = []

    class Measure(Unigrams):
        def gain(self, before: str, after: str) -> float:
            seen.append(len(before))
            return super().gain(before, after)

    judged("word " * 40_000 + "it consists from two parts.", "from", "of", Fault.GRAMMAR, fluency=Measure())
    assert 300 < seen[0] < 1000

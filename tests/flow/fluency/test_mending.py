"""A model in use has a say in mending, and is named in what a mending was made of; without one nothing changes."""

from __future__ import annotations

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context
from pipeline.flow.fluency.in_use import Witnesses
from pipeline.flow.inputs import inputs
from pipeline.flow.mend import decide
from pipeline.fluency.model import NgramModel
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome
from pipeline.repair.policy import Policy

DOCUMENT = Document("u", "The minister visited the city on Monday morning.")


def test_the_model_may_veto(model: NgramModel) -> None:
    start = DOCUMENT.text.index("on Monday")
    worse = Proposal(DOCUMENT.anchor(start, start + 2), ("from",), Fault.GRAMMAR, "test.worse", 1.0, "Worse.")
    assert decide(DOCUMENT, [worse], {}, Policy())[1][0].outcome is Outcome.APPLY
    (ruling,) = decide(DOCUMENT, [worse], {}, Policy(), None, Witnesses(model))[1]
    assert ruling.outcome is Outcome.REFUSED
    assert model.id in ruling.because


def test_a_witness_is_part_of_the_inputs_and_none_is_not() -> None:
    asked = rules()
    without = inputs(Context(), (), asked, (), "", "", "")
    assert inputs(Context(), (), asked, (), "", "", "", Witnesses().said) == without
    assert inputs(Context(), (), asked, (), "", "", "", "fluency 2026-11-24 3f2a91c0") != without

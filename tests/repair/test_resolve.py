"""The resolver's promises, as properties."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.decision import Decision, Verdict, latest
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.policy import Policy, Thresholds
from pipeline.repair.resolve import resolve
from pipeline.repair.rewrite import rewrite

T0 = datetime(2026, 1, 1, tzinfo=UTC)
FIXES: list[tuple[str, ...]] = [(), ("",), ("x",), ("y", "z")]  # nothing to offer, a deletion, one, two
Case = tuple[Document, list[Proposal], list[Decision], Policy]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A short text, overlapping proposals round the thresholds, some decisions, a policy."""
    document = Document("u", draw(st.text(min_size=1, max_size=12)))
    found: dict[str, Proposal] = {}
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(document.text) - 1))
        anchor = document.anchor(start, draw(st.integers(start + 1, len(document.text))))
        confidence = draw(st.sampled_from([0.3, 0.6, 0.8, 0.92, 0.97, 0.99]))
        rule = draw(st.sampled_from("abc"))
        proposal = Proposal(anchor, draw(st.sampled_from(FIXES)), Fault.NAME, rule, confidence, "because")
        found[proposal.id] = proposal
    log = [
        Decision(
            p,
            draw(st.sampled_from(list(Verdict))),
            "ann",
            T0 + timedelta(seconds=i),
            draw(st.sampled_from([None, "", "w"])),
        )
        for i, p in enumerate(found)
        if draw(st.integers(0, 3)) == 0
    ]
    trust = draw(st.dictionaries(st.sampled_from("abc"), st.sampled_from([0.4, 0.7, 0.95])))
    by_rule = draw(
        st.dictionaries(st.sampled_from("abc"), st.sampled_from([Thresholds(0.5, 0.3), Thresholds(1.0, 0.9)]))
    )
    return document, list(found.values()), log, Policy(by_rule=by_rule, trust=trust)


def ruled(case: Case) -> list[Ruling]:
    _, found, log, policy = case
    return resolve(found, latest(log), policy)


def applied(case: Case) -> list[Ruling]:
    return [r for r in ruled(case) if r.outcome is Outcome.APPLY]


@given(cases())
def test_every_proposal_gets_one_ruling(case: Case) -> None:
    assert sorted(r.proposal.id for r in ruled(case)) == sorted(p.id for p in case[1])


@given(cases())
def test_nothing_applied_overlaps_anything_applied_or_held(case: Case) -> None:
    accepted = {key for key, d in latest(case[2]).items() if d.verdict is Verdict.ACCEPT}
    live = [r for r in ruled(case) if r.outcome in (Outcome.APPLY, Outcome.HOLD)]
    for ruling in applied(case):
        others = [o for o in live if o.proposal.anchor.overlaps(ruling.proposal.anchor)]
        assert others == [ruling] or ruling.proposal.id in accepted
        assert [o for o in others if o.outcome is Outcome.APPLY] == [ruling]
    rewrite(case[0], ruled(case))  # and so never raises


@given(cases(), st.randoms())
def test_order_of_arrival_does_not_matter(case: Case, random: Random) -> None:
    document, found, log, policy = case
    shuffled = random.sample(found, len(found))
    assert ruled((document, shuffled, log, policy)) == ruled(case)


@given(cases())
def test_rejecting_all_gives_back_the_text(case: Case) -> None:
    document, found, _, policy = case
    log = [Decision(p.id, Verdict.REJECT, "ann", T0) for p in found]
    assert rewrite(document, ruled((document, found, log, policy))) == document.text


@given(cases())
def test_reject_then_withdraw_changes_nothing(case: Case) -> None:
    document, found, log, policy = case
    new = {p.id for p in found} - {d.proposal for d in log}
    steps = ((1, Verdict.REJECT), (2, Verdict.WITHDRAW))
    undone = [Decision(p, verdict, "bo", T0 + timedelta(days=n)) for p in sorted(new) for n, verdict in steps]
    assert ruled((document, found, log + undone, policy)) == ruled(case)


@given(cases())
def test_only_an_accepted_proposal_beats_an_accepted_one(case: Case) -> None:
    said = latest(case[2])
    for ruling in ruled(case):
        if ruling.outcome is Outcome.SUPERSEDED and ruling.proposal.id in said:
            assert said[ruling.because].verdict is Verdict.ACCEPT
        if ruling.outcome is Outcome.HOLD:
            assert ruling.proposal.id not in said


@given(cases())
def test_whatever_is_applied_was_proposed_or_written_by_a_reviewer(case: Case) -> None:
    said = latest(case[2])
    for ruling in applied(case):
        word = said.get(ruling.proposal.id)
        wording = word.replacement if word is not None else None
        assert (
            ruling.replacement == wording if wording is not None else ruling.replacement in ruling.proposal.replacements
        )


@given(cases())
def test_text_outside_applied_anchors_is_untouched(case: Case) -> None:
    document, at, parts = case[0], 0, []
    for ruling in applied(case):  # in text order
        assert ruling.replacement is not None
        parts += [document.text[at : ruling.proposal.anchor.start], ruling.replacement]
        at = ruling.proposal.anchor.end
    assert rewrite(document, ruled(case)) == "".join([*parts, document.text[at:]])


def outcomes(found: list[Proposal], policy: Policy) -> dict[str, Outcome]:
    return {r.proposal.rule: r.outcome for r in resolve(found, {}, policy)}


def test_a_distrusted_rule_yields_to_a_trusted_one() -> None:
    document = Document("u", "Kim Jong Un visited")
    sure = Proposal(document.anchor(0, 11), ("A",), Fault.NAME, "a", 0.99, "because")
    less = Proposal(document.anchor(5, 19), ("B",), Fault.PHRASE, "b", 0.98, "because")
    assert outcomes([sure, less], Policy()) == {"a": Outcome.APPLY, "b": Outcome.SUPERSEDED}
    assert outcomes([sure, less], Policy(trust={"a": 0.7})) == {"a": Outcome.SUPERSEDED, "b": Outcome.APPLY}


def test_a_held_proposal_blocks_a_lower_one_that_would_be_applied() -> None:
    document = Document("u", "Kim Jong Un visited")
    held = Proposal(document.anchor(0, 11), ("A",), Fault.NAME, "a", 0.98, "because")
    lower = Proposal(document.anchor(5, 19), ("B",), Fault.PHRASE, "b", 0.97, "because")
    policy = Policy(by_rule={"a": Thresholds(apply_at=0.99)})
    assert outcomes([held, lower], policy) == {"a": Outcome.HOLD, "b": Outcome.SUPERSEDED}


def test_a_flag_has_nothing_to_put_in_its_place_even_when_accepted() -> None:
    document = Document("u", "It is stipulated.")
    flag = Proposal(document.anchor(0, 17), (), Fault.FRAGMENT, "f", 0.99, "because")
    said = {flag.id: Decision(flag.id, Verdict.ACCEPT, "ann", T0)}
    (ruling,) = resolve([flag], said, Policy())
    assert (ruling.outcome, ruling.replacement) == (Outcome.FLAG, None)
    assert rewrite(document, [ruling]) == document.text

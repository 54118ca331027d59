"""Each gate on a gazetteer that must not pass it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.faults.rule import Context, Example, Rule, leaves
from pipeline.flow.gazetteer.gates import Gates
from pipeline.flow.gazetteer.regression import regressions
from pipeline.model.entity import Entity, Office
from pipeline.model.errors import GazetteerError
from pipeline.model.proposal import Fault
from tests.flow.gazetteer.conftest import CURRENT, GOVERNMENTS, WORDS, entity, passing, president

GATES = Gates(GOVERNMENTS, WORDS.__contains__, passing)


def with_(*more: Entity, base: Gazetteer = CURRENT) -> Gazetteer:
    """The base with entities added, or replaced where the id is known."""
    rows = {one.id: one for one in (*base.entities, *more)}
    return replace(base, entities=tuple(rows.values()))


def test_the_same_passes() -> None:
    more = with_(entity("Q1", "Ann Lee", president(date(2026, 1, 1), government="FR"), country="FR"))
    reached: list[Gazetteer] = []  # by the last gate, so the ones before it let it through

    def note(gazetteer: Gazetteer) -> list[str]:
        reached.append(gazetteer)
        return ["a known one"]

    gates = replace(GATES, regressions=note)
    gates.check(CURRENT, CURRENT)
    gates.check(CURRENT, more)
    assert reached == [CURRENT, CURRENT, CURRENT, more]


ACME = entity("acme", "Acme", kind="company")
BROKEN: dict[str, tuple[Callable[[], Gazetteer], str]] = {
    "id twice": (lambda: replace(CURRENT, entities=(*CURRENT.entities, ACME)), "schema gate .*acme: the id stands"),
    "no name": (lambda: with_(Entity("Q1", "", "Lee")), "schema gate .*Q1: it lacks a name"),
    "Cyrillic": (lambda: with_(Entity("Q1", "Ann Лee", "Lee")), "schema gate .*no name in Latin letters"),
    "too long": (lambda: with_(Entity("Q1", "Ann " + "L" * 200, "L")), "schema gate .*at most 100"),
    "government": (lambda: with_(entity("Q1", "A Lee", president(date(2026, 1, 1), None, "ZZ"))), "schema gate .*'ZZ'"),
    "backwards": (
        lambda: with_(entity("Q1", "A Lee", Office("justice", "FR", date(2026, 1, 2), date(2026, 1, 1)))),
        "schema gate .*before it starts",
    ),
    "kind lost": (lambda: replace(CURRENT, entities=CURRENT.entities[:3]), "count gate .*company: 0 where"),
    "another's name": (
        lambda: with_(replace(CURRENT.entities[1], variants=("Mark Rutte",))),
        "alias gate .*Joe Biden .*'Mark Rutte' is the name of Q57643",
    ),
    "a word": (lambda: with_(replace(ACME, variants=("Apple",))), "alias gate .*'Apple' is a word of the dictionary"),
    "newcomer": (
        lambda: with_(entity("Q1", "Joseph Biden", country="GB")),
        "alias gate .*'Joseph Biden' is now the name of Q1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_refused(name: str) -> None:
    make, said = BROKEN[name]
    with pytest.raises(GazetteerError, match=said):
        GATES.check(CURRENT, make())


def many(count: int, *, open_ones: int) -> Gazetteer:
    end = date(2026, 11, 1)
    offices = [Office("foreign", "FR", date(2025, 1, 1), None if n < open_ones else end) for n in range(count)]
    return Gazetteer(tuple(entity(f"Q{n}", f"Ann Lee{n}", one) for n, one in enumerate(offices, 1)))


def test_count_drops() -> None:
    old = many(100, open_ones=100)
    GATES.check(old, replace(old, entities=old.entities[:95]))
    with pytest.raises(GazetteerError, match=r"count gate .*person: 94 where there were 100"):
        GATES.check(old, replace(old, entities=old.entities[:94]))
    GATES.check(old, many(100, open_ones=95))
    with pytest.raises(GazetteerError, match="open offices: foreign: 94 where there were 100"):
        GATES.check(old, many(100, open_ones=94))
    GATES.check(many(3, open_ones=3), many(3, open_ones=1))  # a few offices may end together


def test_offenders_are_bounded() -> None:
    with pytest.raises(GazetteerError, match="; and 35 more") as caught:
        GATES.check(CURRENT, with_(*(Entity(f"Q{n}", "", "Lee") for n in range(1, 21))))
    assert len(str(caught.value)) < 1000


class Eager:
    """A rule that capitalises what it knows."""

    id, fault = "test.eager", Fault.NAME
    examples = (Example("ann came.", "Ann came."), leaves("acme came."))

    def __init__(self, gazetteer: Gazetteer, broken: bool = False) -> None:
        self.known = {e.name.split()[0].lower(): e.name.split()[0] for e in gazetteer.entities}
        self.broken = broken

    def find(self, document: object, context: Context) -> object:
        from pipeline.model.document import Document

        assert isinstance(document, Document)
        if self.broken:
            raise KeyError("beside")
        word = document.text.split()[0]
        if word in self.known:
            anchor = document.anchor(0, len(word))
            from pipeline.model.proposal import Proposal

            yield Proposal(anchor, (self.known[word],), self.fault, self.id, 1.0, "known")


def rule_of(gazetteer: Gazetteer) -> list[Rule]:
    return [Eager(gazetteer)]  # type: ignore[list-item]  # as loose as a rule under test may be


def test_regressions_are_named() -> None:
    found = regressions(Gazetteer((ACME,)), rule_of)
    assert found == [
        "test.eager: 'ann came.' became 'ann came.', 'Ann came.' is right",
        "test.eager: 'acme came.' became 'Acme came.', 'acme came.' is right",
    ]
    assert regressions(Gazetteer((entity("Q1", "Ann Lee"),)), rule_of) == []


def test_a_rule_that_raises_is_no_passed_gate() -> None:
    with pytest.raises(GazetteerError, match=r"cannot be asked: test\.eager raised KeyError"):
        regressions(CURRENT, lambda g: [Eager(g, broken=True)])  # type: ignore[list-item]

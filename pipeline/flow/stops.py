"""Spellings that no name rule may change: "never again for this name", taught as a lesson."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, Rule
from pipeline.model.document import Document
from pipeline.model.entity import STOP, Entity
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.casing import fold

NAME_RULES = "name."


@dataclass(frozen=True, slots=True)
class Stopped:
    """A name rule that says nothing of these spellings, folded."""

    rule: Rule
    stops: frozenset[str]

    @property
    def id(self) -> str:
        return self.rule.id

    @property
    def fault(self) -> Fault:
        return self.rule.fault

    @property
    def examples(self) -> tuple[Example, ...]:
        return self.rule.examples

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        """What the rule finds elsewhere."""
        return (found for found in self.rule.find(document, context) if fold(found.anchor.quote) not in self.stops)


def parted(learned: Collection[Entity]) -> tuple[tuple[Entity, ...], frozenset[str]]:
    """Names to know, and spellings to leave alone."""
    names = tuple(entity for entity in learned if entity.kind != STOP)
    return names, frozenset(fold(entity.name) for entity in learned if entity.kind == STOP)


def stopped(rules: tuple[Rule, ...], stops: frozenset[str]) -> tuple[Rule, ...]:
    """The same rules; those of names leave the spellings alone."""
    if not stops:
        return rules
    return tuple(Stopped(rule, stops) if rule.id.startswith(NAME_RULES) else rule for rule in rules)

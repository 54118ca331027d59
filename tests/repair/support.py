"""Rulings to judge."""

from __future__ import annotations

from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.fluency import Fluency, Syntax
from pipeline.repair.guard import guard


def ruling(document: Document, before: str, after: str, fault: Fault = Fault.PHRASE, actor: str = "policy") -> Ruling:
    """An edit of the first place where the words stand."""
    start = document.text.index(before)
    return at(document, start, start + len(before), after, fault, actor)


def at(document: Document, start: int, end: int, after: str, fault: Fault, actor: str = "policy") -> Ruling:
    proposal = Proposal(document.anchor(start, end), (after,), fault, "r", 1.0, "because")
    return Ruling(proposal, Outcome.APPLY, after, actor)


def judged(
    text: str,
    before: str,
    after: str,
    fault: Fault = Fault.PHRASE,
    fluency: Fluency | None = None,
    syntax: Syntax | None = None,
    actor: str = "policy",
) -> Ruling:
    document = Document("u", text)
    (result,) = guard(document, [ruling(document, before, after, fault, actor)], fluency, syntax)
    return result

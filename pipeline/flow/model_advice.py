"""What is asked about a text, and what becomes of the answers. Pure functions of rulings and answers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.engines.model.edits import edits
from pipeline.engines.model.prompt import fits
from pipeline.engines.model.protocol import Choice, Question, Rewriting
from pipeline.flow.model_cache import Said
from pipeline.model.anchor import Anchor
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guard import guard
from pipeline.repair.resolve import POLICY
from pipeline.text.sentences import sentences

CHOICE, REWRITE = "model.choice", "model.rewrite"
CONFIDENCE = 0.5  # far from certain, whatever the model says; the policy never applies these rules
MOST_CANDIDATES, LONGEST_EVIDENCE = 6, 400


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, where its sentence begins in the text, and the rulings that it is about."""

    question: Question
    at: int
    about: tuple[Ruling, ...]


def questions(document: Document, rulings: Sequence[Ruling]) -> list[Asked]:
    """One for each held proposal, then one for each flagged sentence, in the order of the text.

    A number is never a model's business. What does not lie within one sentence, is too long, or holds hidden characters
    is not asked.
    """
    bounds = sentences(document.text)
    starts = [start for start, _ in bounds]
    held: list[Asked] = []
    flagged: dict[tuple[int, int], list[Ruling]] = {}
    for ruling in rulings:
        place = ruling.proposal.anchor
        index = bisect_right(starts, place.start) - 1
        if index < 0 or place.end > bounds[index][1] or ruling.proposal.fault is Fault.NUMBER:
            continue
        if ruling.outcome is Outcome.HOLD:
            held.append(_choice(document, bounds[index], ruling))
        elif ruling.outcome is Outcome.FLAG:
            flagged.setdefault(bounds[index], []).append(ruling)
    rewritings = [_rewriting(document, bound, found) for bound, found in flagged.items()]
    return [asked for asked in (*held, *rewritings) if fits(asked.question)]


def advised(
    document: Document,
    proposals: Sequence[Proposal],
    rulings: Sequence[Ruling],
    answers: Sequence[tuple[Asked, Said]],
    model: str,
) -> list[Proposal]:
    """The same proposals, some with more evidence, and those that only the model made."""
    words: dict[str, str] = {}
    added: list[Proposal] = []
    for asked, said in answers:
        if isinstance(asked.question, Rewriting):
            added += _rewritten(document, asked, said.text, rulings, model)
            continue
        (ruling,) = asked.about
        proposal = ruling.proposal
        if said.text is None:
            words[proposal.id] = f" The model {model} would keep what stands."
        elif said.text == proposal.replacements[0]:
            words[proposal.id] = f" The model {model} chose it too."
        else:
            added += _chosen(document, proposal, said.text, model)
    explained = [replace(p, evidence=p.evidence + words.get(p.id, "")) for p in proposals] if words else proposals
    return [*explained, *added]


def _choice(document: Document, bound: tuple[int, int], ruling: Ruling) -> Asked:
    proposal, (start, end) = ruling.proposal, bound
    place = proposal.anchor
    candidates = tuple(dict.fromkeys(proposal.replacements))[:MOST_CANDIDATES]
    sentence = document.text[start:end]
    choice = Choice(sentence, place.start - start, place.end - start, candidates, proposal.evidence)
    return Asked(choice, start, (ruling,))


def _rewriting(document: Document, bound: tuple[int, int], found: list[Ruling]) -> Asked:
    proposals = [ruling.proposal for ruling in found]
    quotes, reasons = (p.anchor.quote for p in proposals), (p.evidence for p in proposals)
    question = Rewriting(document.text[slice(*bound)], tuple(dict.fromkeys(quotes)), tuple(dict.fromkeys(reasons)))
    return Asked(question, bound[0], tuple(found))


def _chosen(document: Document, proposal: Proposal, text: str, model: str) -> list[Proposal]:
    """Another of the rule's candidates, as a proposal of its own: the rule's keeps its id, and so its decisions."""
    others = tuple(other for other in proposal.replacements if other != text)
    evidence = f"The model {model} chose this among what {proposal.rule} offers. {proposal.evidence}"
    choice = Proposal(proposal.anchor, (text, *others), proposal.fault, CHOICE, CONFIDENCE, evidence)
    return [choice] if _allowed(document, [choice]) else []


def _rewritten(
    document: Document, asked: Asked, text: str | None, rulings: Sequence[Ruling], model: str
) -> list[Proposal]:
    """The edits of a rewritten sentence, all of them or none: half a rewrite may be worse than what stood."""
    found = edits(asked.question.sentence, text) if text is not None else []
    reason = " ".join(dict.fromkeys(ruling.proposal.evidence for ruling in asked.about))
    together = f" One of {len(found)} edits that belong together." if len(found) > 1 else ""
    evidence = f"The model {model} would write: {_cut(text or '')}{together} Asked because: {_cut(reason)}"
    made = [
        Proposal(
            document.anchor(asked.at + edit.start, asked.at + edit.end),
            (edit.new,),
            Fault.GRAMMAR,
            REWRITE,
            CONFIDENCE,
            evidence,
        )
        for edit in found
    ]
    free = not any(p.anchor.overlaps(other) for p in made for other in _standing(rulings))
    return made if free and _allowed(document, made) else []


def _standing(rulings: Sequence[Ruling]) -> Iterator[Anchor]:
    return (ruling.proposal.anchor for ruling in rulings if ruling.outcome is Outcome.APPLY)


def _allowed(document: Document, made: Sequence[Proposal]) -> bool:
    """Whether the guard would let them pass, each alone and all together, if they were applied unasked."""
    trial = [Ruling(p, Outcome.APPLY, p.replacements[0], POLICY) for p in made]
    return all(ruling.outcome is Outcome.APPLY for ruling in guard(document, trial))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_EVIDENCE else text[: LONGEST_EVIDENCE - 1] + "…"

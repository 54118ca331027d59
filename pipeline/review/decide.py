"""What a reviewer may say of a correction, checked before it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Document
from pipeline.model.errors import Conflict, NotFound, UsageError
from pipeline.model.proposal import Fault, Proposal
from pipeline.review.queue import Item
from pipeline.store import markings

LONGEST = 2000
# What a decision may give as its reason; free text may follow.
REASONS = (
    "right edit, wrong rule",
    "name is right as it is",
    "another person",
    "changes the meaning",
    "house style",
    "quotation",
    "not English",
)
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ud800-\udfff]")
LEASE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict on a proposal, and the version of its row that the person saw. `replacement`: their own words."""

    proposal: str
    verdict: Verdict
    version: int
    replacement: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault that a person saw at `start` to `end` (code points) of a document; `replacement` None only points."""

    document: str
    start: int
    end: int
    fault: Fault
    replacement: str | None = None
    note: str = ""


def decision(answer: Answer, items: Sequence[Item], actor: str, now: datetime) -> Decision:
    """The decision to write.

    Raises:
        NotFound: the proposal stands nowhere.
        Conflict: it was decided meanwhile, or somebody else has an article of it before them.
        UsageError: the words cannot stand in a text, or there is nothing to undo.
    """
    if not items:
        raise NotFound("this correction does not stand any more", hint="The text was mended anew: read it again.")
    newest = max(items, key=lambda item: item.version)
    if newest.version != answer.version:
        raise Conflict(
            f"{newest.actor or 'somebody'} decided meanwhile: {newest.state}", hint="Look, then decide again."
        )
    held_by_others(items, actor)
    if answer.verdict is Verdict.WITHDRAW and newest.state == "open":
        raise UsageError("there is no decision to undo", hint="It is open already.")
    own = None if answer.verdict is not Verdict.ACCEPT else own_words(answer.replacement)
    at = now if newest.decided_at is None else max(now, newest.decided_at + timedelta(microseconds=1))
    return Decision(answer.proposal, answer.verdict, actor, at, own, plain_note(answer.note))


def held_by_others(items: Sequence[Item], actor: str) -> None:
    """Raises Conflict where somebody else has an article of these before them."""
    for item in items:
        if item.claim is not None and item.claim.actor != actor:
            until = f"{item.claim.until:%H:%M} UTC"
            raise Conflict(f"{item.claim.actor} has this article until {until}", hint="Take another one meanwhile.")


def own_words(replacement: str | None) -> str | None:
    """The replacement in Unicode NFC; "" deletes.

    Raises:
        UsageError: it is too long, or holds line ends or control characters.
    """
    if replacement is None:
        return None
    if len(replacement) > LONGEST:
        raise UsageError(f"the correction has {len(replacement)} characters", hint=f"At most {LONGEST}.")
    if _UNREADABLE.search(replacement) or "\n" in replacement:
        raise UsageError("the correction holds line ends or control characters", hint="Write it in one line.")
    return unicodedata.normalize("NFC", replacement)


def plain_note(note: str) -> str:
    """The reason, on one line and bounded."""
    return " ".join(_UNREADABLE.sub(" ", note).split())[:LONGEST]


def marked(mark: Mark, document: Document, actor: str) -> Proposal:
    """The proposal that a person makes.

    Raises:
        UsageError: the place is not in the text, spans paragraphs, or its fix changes nothing.
    """
    try:
        anchor = document.anchor(mark.start, mark.end)
    except ValueError as error:
        raise UsageError("the marked place is not in the text", hint="Mark some words and try again.") from error
    if "\n" in anchor.quote or len(anchor.quote) > LONGEST:
        raise UsageError("a mark stays within one paragraph", hint="Mark the words that are wrong, not more.")
    fix = own_words(mark.replacement)
    if fix == anchor.quote:
        raise UsageError("the correction is what stands there", hint="Write what should stand there instead.")
    evidence = plain_note(mark.note) or f"Marked by {actor}."
    return markings.proposal(anchor, fix, mark.fault, evidence)

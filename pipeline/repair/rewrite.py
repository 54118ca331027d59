"""The clean text from the text and its rulings."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model.document import Document
from pipeline.model.errors import StaleAnchor
from pipeline.model.ruling import Outcome, Ruling


def rewrite(document: Document, rulings: Iterable[Ruling]) -> str:
    """The text with every APPLY ruling carried out, and nothing else.

    Raises:
        StaleAnchor: a ruling was made for another text, its quote is not there, or two of them overlap.
    """
    parts: list[str] = []
    at = 0
    applied = [ruling for ruling in rulings if ruling.outcome is Outcome.APPLY]
    for ruling in sorted(applied, key=lambda r: (r.proposal.anchor, r.proposal.id)):
        place = ruling.proposal.anchor
        _check(document, ruling, at)
        parts += [document.text[at : place.start], ruling.replacement or ""]
        at = place.end
    return "".join([*parts, document.text[at:]])


def _check(document: Document, ruling: Ruling, at: int) -> None:
    place = ruling.proposal.anchor
    fits = place.text_sha == document.text_sha and document.text[place.start : place.end] == place.quote
    if fits and place.start >= at and ruling.replacement is not None:
        return
    raise StaleAnchor(
        f"{ruling.proposal.rule} wants to change {place.quote!r} at {place.start}..{place.end}, which does not fit",
        where=document.url or "the text",
        hint="The text changed since the ruling was made, or two rulings overlap: mend the text again.",
    )

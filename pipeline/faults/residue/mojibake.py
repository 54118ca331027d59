"""Letters that were read in the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

# What UTF-8 looks like where it was read as Windows-1252, Latin-1 or Windows-1251; only such words are looked at.
_SUSPECT = re.compile(r"[ÂÃÄÅÐÑâ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|[РС][\u0400-\u040f\u0450-\u045f°±]")
_REACH = 60


@dataclass(frozen=True, slots=True)
class Mojibake:
    """Letters that were read in the wrong encoding ("CafÃ©"), undone by ftfy where nothing else can be meant."""

    id: str = "residue.mojibake"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("The cafÃ© was full.", "The café was full."),
        Example("It\u00e2\u20ac\u2122s late.", "It’s late."),
        leaves("Ângela and Ñuñoa, Åland and Ärzte are right."),
        leaves("Café and naïve are right."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        if document.text.isascii():
            return
        done = 0
        for match in _SUSPECT.finditer(document.text):
            if match.start() < done:
                continue
            start, done = _around(document.text, match.start(), match.end())
            plain = _fixed(document.text[start:done])
            if plain is not None:
                left, right, mended = plain
                place = document.anchor(start + left, start + right)
                evidence = f"'{place.quote}' was read in the wrong encoding"
                yield Proposal(place, (mended,), self.fault, self.id, 0.98, evidence)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The word around a place, as far as a word reaches."""
    least, most = max(0, start - _REACH), min(len(text), end + _REACH)
    while start > least and not text[start - 1].isspace():
        start -= 1
    while end < most and not text[end].isspace():
        end += 1
    return start, end


def _fixed(text: str) -> tuple[int, int, str] | None:
    """Where the text changes and to what, without what is the same at both ends."""
    from ftfy import fix_encoding  # half a second to load, and few texts need it

    mended = fix_encoding(text)
    if mended == text or "\ufffd" in mended:
        return None
    start = next((i for i, (a, b) in enumerate(zip(text, mended, strict=False)) if a != b), min(len(text), len(mended)))
    end = 0
    while end < min(len(text), len(mended)) - start and text[-1 - end] == mended[-1 - end]:
        end += 1
    return (start, len(text) - end, mended[start : len(mended) - end]) if len(text) - end > start else None

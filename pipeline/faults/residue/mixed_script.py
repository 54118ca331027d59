"""Letters of two scripts in one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.lexicon import is_common
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_MIXED = re.compile(r"(?<![\w])(?=[A-Za-z]*[\u0400-\u045f])(?=[\u0400-\u045f]*[A-Za-z])[A-Za-z\u0400-\u045f]{3,}(?!\w)")
_BEHIND_NAME = re.compile(r"[A-Z]\w+ \Z")
_SAME = str.maketrans("аеорсухіјѕАВЕКМНОРСТХУІЈЅ", "aeopcyxijsABEKMHOPCTXYIJS")


@dataclass(frozen=True, slots=True)
class MixedScript:
    """A word with letters of two scripts that look the same: written in one where that is an everyday word."""

    id: str = "residue.mixed-script"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("The poli\u0441e left.", "The police left."),
        Example("Gaшнev spoke.", "Gaшнev spoke.", ("Gaшнev",)),
        leaves("The café in Łódź is right."),
        leaves("Москва and Moscow are two spellings."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        if document.text.isascii():
            return
        for match in _MIXED.finditer(document.text):
            plain = match[0].translate(_SAME)
            sure = plain.isascii() and is_common(plain.lower())
            # A name is not changed unasked, nor is a word behind one: it may be a part of it.
            confidence = 0.98 if plain.islower() and not _BEHIND_NAME.search(document.text, *_before(match)) else 0.9
            evidence = f"'{match[0]}' has letters of two scripts"
            yield Proposal(
                document.anchor(*match.span()), (plain,) if sure else (), self.fault, self.id, confidence, evidence
            )


def _before(match: re.Match[str]) -> tuple[int, int]:
    return max(0, match.start() - 24), match.start()

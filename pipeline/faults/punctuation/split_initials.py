"""A space inside "U.S." or "p.m."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_SPLIT = re.compile(r"(?<![\w.])(?:U\. (?:S|K|N)|E\. U|D\. C|(?<=\d )[ap]\. m|e\. g|i\. e)\.(?!\w)")


@dataclass(frozen=True, slots=True)
class SplitInitials:
    """A space inside an abbreviation that is written without one: "U. S." for "U.S."."""

    id: str = "punctuation.split-initials"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("The U. S. troops left at 5 p. m. sharp.", "The U.S. troops left at 5 p.m. sharp."),
        Example("The U. N. met.", "The U.N. met."),
        leaves("Mr. U. Sand and D. Cole met in the E.U. and at 5 p.m. today."),
        leaves("J. U. Smith and A. S. Byatt met in the U.S. today."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _SPLIT.finditer(document.text):
            fixed = match[0].replace(" ", "")
            evidence = f"'{fixed}' is written without a space"
            # The guard knows "U" and "S" as names, and joining them is a change of case and form only.
            yield Proposal(document.anchor(*match.span()), (fixed,), self.fault, self.id, 0.98, evidence)

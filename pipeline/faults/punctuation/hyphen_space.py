"""Spaces around the hyphen of one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

# Forms that never stand alone, and compounds that are one word: a dash between words looks the same otherwise.
# "Non" is not here: the guard takes its hyphen for a negation.
_SPACED = re.compile(
    r"(?<![\w'’.-])(?:"
    r"(?:[Aa]nti|[Mm]ulti|[Ss]emi|[Cc]o|[Ss]elf|[Uu]ltra|[Ii]nter|[Pp]re|[Pp]ost) - (?!and\b|or\b|but\b)[a-z]+"
    r"|[Ii]n - depth|[Ll]ong - (?:term|standing|distance)|[Ss]hort - term|[Ww]ell - (?:known|being)|[Ff]ront - line"
    r"|[Hh]igh - (?:tech|level|quality|speed|risk|end|precision|ranking|rise|profile)|[Ff]ull - time|[Pp]art - time"
    r"|[Ll]ow - (?:income|carbon|cost|risk)|[Ss]o - called|[Cc]ross - border|[Ss]tate - owned|[Ff]irst - class"
    r"|[Tt]op - level|year - on - year|[Ff]ace - to - face|[Ss]tep - by - step|[Uu]p - to - date|[Dd]ecision - making"
    r"|[a-z]+ - (?:sized|scale|minded|edged)|[Ff]ree - range)(?![\w-])"
    r"|(?<=\d) - [Yy]ears? - [Oo]ld(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class HyphenSpace:
    """Spaces around the hyphen of a compound ("in - depth", "anti - epidemic"), as tokenisers leave them."""

    id: str = "punctuation.hyphen-space"
    fault: Fault = Fault.PUNCTUATION
    examples: tuple[Example, ...] = (
        Example("The anti - epidemic work was in - depth.", "The anti-epidemic work was in-depth."),
        Example("It is a long - term plan.", "It is a long-term plan."),
        leaves("He came in - the depth was unknown - and left."),
        leaves("The long-term plan - a well-known one - and the pre - and post-war years."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        if " - " not in document.text:
            return
        for match in _SPACED.finditer(document.text):
            fixed = match[0].replace(" - ", "-")
            evidence = f"'{fixed}' is one word, and its hyphen has no spaces"
            yield Proposal(document.anchor(*match.span()), (fixed,), self.fault, self.id, 0.975, evidence)

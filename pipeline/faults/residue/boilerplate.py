"""Words of the page or of the translator that got into the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_LINE = re.compile(
    r"^[ *•\-–—]*(?:(?:read|see|watch) (?:also|more)(?: on (?:the|this) topic)?|also read|more on (?:the|this) topic"
    r"|translated (?:by|from|with)|translation(?: by)?|source of the (?:photo|picture)|photo(?:graph)? source"
    r"|subscribe to our|follow us on|read us (?:on|in)|join us (?:on|in)|advertisement|we remind|editor-in-chief"
    r"|responsible editor|\(?(?:responsible )?editor|share (?:this|on))"
    r"(?: ?[:：]|\b(?= (?:google|deepl|telegram|facebook|twitter|newsletter)))[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
# In the middle of a paragraph, behind a whole sentence; and a line that says nothing else.
_NOTE = re.compile(
    r"(?<=[.!?”\"]) (?:[Rr]ead|[Ss]ee|[Ww]atch) also ?:[^\n]{0,200}$"
    r"|^\(?Translated by(?: [\w'’-]+){1,4}\.?\)?$",
    re.MULTILINE,
)
_TRAIL = re.compile(
    r" ?[-–—_|] ?(?:[Cc]hinanews|[Xx]inhuanet?|[Pp]eople's Daily Online|CNN?|CRI|[A-Z]\w+net)"
    r"(?:\.com(?:\.cn)?)?\.?$",
    re.MULTILINE,
)
_CREDIT = re.compile(
    r"\((?:[Ee]nd|[Ff]inish(?:ed)?|[Tt]he end)\)(?=\s*$)"
    r"|^(?:Photo by|Xinhua News Agency (?:issued|photo))[^\n]{0,60}$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A line or note of the page, the translator or the agency that is no part of the story: held for deletion."""

    id: str = "residue.boilerplate"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("He left.\nRead also: Ten new cars", "He left.\n"),
        Example("He left. Read also: Ten new cars", "He left."),
        Example("He left.\nTranslated by the editors.", "He left.\n"),
        Example("The dam broke. (End)", "The dam broke. "),
        Example("Rents rise in May - Xinhuanet", "Rents rise in May"),
        leaves("Readers also liked it, and he was translated by a friend."),
        leaves("Translated by a friend of his, the book sold well. See also page 4: it is short."),
        leaves("The reporter (who was there at the end) said so."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for pattern, what in ((_LINE, "the page"), (_NOTE, "the page"), (_TRAIL, "the site"), (_CREDIT, "the agency")):
            for match in pattern.finditer(document.text):
                evidence = f"'{match[0].strip()[:40]}' is a note of {what}, not a part of the story"
                yield Proposal(document.anchor(*match.span()), ("",), self.fault, self.id, 0.7, evidence)

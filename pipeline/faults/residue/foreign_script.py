"""A word in another script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_SCRIPTS = (
    "\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff"
    "\u1100-\u11ff\u1200-\u137f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
)
_RUN = re.compile(rf"[{_SCRIPTS}][{_SCRIPTS}\u0300-\u036f'’·\-]*(?: [{_SCRIPTS}][{_SCRIPTS}\u0300-\u036f'’·\-]*)*")
_LATIN = re.compile(r"[A-Za-z]{2}")
_FORMULA = re.compile(r"[\u0370-\u03ff]")  # a lone Greek letter is a sign: "β", "μm"


@dataclass(frozen=True, slots=True)
class ForeignScript:
    """Words in another script inside an English text: left untranslated, pointed at."""

    id: str = "residue.foreign-script"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("He told Лента.ру about it.", "He told Лента.ру about it.", ("Лента", "ру")),
        Example("Police are in 拘留 now.", "Police are in 拘留 now.", ("拘留",)),
        leaves("The β variant and 5 μm of dust."),
        leaves("Вся статья по-русски."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        text = document.text
        if text.isascii() or _LATIN.search(text) is None:
            return
        foreign = [m for m in _RUN.finditer(text) if len(m[0]) > 1 or not _FORMULA.match(m[0])]
        if sum(len(m[0]) for m in foreign) > len(text) / 2:
            return
        for match in foreign:
            if _FORMULA.match(match[0]) and len(match[0]) < 3:
                continue
            evidence = f"'{match[0][:40]}' is left in the script of the original"
            yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.9, evidence)

"""The same figure with two scales."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_FIGURE = re.compile(
    r"(?P<before>[$€£¥₽] ?)?(?<![\d.,])(?P<digits>\d{1,3}(?:[.,]\d+)?) (?P<scale>thousand|million|billion|trillion)\b"
    r"(?: (?P<unit>[A-Za-z]+))?"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """One figure that stands in a text with two scales ("$50 billion" and "$50 trillion"): one is wrong. Pointed at."""

    id: str = "number.scale"
    fault: Fault = Fault.NUMBER
    examples: tuple[Example, ...] = (
        Example(
            "Aid of $61 billion came. The $61 million was spent.",
            "Aid of $61 billion came. The $61 million was spent.",
            ("$61 billion", "$61 million"),
        ),
        Example(
            "It cost 39.1 billion yen.\nThe 39.1 million yen were paid.",
            "It cost 39.1 billion yen.\nThe 39.1 million yen were paid.",
            ("39.1 billion yen", "39.1 million yen"),
        ),
        leaves("It cost $61 million, and 61 thousand people came."),
        leaves("It rose from $1 million to $1 billion."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        seen: dict[tuple[str, str], list[re.Match[str]]] = {}
        for match in _FIGURE.finditer(document.text):
            unit = (match["before"] or "").strip() or (match["unit"] or "").lower()
            digits = match["digits"].replace(",", ".")
            if unit and len(digits.replace(".", "")) > 1 and not digits.strip("0.").endswith("00"):
                seen.setdefault((digits, unit), []).append(match)
        for (digits, _), matches in seen.items():
            scales = {m["scale"] for m in matches}
            if len(scales) > 1:
                for match in matches:
                    end = match.end("scale") if match["before"] else match.end()
                    evidence = f"{digits} stands in this text as {' and as '.join(sorted(scales))}"
                    yield Proposal(document.anchor(match.start(), end), (), self.fault, self.id, 0.9, evidence)

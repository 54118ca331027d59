"""The same figure with two scales, in a text or between its headline and it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.faults.numbers.figures import Figure, figures
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_ROUNDED = 0.1  # "nearly 2 million" in the headline is 1.98 million in the text


@dataclass(frozen=True, slots=True)
class Scale:
    """One figure that stands in an article with two scales ("$50 billion" in the headline, "$50 trillion" in the text):
    one is wrong. Pointed at, never changed."""

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
        Example(
            "The sum is large.\nThe state lends 1.5 million euros.",
            "The sum is large.\nThe state lends 1.5 million euros.",
            ("1.5 million euros",),
            title="State lends €1,5 billion",
        ),
        leaves("It cost $61 million, and 61 thousand people came."),
        leaves("It rose from $1 million to $1 billion."),
        leaves("The loan is $61 million.", title="Bank lends 61 billion yen"),
        leaves(
            "Some 1.98 million people left, 2 thousand people of them by sea.", title="Nearly 2 million people leave"
        ),
        leaves("In 2024 it spent $24 million.", title="Budget of 2024 agreed, 24 billion roubles of it for roads"),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        found = list(figures(document.text))
        within = dict(_within(found))
        headline = context.title if context.title != document.text else None
        against = dict(_against(list(figures(headline or "")), found, document.text))
        for figure in found:
            evidence = within.get(figure) or against.get(figure)
            if evidence is not None:
                sure = 0.9 if figure.is_telling else 0.7
                yield Proposal(document.anchor(figure.start, figure.end), (), self.fault, self.id, sure, evidence)


def _within(found: Sequence[Figure]) -> Iterator[tuple[Figure, str]]:
    """Figures of one text; a round one comes back by chance and says nothing."""
    alike: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in found:
        if figure.unit and figure.scale and figure.is_telling:
            alike[figure.digits, figure.unit].append(figure)
    for (digits, _), places in alike.items():
        scales = sorted({place.scale for place in places})
        if len(scales) > 1:
            yield from ((place, f"{digits} stands in this text as {' and as '.join(scales)}") for place in places)


def _against(headline: Sequence[Figure], found: Sequence[Figure], text: str) -> Iterator[tuple[Figure, str]]:
    """Figures of the text against one of the headline that the text gives nowhere, not even rounded."""
    for said in headline:
        if not (said.unit and said.scale) or any(_is_near(said.value, figure.value) for figure in found):
            continue
        for figure in found:
            if (figure.digits, figure.unit) == (said.digits, said.unit) and figure.scale not in ("", said.scale):
                paragraph = text.count("\n", 0, figure.start) + 1
                yield figure, f"the headline has '{said.quote}', paragraph {paragraph} has '{figure.quote}'"


def _is_near(one: float, other: float) -> bool:
    return abs(one - other) <= _ROUNDED * max(one, other)

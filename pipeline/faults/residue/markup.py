"""Debris of markup and of an engine's tokens."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_ENTITY = re.compile(r"&(?:amp;)?(?:quot|apos|amp|lt|gt|nbsp|#39|#34|rsquo|lsquo|rdquo|ldquo|ndash|mdash|hellip);")
_TOKEN = re.compile(
    r" ?(?:<unk>|<UNK>|⁇|<url>|▁|##\w+#|@-@|@@|</?s>|<pad>|__[A-Z]+__)(?= |\Z|[.,;:!?])|▁"
    r"|</?(?:b|i|p|br|em|strong|span|div)(?: ?/)?>"
)


@dataclass(frozen=True, slots=True)
class Markup:
    """An HTML entity or tag in plain text ("&quot;", "<b>"), or a token of a translation engine ("<unk>", "▁")."""

    id: str = "residue.markup"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("Smith &amp; Sons don&apos;t sell.", "Smith & Sons don't sell."),
        Example("The ▁Banguard newspaper <b>wrote</b> it.", "The Banguard newspaper wrote it."),
        Example("He met <unk> in Paris.", "He met in Paris."),
        leaves("He wrote a <- b and [b]."),
        leaves("AT&T and R&D cost 3 < 5 and a &co. sign."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        text = document.text
        if "&" in text:
            for match in _ENTITY.finditer(text):
                plain = html.unescape(html.unescape(match[0])).replace("\xa0", " ")
                evidence = f"'{match[0]}' is how web pages write '{plain}'"
                yield Proposal(document.anchor(*match.span()), (plain,), self.fault, self.id, 0.985, evidence)
        for match in _TOKEN.finditer(text):
            unknown = "unk" in match[0].lower() or "⁇" in match[0]
            evidence = f"'{match[0].strip()}' is a mark of the translation engine" + (
                ": it had no word here" if unknown else ""
            )
            yield Proposal(
                document.anchor(*match.span()), ("",), self.fault, self.id, 0.6 if unknown else 0.975, evidence
            )

"""What extraction makes of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`kind` is p, heading, item or quote."""

    text: str
    kind: str = "p"


@dataclass(frozen=True, slots=True)
class Article:
    """Normalised once. `url` is the canonical address; dates are UTC or None, never guessed from "now".

    `text` is the paragraphs joined by one line feed each.
    """

    url: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    publisher: str | None = None

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

"""The written articles: one YAML each in `articles/`, with the faults that we planted in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

CYCLE = 30
SECTIONS = ("world", "politics", "business", "europe", "science", "culture")


class Kind(StrEnum):
    TRANSLATED = "translated"
    CLEAN = "clean"


class Special(StrEnum):
    """What makes an address of the site hard to ingest."""

    ALIAS = "alias"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    SLOW = "slow"
    LOGIN = "login"
    PDF = "pdf"
    EMPTY = "empty"


NOT_ARTICLES = frozenset({Special.LOGIN, Special.PDF, Special.EMPTY})


@dataclass(frozen=True, slots=True)
class Repair:
    """A passage of the article and what a good editor would make of it."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Text:
    """A written article. It appears on every date whose place in the cycle of 30 days is `day`.

    `{weekday}` and `{month}` in its paragraphs stand for names that depend on that date. `repairs` and `flags`
    document the planted faults; they are not a complete list of what an editor would change.
    """

    slug: str
    title: str
    authors: tuple[str, ...]
    section: str
    look: int
    day: int
    time: time
    kind: Kind
    paragraphs: tuple[str, ...]
    repairs: tuple[Repair, ...]
    flags: tuple[str, ...]
    special: Special | None = None
    correction: Repair | None = None

    @property
    def is_article(self) -> bool:
        """False for the login wall, the PDF and the empty page."""
        return self.special not in NOT_ARTICLES


def _text(raw: Mapping[str, Any]) -> Text:
    correction = raw.get("correction")
    special = raw.get("special")
    return Text(
        slug=raw["slug"],
        title=raw["title"],
        authors=tuple(raw["authors"]),
        section=raw["section"],
        look=raw["look"],
        day=raw["day"],
        time=time.fromisoformat(raw["time"]),
        kind=Kind(raw["kind"]),
        paragraphs=tuple(raw["paragraphs"]),
        repairs=tuple(Repair(**fault) for fault in raw["faults"] if "before" in fault),
        flags=tuple(fault["flag"] for fault in raw["faults"] if "flag" in fault),
        special=None if special is None else Special(special),
        correction=None if correction is None else Repair(**correction),
    )


@cache
def texts() -> tuple[Text, ...]:
    """Every written article, by day of the cycle and time."""
    folder = files("demo") / "articles"
    documents = (yaml.safe_load(entry.read_text("utf-8")) for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(sorted((_text(raw) for raw in documents), key=lambda text: (text.day, text.time, text.slug)))

"""Titles of offices beside a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_NOT_THE_HOLDER = re.compile(
    r"\b(?:former|ex|then|late|ousted|deposed|deputy|assistant|vice|under|incoming|outgoing"
    r"|(?:spokes\w+|aide|adviser|advisor|wife|husband|son|daughter|brother|sister|lawyer|successor|predecessor|envoy"
    r"|rival|challenger) (?:for|to|of))[ -](?:the |a )?(?:[\w.]+ ){0,2}\Z",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;()\"“”]+")
_LONGEST = 7  # words of a title
_LEFT, _RIGHT = 80, 90  # characters looked at
_OF = re.compile(r" of (?:the )?[\w.' -]{2,24}\Z")
_SKIPPED = 4  # words between the comma and the title: ", the powerful US defense secretary"


@dataclass(frozen=True, slots=True)
class Title:
    """A title beside a name: the kinds of office that it may mean, where it stands, whether it is the holder's."""

    words: str
    kinds: frozenset[str]
    start: int
    end: int
    of_holder: bool


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles of all kinds of office; `last_words` are the last words of them all, to look no further in vain."""

    kinds: Mapping[str, frozenset[str]]
    labels: Mapping[tuple[str, str], str]
    last_words: frozenset[str]
    topics: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]]) -> Titles:
        """From the rows of the data file."""
        kinds: dict[str, frozenset[str]] = {}
        for row in rows:
            for title in row["titles"].split("|"):
                kinds[title] = kinds.get(title, frozenset()) | {row["kind"]}
        topics = {row["kind"]: frozenset(row["topics"].split("|")) for row in rows if row["topics"]}
        return cls(kinds, _labels(rows), frozenset(title.split()[-1] for title in kinds), topics)

    def label(self, kind: str, government: str) -> str:
        """What the office is called in that government."""
        local = self.labels.get((kind, government))
        return local if local is not None else self.labels.get((kind, ""), kind)

    def before_name(self, text: str, start: int) -> Title | None:
        """The title that ends where the name starts: "US Defense Secretary", "president of the Czech Republic,"."""
        left = max(text.rfind("\n", 0, start) + 1, start - _LEFT)
        if not text.endswith(" ", left, start):
            return None
        whole = text[left:start].rstrip(" ,")
        found = self._ending(text, left, whole, start)
        if found is None and (of := _OF.search(whole)) is not None:
            found = self._ending(text, left, whole[: of.start()], start)
        return found

    def _ending(self, text: str, left: int, stretch: str, end: int) -> Title | None:
        """The longest title at the end of a stretch of text."""
        parts = list(_WORD.finditer(stretch))[-_LONGEST:]
        if not parts or parts[-1].end() != len(stretch) or parts[-1][0].lower() not in self.last_words:
            return None
        for first in parts:
            said = stretch[first.start() :].lower()
            if said in self.kinds:
                return self._title(text, left + first.start(), left + len(stretch), end)
        return None

    def after_name(self, text: str, end: int) -> Title | None:
        """The title in an apposition after the name: ", the US defense secretary,"."""
        if not text.startswith(",", end):
            return None
        parts = list(_WORD.finditer(text, end + 1, end + _RIGHT))[: _SKIPPED + _LONGEST]
        for first in range(min(len(parts), _SKIPPED + 1)):
            for last in range(min(len(parts), first + _LONGEST) - 1, first - 1, -1):
                start, stop = parts[first].start(), parts[last].end()
                said = text[start:stop].rstrip(".").lower()
                if said in self.kinds:
                    return self._title(text, start, start + len(said), start + len(said))
        return None

    def _title(self, text: str, start: int, end: int, reaches: int) -> Title:
        said = text[start:end]
        is_holder = _NOT_THE_HOLDER.search(text[max(0, start - 50) : start]) is None
        return Title(said, self.kinds[said.lower()], start, reaches, is_holder)


def _labels(rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    labels = {(row["kind"], ""): row["label"] for row in rows}
    for row in rows:
        for local in (part for part in (row["local"] or "").split("|") if part):
            government, label = local.split("=")
            labels[row["kind"], government] = label
    return labels

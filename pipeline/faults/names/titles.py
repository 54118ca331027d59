"""Titles of offices, and the words that name a government."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.text.words import word_set

_NOT_THE_HOLDER = re.compile(
    r"\b(?:former|ex|then|late|ousted|deposed|deputy|assistant|vice|under|incoming|outgoing"
    r"|(?:spokes\w+|aide|adviser|advisor|wife|husband|son|daughter|brother|sister|lawyer|successor|predecessor|envoy"
    r"|rival|challenger) (?:for|to|of))[ -](?:the |a )?(?:[\w.]+ ){0,2}\Z",
    re.IGNORECASE,
)
_SHORT_FORMS = word_set("us uk eu un who nato imf wto iaea ecb idf drc dprk u.s. u.k. u.n.")


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
    """The titles of all kinds of office, compiled."""

    kinds: Mapping[str, frozenset[str]]
    labels: Mapping[tuple[str, str], str]
    topics: Mapping[str, re.Pattern[str]]
    before: re.Pattern[str]
    after: re.Pattern[str]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]]) -> Titles:
        """From the rows of the data file."""
        kinds: dict[str, frozenset[str]] = {}
        for row in rows:
            for title in row["titles"].split("|"):
                kinds[title] = kinds.get(title, frozenset()) | {row["kind"]}
        any_title = "|".join(re.escape(t) for t in sorted(kinds, key=len, reverse=True))
        topics = {r["kind"]: re.compile(rf"\b(?:{r['topics']})\b", re.IGNORECASE) for r in rows if r["topics"]}
        return cls(
            kinds,
            _labels(rows),
            topics,
            re.compile(rf"(?<![\w-])({any_title})(?: of (?:the )?[\w.' ]{{2,24}}?)?,? \Z", re.IGNORECASE),
            re.compile(rf",? (?:the |a |who is |now )?(?:[\w.'’-]+ ){{0,3}}?({any_title})\b", re.IGNORECASE),
        )

    def label(self, kind: str, government: str) -> str:
        """What the office is called in that government."""
        local = self.labels.get((kind, government))
        return local if local is not None else self.labels[kind, ""]

    def before_name(self, text: str, start: int) -> Title | None:
        """The title that ends where the name starts."""
        left = max(text.rfind("\n", 0, start) + 1, start - 80)
        match = self.before.search(text, left, start) if start > left else None
        return None if match is None else self._title(text, match)

    def after_name(self, text: str, end: int) -> Title | None:
        """The title in an apposition after the name: ", the US defense secretary,"."""
        match = self.after.match(text, end, end + 70) if text.startswith(",", end) else None
        return None if match is None else self._title(text, match)

    def _title(self, text: str, match: re.Match[str]) -> Title:
        left = text[max(0, match.start(1) - 50) : match.start(1)]
        return Title(
            match[1], self.kinds[match[1].lower()], match.start(1), match.end(), _NOT_THE_HOLDER.search(left) is None
        )


@dataclass(frozen=True, slots=True)
class Governments:
    """The words that name a country or a body."""

    names: Mapping[str, str]
    words: Mapping[str, re.Pattern[str]]
    any_before: re.Pattern[str]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]]) -> Governments:
        """From the rows of the data file."""
        forms = {row["code"]: "|".join(_forms(row["words"])) for row in rows}
        return cls(
            {row["code"]: row["name"] for row in rows},
            {code: re.compile(rf"(?<![\w-])(?:{form})(?!\w)") for code, form in forms.items()},
            re.compile(rf"(?<![\w-])({'|'.join(forms.values())})(?:['’]s)? \Z"),
        )

    def named_in(self, code: str, text: str) -> bool:
        return self.words[code].search(text) is not None

    def just_before(self, text: str, start: int) -> str | None:
        """The word for a country that stands right before a title."""
        match = self.any_before.search(text, max(0, start - 30), start)
        return None if match is None else match[1]


def _labels(rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    labels = {(row["kind"], ""): row["label"] for row in rows}
    for row in rows:
        for local in (part for part in (row["local"] or "").split("|") if part):
            government, label = local.split("=")
            labels[row["kind"], government] = label
    return labels


def _forms(words: str) -> list[str]:
    found = []
    for word in sorted(words.split("|"), key=len, reverse=True):
        form = word.upper() if word in _SHORT_FORMS else " ".join(w[:1].upper() + w[1:] for w in word.split())
        found.append(re.escape(form))
    return found

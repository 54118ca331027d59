"""Phrases that are data: what is wrong, what should stand there, how sure that is, and a sentence that shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.casing import like
from pipeline.text.words import words

_CONFIDENCE = {"apply": 0.98, "hold": 0.8, "flag": 0.3}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry. Without `right` it is only pointed at. `example` holds the phrase once; `near` looks like it."""

    wrong: str
    right: str
    level: str
    example: str
    near: str = ""

    @property
    def confidence(self) -> float:
        return _CONFIDENCE[self.level]

    @property
    def replacements(self) -> tuple[str, ...]:
        return (self.right,) if self.right else ()


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text."""

    start: int
    end: int
    phrase: Phrase
    replacements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """Phrases by their first word: a text is read once, however many there are. The longest at a place counts."""

    by_first: Mapping[str, re.Pattern[str]]
    phrases: Mapping[str, Phrase]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> Phrasebook:
        phrases = {row["wrong"].lower(): _phrase(row) for row in rows}
        grouped: dict[str, list[str]] = {}
        for wrong in sorted(phrases, key=lambda w: (-len(w), w)):
            first = next(iter(words(wrong)))[0]
            grouped.setdefault(first, []).append(re.escape(wrong).replace(r"\ ", " "))
        return cls(
            {f: re.compile(rf"(?:{'|'.join(g)})(?![\w’'-])", re.IGNORECASE) for f, g in grouped.items()}, phrases
        )

    def find(self, text: str) -> Iterator[Found]:
        at = 0
        for word in words(text):
            pattern = self.by_first.get(word[0].lower()) if word.start() >= at else None
            match = pattern.match(text, word.start()) if pattern is not None else None
            if match is not None:
                at = match.end()
                phrase = self.phrases[match[0].lower()]
                yield Found(*match.span(), phrase, tuple(like(r, match[0]) for r in phrase.replacements))

    def examples(self) -> tuple[Example, ...]:
        """Every entry's own, and every near miss."""
        shown = [_example(phrase) for phrase in self.phrases.values()]
        return (*shown, *(leaves(p.near) for p in self.phrases.values() if p.near))


@dataclass(frozen=True, slots=True)
class PhrasebookRule:
    """What rules from a file of phrases share. A rule of its own gives `id`, `fault`, the near misses beside those of
    the file, and the evidence: `says` of {wrong}, and `instead` of {right} where there is one."""

    book: Phrasebook
    examples: tuple[Example, ...]
    id: str = ""
    fault: Fault = Fault.PHRASE

    near: ClassVar[tuple[str, ...]]
    says: ClassVar[str]
    instead: ClassVar[str]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]]) -> Self:
        """The rule from the rows of its file."""
        book = Phrasebook.of(rows)
        return cls(book, (*book.examples(), *map(leaves, cls.near)))

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for found in self.book.find(document.text):
            anchor, phrase = document.anchor(found.start, found.end), found.phrase
            evidence = self.says.format(wrong=phrase.wrong)
            evidence += self.instead.format(right=phrase.right) if phrase.right else ""
            yield Proposal(anchor, found.replacements, self.fault, self.id, phrase.confidence, evidence)


def _phrase(row: Mapping[str, str]) -> Phrase:
    return Phrase(row["wrong"], row["right"] or "", row["level"], row["example"], row.get("near") or "")


def _example(phrase: Phrase) -> Example:
    match = re.search(re.escape(phrase.wrong), phrase.example, re.IGNORECASE)
    if match is None:
        raise ValueError(f"the example of {phrase.wrong!r} does not hold it")
    if not phrase.right:
        return Example(phrase.example, phrase.example, (match[0],))
    before, after = phrase.example[: match.start()], phrase.example[match.end() :]
    return Example(phrase.example, f"{before}{like(phrase.right, match[0])}{after}")

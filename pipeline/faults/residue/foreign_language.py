"""A stretch that was left in the language of the original."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.text.words import word_set, words

# English words that end a run; those that other languages have as well ("a", "in", "he", "on") do not.
_ENGLISH = word_set(
    "the of and to is that it was for with his they be have this from by not what all were when we there can your "
    "which their said if will each about how up out them then she many these would other into has more her two "
    "him could make than first been its who now people made did only"
)
_LEAST, _REACH, _SHARE = 3, 6, 0.3


@dataclass(frozen=True, slots=True)
class ForeignLanguage:
    """A stretch with three or more small words of one other language and hardly any of English: it was left
    untranslated. Pointed at; names and titles in quotation marks are left."""

    by_word: Mapping[str, tuple[str, ...]]  # a small word, and the languages that have it
    id: str = "residue.foreign-language"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example(
            "He said that die Regierung ist nicht bereit und wird warten, and left.",
            "He said that die Regierung ist nicht bereit und wird warten, and left.",
            ("ist nicht bereit und wird",),
        ),
        leaves("The Museo de la Ciudad y de los Niños opened, and El País wrote about it."),
        leaves("He sang “Non, je ne regrette rien, car ma vie et les joies” for an hour."),
        leaves("Vincent van der Berg and Maria dos Santos met in Rio de Janeiro."),
    )

    @classmethod
    def of(cls, data: Mapping[str, str]) -> ForeignLanguage:
        """The rule from its data file: the small words of each language."""
        listed = {name: word_set(small) for name, small in data.items()}
        every = frozenset[str]().union(*listed.values())
        return cls({word: tuple(name for name in listed if word in listed[name]) for word in every})

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        run: list[tuple[int, re.Match[str]]] = []
        for place, match in enumerate(words(document.text)):
            word = match[0].lower()
            if word in _ENGLISH and word not in self.by_word:
                yield from self._close(document, run)
                run = []
            elif word in self.by_word and match[0].islower():
                if run and (place - run[-1][0] > _REACH or "\n" in document.text[run[-1][1].end() : match.start()]):
                    yield from self._close(document, run)
                    run = []
                run.append((place, match))
        yield from self._close(document, run)

    def _close(self, document: Document, run: list[tuple[int, re.Match[str]]]) -> Iterator[Proposal]:
        if len(run) < _LEAST:
            return
        language, found = _language([self.by_word[match[0]] for _, match in run], [match[0] for _, match in run])
        length = run[-1][0] - run[0][0] + 1
        start, end = run[0][1].start(), run[-1][1].end()
        if len(found) < _LEAST or len(run) < _SHARE * length or _is_quoted(document.text, start):
            return
        evidence = f"{', '.join(sorted(found)[:3])}: these are words of {language}, left untranslated"
        yield Proposal(document.anchor(start, end), (), self.fault, self.id, 0.85, evidence)


def _language(languages: list[tuple[str, ...]], found: list[str]) -> tuple[str, set[str]]:
    """The language that most different words of the run belong to."""
    by: dict[str, set[str]] = {}
    for names, word in zip(languages, found, strict=True):
        for name in names:
            by.setdefault(name, set()).add(word)
    best = max(sorted(by), key=lambda name: len(by[name]))
    return best, by[best]


def _is_quoted(text: str, at: int) -> bool:
    start = max(text.rfind("\n", 0, at) + 1, at - 400)
    return text.count('"', start, at) % 2 == 1 or text.count("“", start, at) > text.count("”", start, at)

"""Garbled names that no gazetteer knows: pointed at, with what supports it, never repaired."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from pipeline.faults.names.evidence import Gatherer
from pipeline.faults.names.scene import Scene, Token, scene_of
from pipeline.faults.names.spelling import ending, is_case_ending, skeleton
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_LONG = 6  # letters: below that, two names may well differ in one
_MIXED, _BEHEADED, _ENDING, _TWO_WAYS = 0.9, 0.6, 0.6, 0.4
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HANGUL", "HIRAGANA", "KATAKANA", "DEVANAGARI")


@dataclass(frozen=True, slots=True)
class UnknownGarble:
    """Two scripts in one word, a name without its first letter, a kept case ending, one name spelled two ways."""

    gatherer: Gatherer
    id: str = "name.unknown-garble"
    fault: Fault = Fault.NAME
    examples: tuple[Example, ...] = (
        Example("The officer Ga\u0448\u043d\u0435\u0432 was hurt.", "The officer Ga\u0448\u043d\u0435\u0432 was hurt.",
                ("Ga\u0448\u043d\u0435\u0432",)),
        leaves("The officer Gashnev was hurt."),
        leaves("Barankov and Barankova were hurt."),
    )  # fmt: skip

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        scene = scene_of(document.text, context.published)
        strangers: dict[str, Token] = {}
        for token in scene.tokens:
            if len(token.word) < 4 or token.word in strangers:
                continue
            if not token.written.isascii() and _is_mixed(token.written):
                yield self._mixed(document, token)
            elif token.written.isascii() and token.word.isalpha() and not self._is_known(token.word):
                strangers[token.word] = token
        yield from self._beheaded(document, strangers)
        yield from self._endings(document, scene, strangers)
        yield from self._two_ways(document, scene, strangers)

    def _is_known(self, word: str) -> bool:
        return word in self.gatherer.index or word in self.gatherer.known

    def _mixed(self, document: Document, token: Token) -> Proposal:
        said = f"'{token.written}' mixes letters of two scripts: the name was only half transliterated"
        return self._proposal(document, token, (), _MIXED, said)

    def _beheaded(self, document: Document, strangers: dict[str, Token]) -> Iterator[Proposal]:
        for word, token in strangers.items():
            if not token.written.islower() or len(word) < _LONG:
                continue
            whole = next((n for n in self.gatherer.index.near(word) if n.word[1:] == word), None)
            if whole is not None:
                right = whole.holders[0].written
                said = f"'{token.written}' is no word; '{right}' is a known name, and only its first letter is missing"
                yield self._proposal(document, token, (right,), _BEHEADED, said)

    def _endings(self, document: Document, scene: Scene, strangers: dict[str, Token]) -> Iterator[Proposal]:
        for word, token in strangers.items():
            if not token.is_capitalised or token.written.isupper():
                continue
            for cut in (1, 2, 3):
                stem = word[:-cut]
                if len(stem) >= _LONG and stem in scene.counts and is_case_ending(ending(word, stem)):
                    said = (
                        f"'{token.written}' looks like '{token.written[:-cut]}', which the article has, in another case"
                    )
                    yield self._proposal(document, token, (token.written[:-cut],), _ENDING, said)
                    break

    def _two_ways(self, document: Document, scene: Scene, strangers: dict[str, Token]) -> Iterator[Proposal]:
        alike: dict[str, list[Token]] = {}
        for word, token in strangers.items():
            if token.is_capitalised and len(word) >= _LONG and not token.written.isupper():
                alike.setdefault(skeleton(word), []).append(token)
        for group in alike.values():
            ranked = sorted(group[:20], key=lambda t: (-scene.counts[t.word], t.start))
            for other in ranked[1:]:
                first = ranked[0]
                if OSA.distance(first.word, other.word) <= 2 and not ending(other.word, first.word):
                    said = (
                        f"'{first.written}' ({scene.counts[first.word]} times) and '{other.written}' "
                        f"({scene.counts[other.word]}) look like one name spelled two ways; neither is a known name"
                    )
                    yield self._proposal(document, other, (), _TWO_WAYS, said)

    def _proposal(
        self, document: Document, token: Token, right: tuple[str, ...], confidence: float, said: str
    ) -> Proposal:
        return Proposal(document.anchor(token.start, token.end), right, self.fault, self.id, confidence, said)


def _is_mixed(word: str) -> bool:
    found = set()
    for letter in word:
        if letter.isalpha():
            name = unicodedata.name(letter, "")
            found.add(next((s for s in _SCRIPTS if name.startswith(s)), "OTHER"))
    return "LATIN" in found and bool(found & {"CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HANGUL"})

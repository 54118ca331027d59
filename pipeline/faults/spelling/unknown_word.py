"""A word in lower case that English does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.faults.lexicon import frequencies
from pipeline.faults.rule import Context, Example, leaves
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal

_WORD = re.compile(r"(?<![\w.@/#’'&-])[^\W\d_A-Z]{4,}(?![\w@/’'-]|\.\w)")
_PREFIX = re.compile(r"(?:anti|auto|bio|counter|cyber|eco|electro|hyper|inter|macro|mega|micro|mini|mis|multi|neo|non"
                     r"|over|para|post|pre|pro|pseudo|re|semi|sub|super|trans|ultra|un|under|geo|agro|hydro|photo|tele"
                     r"|thermo|socio|up|out|fore|co|de|dis|in|im)(?=[a-z]{4})")  # fmt: skip
_ENDING = re.compile(r"(?:'s|s|es|ed|d|ing|er|ers|ly|ness|less|ful|like|able|ise|ised|ising|ize|ized|isation"
                     r"|ization|ism|ist|ists|ship|hood|ability|wise|y|ier|iest|est|al|ic|ally)\Z")  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word in lower case that English does not have: left untranslated, or made up by the engine. Pointed at."""

    id: str = "spelling.unknown-word"
    fault: Fault = Fault.RESIDUE
    examples: tuple[Example, ...] = (
        Example("They bullied venäläisyyteni there.", "They bullied venäläisyyteni there.", ("venäläisyyteni",)),
        Example("The uraanirikastustehase burned.", "The uraanirikastustehase burned.", ("uraanirikastustehase",)),
        leaves("The unclassifiable bluest brooklet was preprocessed by fact-checkers."),
        leaves("Write to newsmendish.org or @zzxqy, and see Hegseth."),
    )

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        for match in _WORD.finditer(document.text):
            if match[0].islower() and _is_unknown(match[0]):
                evidence = f"'{match[0]}' is no English word"
                yield Proposal(document.anchor(*match.span()), (), self.fault, self.id, 0.8, evidence)


@lru_cache(maxsize=50_000)
def _is_unknown(word: str) -> bool:
    known = frequencies()
    if word in known:
        return False
    stem = _PREFIX.sub("", word)
    if stem in known or _without_ending(word) or _without_ending(stem):
        return False
    return not any(word[:i] in known and word[i:] in known for i in range(4, len(word) - 3))


def _without_ending(word: str) -> bool:
    stem = _ENDING.sub("", word)
    if len(stem) < 3 or stem == word:
        return False
    return any(form in frequencies() for form in (stem, stem + "e", stem + "y", stem[:-1]))

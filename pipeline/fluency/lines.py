"""The lines that a model learns from: whole sentences, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from pipeline.fluency.tokens import LONGEST, plain
from pipeline.text.sentences import sentences

LEAST_WORDS, ENDS = 4, 8  # words: of a line, and of the beginning or end that makes two lines alike
ONE_IN = 20  # is held aside
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of the texts, made plain; a line that was there, or nearly so, is left out.

    Nearly: the same words in the same order whatever the numbers, or the same eight at the beginning or at the end.
    """
    known: set[int] = set()
    for text in texts:
        for start, end in sentences(text):
            line = plain(text[start:end][: LONGEST + 1])
            words = _WORD.findall(_DIGITS.sub("0", line.casefold()))
            if len(words) < LEAST_WORDS or len(line) > LONGEST:
                continue
            keys = _keys(words)
            if known.isdisjoint(keys):
                yield line
            known.update(keys)


def is_held_aside(line: str) -> bool:
    """One line in twenty, by its content: what is held aside once is held aside from every later model, too."""
    return _number("aside " + line) % ONE_IN == 0


def _keys(words: list[str]) -> list[int]:
    keys = [_number("= " + " ".join(words))]
    if len(words) > ENDS:
        keys += [_number("< " + " ".join(words[:ENDS])), _number("> " + " ".join(words[-ENDS:]))]
    return keys


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")

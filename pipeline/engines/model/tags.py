"""A sentence from its words and the tags of a tagger, as GECToR writes them."""

from __future__ import annotations

from collections.abc import Sequence

KEEP, DELETE = "KEEP", "DELETE"


def plain(tag: str) -> str:
    """GECToR puts a dollar before its tags."""
    return tag.removeprefix("$")


def tagged(words: Sequence[str], spaces: Sequence[str], tags: Sequence[str]) -> str:
    """The sentence; `spaces` stand before each word. A tag that we do not know keeps its word."""
    parts: list[str] = []
    for word, space, tag in zip(words, spaces, map(plain, tags), strict=True):
        if tag == DELETE:
            continue
        parts.append((space if parts else "") + _changed(word, tag))
    return "".join(parts)


def _changed(word: str, tag: str) -> str:
    kind, _, text = tag.partition("_")
    if kind == "REPLACE" and text:
        return text
    if kind == "APPEND" and text:
        return f"{word} {text}" if text[0].isalnum() else word + text
    if tag == "TRANSFORM_CASE_CAPITAL":
        return word[:1].upper() + word[1:]
    return word.lower() if tag == "TRANSFORM_CASE_LOWER" else word

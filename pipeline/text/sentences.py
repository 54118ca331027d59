"""Where sentences begin and end."""

from __future__ import annotations

import re

from pipeline.text.words import word_set

_ABBREVIATIONS = word_set(
    "mr mrs ms dr prof st sen rep gov gen lt col capt cmdr sgt maj adm hon rev jr sr vs etc no nos vol fig "
    "dept inc ltd corp co jan feb mar apr jun jul aug sep sept oct nov dec mt ft ave blvd approx est e.g i.e "
    "a.m p.m u.s u.k u.n d.c"
)
# A mark that may end a sentence, whatever closes with it, space, and something that may begin the next one.
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=[^\S\n]+[\"'“‘«(\[]*(?:[a-z]\) ?)?[A-Z\u00c0-\u024f\u0400-\u04ff0-9])")
_LAST_WORD = re.compile(r"[\w.’']+\Z")


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences, without the space around them; none crosses a line feed."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        found += _of_line(text, at, at + len(line))
        at += len(line) + 1
    return found


def _of_line(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [m.end() for m in _END.finditer(text, start, end) if not _is_abbreviation(text, start, m)]
    bounds = zip([start, *cuts], [*cuts, end], strict=True)
    return [trimmed for a, b in bounds if (trimmed := _trim(text, a, b)) is not None]


def _is_abbreviation(text: str, start: int, mark: re.Match[str]) -> bool:
    if mark[0] != ".":
        return False
    before = _LAST_WORD.search(text, max(start, mark.start() - 24), mark.start())
    if before is None:
        return False
    word = before[0].strip("’'")
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None

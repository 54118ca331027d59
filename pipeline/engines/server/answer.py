"""The JSON of LanguageTool's /v2. Offsets are UTF-16 units there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.engines.match import Match
from pipeline.engines.offsets import Offsets, utf16
from pipeline.text.sentences import sentences

Json = dict[str, Any]

AROUND = 40  # code points of context on either side, as LanguageTool gives
LANGUAGE = {"name": "English (US)", "code": "en-US"}
LANGUAGES = [
    {"name": "English", "code": "en", "longCode": "en"},
    {"name": "English (US)", "code": "en", "longCode": "en-US"},
]


def answer(text: str, matches: Iterable[Match], version: str) -> Json:
    """What /v2/check answers."""
    offsets, bounds = utf16(text), sentences(text)
    starts = [start for start, _ in bounds]
    return {
        "software": {"name": "Newsmend", "version": version, "buildDate": "", "apiVersion": 1, "premium": False},
        "warnings": {"incompleteResults": False},
        "language": {**LANGUAGE, "detectedLanguage": {**LANGUAGE, "confidence": 1.0}},
        "matches": [_match(text, match, offsets, bounds, starts) for match in matches],
    }


def _match(text: str, match: Match, offsets: Offsets, bounds: Sequence[tuple[int, int]], starts: Sequence[int]) -> Json:
    offset = offsets.from_points(match.start)
    length = offsets.from_points(match.end) - offset
    return {
        "message": match.message,
        "shortMessage": match.short,
        "replacements": [{"value": value} for value in match.replacements],
        "offset": offset,
        "length": length,
        "context": _context(text, match),
        "sentence": _sentence(text, match.start, bounds, starts),
        "type": {"typeName": "Other"},
        "rule": {
            "id": match.rule,
            "subId": match.sub,
            "description": match.short or match.message,
            "issueType": match.issue,
            "category": {"id": match.category, "name": match.category_name},
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }


def _context(text: str, match: Match) -> Json:
    start, end = max(0, match.start - AROUND), min(len(text), match.end + AROUND)
    left, right = ("..." if start else ""), ("..." if end < len(text) else "")
    shown = left + text[start:end].replace("\n", " ") + right
    offsets, begins = utf16(shown), len(left) + match.start - start
    offset = offsets.from_points(begins)
    length = offsets.from_points(begins + match.end - match.start) - offset
    return {"text": shown, "offset": offset, "length": length}


def _sentence(text: str, at: int, bounds: Sequence[tuple[int, int]], starts: Sequence[int]) -> str:
    number = bisect_right(starts, at) - 1
    return text[slice(*bounds[max(0, number)])] if bounds else ""

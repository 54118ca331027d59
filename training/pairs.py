"""Pairs of a right spelling and what a round trip through another script makes of it."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from anyascii import anyascii
from uroman import Uroman

from pipeline.flow.gazetteer.corpus import name_groups

Pair = tuple[str, str]
QUOTA = {
    "KATAKANA": 7000, "CYRILLIC": 7000, "ARABIC": 4000, "HANGUL": 4000, "CJK": 5000, "HEBREW": 3000, "LATIN": 12000,
}  # fmt: skip
SHORTEST, LONGEST = 3, 16


def script(form: str) -> str:
    """The script of the first letter, as Unicode names it."""
    letter = next((c for c in form if c.isalpha()), "")
    return re.split(r"[ -]", unicodedata.name(letter, "NONE"))[0]


def letters(form: str) -> str:
    """The form in plain Latin letters."""
    return re.sub("[^a-z]", "", anyascii(form).lower())


def round_trips(seed: int = 5) -> list[Pair]:
    """(right, garbled) for name items with a Latin form and one in another script, drawn by seed."""
    chooser, roman = random.Random(seed), Uroman()  # noqa: S311 - a draw, not a secret
    groups = list(name_groups())
    chooser.shuffle(groups)
    left, pairs = dict(QUOTA), []
    for forms in groups:
        latin = [word for form in forms if script(form) == "LATIN" and _fits(word := letters(form))]
        if not latin:
            continue
        if len(latin) > 1 and left["LATIN"] > 0:
            left["LATIN"] -= 1
            pairs.append((latin[0], chooser.choice(latin[1:])))
        for form in forms:
            of = script(form)
            if of != "LATIN" and left.get(of, 0) > 0 and len(form) > 1:
                romanised = _romanised(form, of, roman)
                if _fits(romanised):
                    left[of] -= 1
                    pairs.append((latin[0], romanised))
        if not any(left.values()):
            break
    return pairs


def _romanised(form: str, of: str, roman: Uroman) -> str:
    return letters(str(roman.romanize_string(form)) if of in ("ARABIC", "HEBREW") else form)


def _fits(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST


def observed(path: Path) -> Iterator[Pair]:
    """(right, garbled) of a file of garbles seen in real translations: JSON lines with mt_name and ref_name."""
    with path.open(encoding="utf-8") as stream:
        for row in map(json.loads, stream):
            right, wrong = letters(row["ref_name"]), letters(row["mt_name"])
            if row["confidence"] == "high" and row["cls"] == "garbled" and _fits(right) and _fits(wrong):
                yield right, wrong

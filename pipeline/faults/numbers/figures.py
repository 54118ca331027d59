"""Figures as news writes them: digits, a scale, and what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {
    "k": "thousand", "m": "million", "mn": "million", "mln": "million", "b": "billion", "bn": "billion",
    "bln": "billion", "tn": "trillion", "trn": "trillion",
}  # fmt: skip
_SPELLED = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12,
}  # fmt: skip
_CURRENCY = {
    "us$": "$", "usd": "$", "dollar": "$", "eur": "€", "euro": "€", "gbp": "£", "pound": "£", "rub": "₽", "ruble": "₽",
    "rouble": "₽", "hryvnia": "uah", "hryvnya": "uah",
}  # fmt: skip
_NO_UNIT = re.compile(
    r"(?:an?|the|of|in|on|at|to|by|for|from|as|and|or|but|than|into|with|over|under|is|are|was|were|has|have|had|will|would"
    r"|per|each|this|that|his|her|its|their|our|which|who|it|he|she|they|more|less|last|since|until|after|before|new"
    r"|during|between|among|through|additional|other|extra)\Z"
)
_FIGURE = re.compile(
    r"(?P<before>(?<![A-Za-z])(?:(?:US|A|C|HK|NZ)?[$€£¥₽] ?|(?:USD|EUR|GBP|UAH|RUB) ?))?(?<![\d.,])"
    r"(?:(?P<digits>\d{1,3}(?:[.,]\d+)?)"
    r"(?:[ -](?P<scale>thousand|million|billion|trillion)| ?(?P<short>[bmt]r?l?n|[kmb]))"
    r"|(?P<whole>\d{1,3}(?:,\d{3}){1,4}(?![.,]?\d))"
    r"|\b(?P<spelled>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)[ -]"
    r"(?P<of>thousand|million|billion|trillion))\b"
    r"(?:[ -](?:US )?(?P<unit>[A-Za-z]+))?",
    re.IGNORECASE,
)
_HINT = re.compile(r"illion|thousand|\d ?(?:[bmt]r?l?n|[kmb])\b|\d,\d{3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text. `scale` is "" where all digits stand there; `unit` is "" where none is said."""

    start: int
    end: int
    quote: str
    digits: str
    scale: str
    unit: str
    value: float

    @property
    def is_telling(self) -> bool:
        """Two significant digits at least: a round figure comes back in a text by chance."""
        return len(self.digits.replace(".", "")) > 1 and not self.digits.strip("0.").endswith("00")


def figures(text: str) -> Iterator[Figure]:
    """The figures of a text with thousands, millions or more, in order."""
    if _HINT.search(text) is None:
        return
    for match in _FIGURE.finditer(text):
        before, word = (match["before"] or "").strip(), (match["unit"] or "").lower()
        digits, scale = _amount(match)
        unit = _currency(before) or ("" if _NO_UNIT.match(word) else _CURRENCY.get(_singular(word), _singular(word)))
        end = match.end() if word and unit and not before else match.end("unit") - len(word) if word else match.end()
        quote = text[match.start() : end].rstrip(" -")
        value = float(digits) * SCALES.get(scale, 1)
        yield Figure(match.start(), match.start() + len(quote), quote, digits, scale, unit, value)


def _amount(match: re.Match[str]) -> tuple[str, str]:
    if match["whole"]:
        return match["whole"].replace(",", ""), ""
    if match["spelled"]:
        return str(_SPELLED[match["spelled"].lower()]), match["of"].lower()
    digits = match["digits"].replace(",", ".")
    short = "" if match["scale"] else match["short"].lower()
    scale = (
        match["scale"].lower() if match["scale"] else _SHORT.get(short, "") if match["before"] or len(short) > 1 else ""
    )
    return digits.rstrip("0").rstrip(".") if "." in digits else digits, scale


def _currency(before: str) -> str:
    return _CURRENCY.get(before.lower(), before.lower())


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word

"""Numbers, dates, currencies, percentages and units are the same, in the same order."""

from __future__ import annotations

from pipeline.model.proposal import Fault
from pipeline.repair.guards.change import Change
from pipeline.text.words import word_set

_WORDS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
    "billion trillion hundreds thousands millions billions trillions mln bln bn tn dozen dozens half halves "
    "quarter quarters third thirds first second fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "twentieth once twice thrice double triple quadruple pair couple single nil"
)
_SIGNS = frozenset("$€£¥₹₽₴₺₩₪₦%‰°-−")
_DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december jan feb apr jun jul aug sep sept oct nov dec today yesterday tomorrow "
    "tonight noon midnight bc ad"
)
_UNITS = word_set(
    "percent percentage dollar euro pound ruble rouble hryvnia hryvnya yuan renminbi yen rupee lira zloty "
    "franc krona krone peso rial riyal dinar dirham tenge shekel forint cent penny kopeck usd eur gbp rub uah cny "
    "jpy inr chf pln try kzt km kilometre metre centimetre millimetre m cm mm mile yard foot feet inch hectare "
    "acre kg kilogram kilo gram ton tonne ounce litre liter barrel gallon degree celsius fahrenheit kelvin mph "
    "kmh knot watt kilowatt megawatt gigawatt kw mw gw kwh mwh volt byte megabyte gigabyte hertz minute hour day "
    "week month year decade century am pm"
)
_SAME = {"−": "-", "roubles": "ruble", "hryvnya": "hryvnia", "liter": "litre", "feet": "foot"}
_IN_A_ROW = (Fault.DUPLICATION,)  # "Tuesday Tuesday", "the year the year": said twice, not meant twice


def numbers(change: Change) -> str | None:
    """What is counted or measured in the old text and not in the new one, or the other way about."""
    if change.same_words:
        return None
    old, new = _figures(change.old.lower), _figures(change.new.lower)
    if old != new:
        return _said("a number", old, new)
    old, new = _measures(change.old.lower), _measures(change.new.lower)
    same = set(old) == set(new) if change.has(*_IN_A_ROW) else old == new
    return None if same else _said("a date, currency or unit", old, new)


def _figures(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_SAME.get(w, w) for w in words if w[0].isdigit() or w in _SIGNS or (w in _WORDS and w != "one"))


def _measures(words: tuple[str, ...]) -> tuple[str, ...]:
    found = (_unit(w) for w in words if w in _DAYS or _unit(w) in _UNITS)
    return tuple(_SAME.get(w, w) for w in found)


def _unit(word: str) -> str:
    """Singular, and as the British write it."""
    one = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    return f"{one[:-2]}re" if one.endswith("meter") else one


def _said(what: str, old: tuple[str, ...], new: tuple[str, ...]) -> str:
    return f"{what}: {' '.join(old) or 'none'!s} would be {' '.join(new) or 'none'!s}"

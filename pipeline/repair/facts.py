"""What an edit must leave as it is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.text.words import word_set, words

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NUMBER_WORDS = word_set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
    "million billion trillion dozen half"
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot)\b|n['’]t\b|\bnon-", re.IGNORECASE
)
_QUOTES = re.compile(r"[\"“”„«»‹›]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\b[\w-]+\.(?:com|org|net|gov|edu)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a stretch of text, in order where order matters."""

    numbers: tuple[str, ...]
    negations: tuple[str, ...]
    quotes: tuple[str, ...]
    addresses: tuple[str, ...]

    def lost_to(self, other: Facts) -> str | None:
        """The reason why a text with the other facts says something else; None where it does not."""
        for changed, what in (
            (self.numbers != other.numbers, "a number"),
            (self.negations != other.negations, "a negation"),
            (self.quotes != other.quotes, "the quotation marks"),
            (self.addresses != other.addresses, "an address"),
        ):
            if changed:
                return f"the guard: it would change {what}"
        return None


def facts(text: str) -> Facts:
    """The numbers, negations, quotation marks and addresses of a text."""
    spelled = [m[0].lower() for m in words(text) if m[0].lower() in _NUMBER_WORDS]
    return Facts(
        (*_NUMBER.findall(text), *spelled),
        tuple(m.lower().replace("’", "'") for m in _NEGATION.findall(text)),
        tuple(_QUOTES.findall(text)),
        tuple(_ADDRESS.findall(text)),
    )


def names(text: str) -> Counter[str]:
    """The words that begin with a capital letter."""
    return Counter(m[0] for m in words(text) if m[0][:1].isupper())

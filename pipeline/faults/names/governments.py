"""The words that name a country or a body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.entity import Entity
from pipeline.text.words import WORD, bare, word_set

_SHORT_FORMS = word_set(
    "us uk eu un who nato imf wto iaea ecb idf drc dprk u.s. u.k. u.n. uae oecd osce icc opcw opec unesco fao ilo iom "
    "unicef unhcr au asean cis csto sco wada ioc fifa uefa"
)
_LONGEST = 4  # words of one form


@dataclass(frozen=True, slots=True)
class Governments:
    """`forms` are the words as newspapers write them, to the codes that they name."""

    names: Mapping[str, str]
    forms: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, str]]) -> Governments:
        """From the rows of the data file."""
        forms: dict[str, set[str]] = {}
        for row in rows:
            for form in _forms(row["words"]):
                forms.setdefault(form, set()).add(row["code"])
        return cls(
            {row["code"]: row["name"] for row in rows}, {form: frozenset(codes) for form, codes in forms.items()}
        )

    def behind(self, entity: Entity) -> list[str]:
        """The governments that the entity belongs to: those of its offices and of its country."""
        codes = dict.fromkeys((*(office.government for office in entity.offices), entity.country))
        return [code for code in codes if code in self.names]

    def named_in(self, words: Sequence[str]) -> frozenset[str]:
        """The governments that a text names, given its words as written, in order."""
        found: set[str] = set()
        for at, word in enumerate(words):
            if word[:1].isupper():
                for longer in range(1, _LONGEST + 1):
                    found |= self.forms.get(" ".join(words[at : at + longer]), frozenset())
        return frozenset(found)

    def just_before(self, text: str, start: int) -> frozenset[str]:
        """The governments that the words right before a title name: "US" in "US Defense Secretary"."""
        tail = text[max(0, start - 40) : start]
        parts = list(WORD.finditer(tail))[-_LONGEST:]
        if not parts or tail[parts[-1].end() :] not in (" ", ". ") or not tail:
            return frozenset()
        for first in parts:
            said = bare(tail[first.start() :].rstrip(" ."))
            if said in self.forms or f"{said}." in self.forms:
                return self.forms.get(said, self.forms.get(f"{said}.", frozenset()))
        return frozenset()


def _forms(listed: str) -> Iterable[str]:
    for word in listed.split("|"):
        yield word.upper() if word in _SHORT_FORMS else " ".join(w[:1].upper() + w[1:] for w in word.split())

"""Sentences of ours with their faults marked, sentences without any, and what the rules make of them.

In `faults.tsv` a line is a fault kind, a tab, and a sentence with [[old => new]] to repair or [[old]] to point at;
after another tab the headline, where one matters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Rule
from pipeline.flow.mend import decide, propose, second_look
from pipeline.model.document import Document
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.policy import Policy

FOLDER = Path(__file__).parent
_MARKED = re.compile(r"\[\[(.+?)(?: => (.*?))?\]\]")
_SHOWN = (Outcome.APPLY, Outcome.HOLD, Outcome.FLAG)
Figures = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A fault in a sentence; `new` is None where it is only to be pointed at."""

    start: int
    end: int
    new: str | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence as a rule sees it, and its faults."""

    kind: Fault
    text: str
    marks: tuple[Mark, ...]
    title: str | None = None


def parse(kind: str, marked: str, title: str | None = None) -> Labelled:
    """The sentence without its marks.

    Raises:
        ValueError: no such fault kind, or no mark.
    """
    parts, marks, at, length = [], [], 0, 0
    for match in _MARKED.finditer(marked):
        parts += [marked[at : match.start()], match[1]]
        length += match.start() - at
        marks.append(Mark(length, length + len(match[1]), match[2]))
        length += len(match[1])
        at = match.end()
    if not marks:
        raise ValueError(f"no fault is marked: {marked!r}")
    return Labelled(Fault(kind), "".join([*parts, marked[at:]]), tuple(marks), title)


def faulty() -> list[Labelled]:
    return [parse(*line.split("\t")) for line in _lines("faults.tsv")]


def clean() -> list[str]:
    return _lines("clean.tsv")


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line.strip() and not line.startswith("#")]


def mended(text: str, asked: Sequence[Rule], title: str | None = None) -> tuple[str, tuple[Ruling, ...]]:
    """The whole mending under the default policy."""
    document, context, policy = Document("quality:", text), Context(title=title), Policy()
    return decide(document, propose(document, context, asked)[0], {}, policy, second_look(context, asked, policy))


def measure(asked: Sequence[Rule] | None = None) -> Figures:
    """By fault kind the share of applied edits that are right, and of the marked faults the shares that were repaired,
    repaired or offered, and noticed at all; "clean" has counts."""
    asked = rules() if asked is None else asked
    count: dict[str, Counter[str]] = {kind: Counter() for kind in Fault}
    for sentence in faulty():
        _count(sentence, asked, count)
    figures = {
        kind: _drop_empty({
            "precision": _share(c["right"], c["applied"]),
            "repaired": _share(c["repaired"], c["to repair"]),
            "offered": _share(c["offered"], c["to repair"]),
            "noticed": _share(c["noticed"], c["marks"]),
        })
        for kind, c in count.items()
    }  # fmt: skip
    shown = Counter(r.outcome for text in clean() for r in mended(text, asked)[1] if r.outcome in _SHOWN)
    needless = {"needless": float(shown[Outcome.APPLY]), "pointed": float(shown[Outcome.HOLD] + shown[Outcome.FLAG])}
    return {kind: found for kind, found in figures.items() if found} | {"clean": needless}


def _count(sentence: Labelled, asked: Sequence[Rule], count: Mapping[str, Counter[str]]) -> None:
    text, rulings = mended(sentence.text, asked, sentence.title)
    repairs = [mark for mark in sentence.marks if mark.new is not None]
    whole = _squashed(text) == _squashed(_with(sentence.text, repairs))
    good = {id(r): whole or any(_is_right(sentence.text, r, mark) for mark in repairs) for r in rulings}
    for ruling in rulings:
        if ruling.outcome is Outcome.APPLY:
            count[ruling.proposal.fault].update({"applied": 1, "right": int(good[id(ruling)])})
    for mark in sentence.marks:
        near = [r for r in rulings if r.outcome in _SHOWN and _touches(r, mark)]
        count[sentence.kind].update({"marks": 1, "noticed": bool(near), "to repair": mark.new is not None})
        if mark.new is not None:
            applied = any(r.outcome is Outcome.APPLY and good[id(r)] for r in near)
            offered = applied or any(_is_right(sentence.text, r, mark) for r in near)
            count[sentence.kind].update({"repaired": applied, "offered": offered})


def _is_right(text: str, ruling: Ruling, mark: Mark) -> bool:
    """Whether the one edit does what the mark asks for."""
    if ruling.replacement is None:
        return False
    place = ruling.proposal.anchor
    made = _with(text, [Mark(place.start, place.end, ruling.replacement)])
    return _squashed(made) == _squashed(_with(text, [mark]))


def _with(text: str, marks: Iterable[Mark]) -> str:
    for mark in sorted(marks, key=lambda m: -m.start):
        text = text[: mark.start] + (mark.new or "") + text[mark.end :]
    return text


def _touches(ruling: Ruling, mark: Mark) -> bool:
    place = ruling.proposal.anchor
    return place.start < mark.end and mark.start < place.end


def _squashed(text: str) -> str:
    """Which of two spaces went does not matter."""
    return re.sub(r"\s+", " ", text).strip()


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _drop_empty(shares: Mapping[str, float | None]) -> dict[str, float]:
    return {name: share for name, share in shares.items() if share is not None}

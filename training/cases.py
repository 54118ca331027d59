"""Cases for the judge of names: words of sentences, the evidence for each name that they may mean, and the truth."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rapidfuzz.distance import OSA

from pipeline.faults.names.evidence import Gatherer
from pipeline.faults.names.judge import kind_of
from pipeline.faults.names.preference import spellings
from pipeline.faults.names.scene import Scene
from pipeline.faults.names.spelling import plain
from pipeline.faults.names.suspects import Suspect, suspects

WORD = re.compile(r"[\w’'-]+")
RIGHT, WRONG, UNCLEAR = 1, 0, -1
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Case:
    """One word and one name. `sentence` groups what must not be split between training and test."""

    origin: str
    sentence: str
    text: str
    at: int
    word: str
    name: str
    kind: str
    features: Mapping[str, float]
    truth: int
    spellings: frozenset[str] = frozenset()  # the accepted ways to write the name, as compared


def translated(folder: Path, gatherer: Gatherer, judged: Mapping[tuple[str, str], int]) -> Iterator[Case]:
    """Cases of machine translations with a human reference, and of the references themselves, where nothing is wrong.

    A word is a garble where the reference has the other name and not the word; unclear where the reference has neither
    and nothing like it.
    """
    seen: set[str] = set()
    for path in [*sorted((folder / "news").glob("*.jsonl")), folder / "names" / "garbled.jsonl"]:
        with path.open(encoding="utf-8") as stream:
            for row in map(json.loads, stream):
                is_list = path.name == "garbled.jsonl"
                if is_list and row["confidence"] != "high":
                    continue
                for origin in ("mt",) if is_list else ("mt", "ref"):
                    if row[origin] not in seen:
                        seen.add(row[origin])
                        yield from _of_row(row, origin, gatherer, judged)


def _of_row(
    row: Mapping[str, str], origin: str, gatherer: Gatherer, judged: Mapping[tuple[str, str], int]
) -> Iterator[Case]:
    reference = WORD.findall(row["ref"]) + WORD.findall(row.get("ref_b") or "")
    there = {plain(word) for word in reference}
    capitals = {plain(word) for word in reference if word[:1].isupper()}
    scene = Scene(row[origin], date(int(row["year"]), 6, 15))
    for suspect in suspects(scene, gatherer):
        token = scene.tokens[suspect.at]
        for case in _cases(suspect, scene, origin, row["ref"]):
            if origin == "mt" and case.spellings & there and token.word not in there:
                truth = RIGHT
            elif origin == "mt" and token.word not in there and not _has_like(token.word, capitals):
                truth = UNCLEAR
            else:
                truth = WRONG
            if truth != RIGHT:
                truth = judged.get((token.written, case.name), truth)
            yield _with_truth(case, truth)


def written(path: Path, gatherer: Gatherer) -> Iterator[Case]:
    """Cases of our own examples: garbles (text, garbled, right, date) or traps (text, name, near, date)."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            scene = Scene(row["text"], date.fromisoformat(row["date"]))
            for suspect in suspects(scene, gatherer):
                is_garble = scene.tokens[suspect.at].written == row.get("garbled")
                for case in _cases(suspect, scene, path.stem, row["text"]):
                    is_right = is_garble and plain(row["right"]) in case.spellings
                    yield _with_truth(case, RIGHT if is_right else WRONG)


def _cases(suspect: Suspect, scene: Scene, origin: str, sentence: str) -> Iterator[Case]:
    token = scene.tokens[suspect.at]
    for case in suspect.cases:
        kind = kind_of(case.features, known=suspect.known)
        name = case.holder.written
        accepted = frozenset({plain(name), *map(plain, spellings(case.holder.entity, name))})
        yield Case(
            origin, sentence, scene.text, token.start, token.written, name, kind, case.features, UNCLEAR, accepted
        )  # fmt: skip


def _with_truth(case: Case, truth: int) -> Case:
    return replace(case, truth=truth)


def _has_like(word: str, capitals: set[str]) -> bool:
    return any(OSA.normalized_similarity(word, other) > _ALIKE for other in capitals)

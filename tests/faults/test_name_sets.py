"""Two hundred and more garbles and four hundred traps that nobody tuned on: see training/examples for those one may."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipeline.faults.names.spelling import plain

HERE = Path(__file__).parent
LEAST_REPAIRED = 0.62
MOST_WRONG = 6  # another accepted spelling, or a fault of the set


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_real_people_near_to_famous_ones_are_left_alone(mend: Callable[..., str]) -> None:
    traps = rows("names_traps.tsv")
    assert len(traps) >= 300
    touched = [row["text"] for row in traps if mend(row["text"], date.fromisoformat(row["date"])) != row["text"]]
    assert touched == []


def test_most_garbles_of_prominent_names_are_repaired(mend: Callable[..., str]) -> None:
    garbles = rows("names_garbles.tsv")
    assert len(garbles) >= 150
    repaired, wrong = 0, []
    for row in garbles:
        after = mend(row["text"], date.fromisoformat(row["date"]))
        here = re.findall(r"[\w'’-]+", after)
        if plain(row["right"]) in map(plain, here) and row["garbled"] not in here:
            repaired += 1
        elif row["garbled"] not in here:
            wrong.append(after)
    assert len(wrong) <= MOST_WRONG, wrong
    assert repaired >= LEAST_REPAIRED * len(garbles), repaired / len(garbles)

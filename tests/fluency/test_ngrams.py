"""Our trainer against lmplz: `lmplz.arpa` is what KenLM's own program made of `lmplz.txt`

lmplz -o 4 --discount_fallback --prune 0 0 1 1 < lmplz.txt > lmplz.arpa
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipeline.fluency.arpa import train_ngrams

HERE = Path(__file__).parent
SENTENCES = [[int(n) for n in line.split()] for line in (HERE / "lmplz.txt").read_text().splitlines()]


def read(lines: Iterable[str]) -> dict[str, tuple[float, float]]:
    rows = [line.split("\t") for line in "".join(lines).splitlines() if "\t" in line]
    return {row[1]: (float(row[0]), float(row[2]) if len(row) > 2 else 0.0) for row in rows}


@pytest.mark.usefixtures("model")
def test_the_same_as_lmplz() -> None:
    theirs, ours = read([(HERE / "lmplz.arpa").read_text()]), read(train_ngrams(SENTENCES, (0, 0, 1, 1)))
    assert ours.keys() == theirs.keys()
    for run, (chance, backoff) in theirs.items():
        if run != "<s>":  # no word to come: lmplz writes 0, we -99
            assert ours[run][0] == pytest.approx(chance, abs=1e-4), run
        assert ours[run][1] == pytest.approx(backoff, abs=1e-4), run


@pytest.mark.usefixtures("model")
def test_the_chances_of_all_words_make_one() -> None:
    ours = read(train_ngrams(SENTENCES, (0, 0, 1)))
    assert math.fsum(10**chance for run, (chance, _) in ours.items() if " " not in run and run != "<s>") == (
        pytest.approx(1.0, abs=1e-4)
    )


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("sentences", [[[0]], [[]], [[5, 5, 5]], [[1, 2], [1, 2]]])
def test_little_text_gives_a_whole_file(sentences: list[list[int]]) -> None:
    assert "".join(train_ngrams(sentences)).endswith("\\end\\\n")

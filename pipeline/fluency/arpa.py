"""The n-gram model as an ARPA file, which KenLM reads. Words are the numbers of pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.fluency.counts import END, SHIFT, START, Runs, count
from pipeline.fluency.installed import must_be_installed
from pipeline.fluency.smoothing import Smoothed, smooth

ORDER = 4
PRUNE = (0, 0, 1, 1)


def train_ngrams(sentences: Iterable[Sequence[int]], prune: Sequence[int] = PRUNE) -> Iterator[str]:
    """The lines of the model's file: runs of up to `len(prune)` pieces. The same sentences give the same lines."""
    must_be_installed()
    tables = count(sentences, len(prune))
    yield from write(tables, smooth(tables, prune))


def write(tables: Sequence[Runs], smoothed: Sequence[Smoothed]) -> Iterator[str]:
    """ARPA, line by line."""
    sizes = [int(one.kept.sum()) for one in smoothed]
    sizes[0] += 1
    yield "\\data\\\n"
    yield from (f"ngram {n}={size}\n" for n, size in enumerate(sizes, 1))
    names: list[str] = []
    for n, (runs, one) in enumerate(zip(tables, smoothed, strict=True), 1):
        yield f"\n\\{n}-grams:\n"
        if n == 1:
            yield f"{_log(one.unknown)}\t<unk>\t0\n"
        names = _names(runs, names)
        last = n == len(tables)
        for row in one.kept.nonzero()[0].tolist():
            chance = "-99" if n == 1 and runs.word[row] == START else _log(float(one.chance[row]))
            yield f"{chance}\t{names[row]}\n" if last else f"{chance}\t{names[row]}\t{_log(float(one.backoff[row]))}\n"
    yield "\n\\end\\\n"


def _names(runs: Runs, shorter: Sequence[str]) -> list[str]:
    words = [_word(n) for n in runs.word.tolist()]
    if not shorter:
        return words
    return [f"{shorter[prefix]} {word}" for prefix, word in zip(runs.prefix.tolist(), words, strict=True)]


def _word(n: int) -> str:
    return {START: "<s>", END: "</s>"}.get(n) or str(n - SHIFT)


def _log(chance: float) -> str:
    from math import log10

    return "0" if chance == 1.0 else f"{log10(chance):.6g}" if chance > 0 else "-99"

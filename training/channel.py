"""Trains the channel of pipeline/faults/names/channel.py.

    python -m training.channel [--observed garbled.jsonl] --out pipeline/faults/names/data/channel.json

Viterbi EM over segment pairs (Brill and Moore 2000): align each pair with today's costs, count the segments used and
their neighbours joined, turn counts into costs, repeat.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.faults.names.channel import END, START
from training.pairs import Pair, observed, round_trips

Table = dict[str, dict[str, float]]
ROUNDS, OBSERVED_WEIGHT = 5, 4
UNSEEN = 7.0
VOWELS = set("aeiouyh")
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_FAR = 99.0


def first_guess() -> Table:
    """Costs before anything was learned: letters stay; vowels are lost, won and changed more easily."""
    table: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for a in ALPHABET:
        table[a][""] = 2.0 if a in VOWELS else 2.6
        table[""][a] = 2.2 if a in VOWELS else 2.8
        table[a][a + a], table[a + a][a] = 0.8, 0.6
        for b in ALPHABET:
            table[a][b] = 0.1 if a == b else 1.6 if (a in VOWELS) == (b in VOWELS) else 3.2
    table[START][START] = table[END][END] = 0.01
    return dict(table)


def align(table: Table, right: str, garbled: str) -> tuple[float, list[Pair]]:
    """The cheapest way to write one word as the other, and its steps."""
    n, m = len(right), len(garbled)
    best = [[_FAR] * (m + 1) for _ in range(n + 1)]
    back: dict[tuple[int, int], tuple[int, int]] = {}
    best[0][0] = 0.0
    for i in range(n + 1):
        for j in range(m + 1):
            for a in range(min(2, i) + 1):
                costs = table.get(right[i - a : i], {})
                for b in range(min(3, j) + 1):
                    if not a and not b:
                        continue
                    step = costs.get(garbled[j - b : j], UNSEEN if a == b == 1 else _FAR)
                    if best[i - a][j - b] + step < best[i][j]:
                        best[i][j], back[i, j] = best[i - a][j - b] + step, (a, b)
    steps, i, j = [], n, m
    while (i, j) != (0, 0):
        if (i, j) not in back:
            return _FAR, []
        a, b = back[i, j]
        steps.append((right[i - a : i], garbled[j - b : j]))
        i, j = i - a, j - b
    return best[n][m], steps[::-1]


def one_round(table: Table, pairs: list[tuple[Pair, float]], most: float) -> tuple[Table, float]:
    """Costs from the counts of the best alignments; pairs that are no garble at all are left out."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    total, used = 0.0, 0.0
    for (right, garbled), weight in pairs:
        cost, steps = align(table, START + right + END, START + garbled + END)
        if cost / max(len(right), len(garbled)) > most:
            continue
        used, total = used + weight, total + cost * weight
        for a, b in steps:
            counts[a][b] += weight  # type: ignore[assignment]
        for (a, b), (c, d) in pairwise(steps):
            if len(a + c) <= 2 and len(b + d) <= 3 and (a != b or c != d):
                counts[a + c][b + d] += weight / 2  # type: ignore[assignment]
    return _costs(counts, sum(len(r) * w for (r, _), w in pairs)), total / max(1.0, used)


def _costs(counts: dict[str, Counter[str]], letters: float) -> Table:
    table: Table = {}
    for a, seen in counts.items():
        whole = letters if a == "" else sum(seen.values()) + 20
        kept = {b: n for b, n in seen.items() if n >= (3 if len(a) <= 1 and len(b) <= 1 else 6)}
        table[a] = {b: round(-math.log(n / whole), 3) for b, n in sorted(kept.items())}
    return table


def letter_model(words: list[str]) -> tuple[dict[str, float], float]:
    """-ln P(letter | two before it), with the letter before and the letter alone mixed in (Witten-Bell-like)."""
    three: Counter[str] = Counter()
    two: Counter[str] = Counter()
    for word in words:
        padded = START * 2 + word + END
        for i in range(2, len(padded)):
            three[padded[i - 2 : i + 1]] += 1
            two[padded[i - 1 : i + 1]] += 1
    before_three: Counter[str] = Counter()
    before_two: Counter[str] = Counter()
    for key, n in three.items():
        before_three[key[:2]] += n
    for key, n in two.items():
        before_two[key[0]] += n
    costs = {}
    for key, n in three.items():
        backed = (two[key[1:]] + 0.5) / (before_two[key[1]] + 14)
        costs[key] = round(-math.log((n + 5 * backed) / (before_three[key[:2]] + 5)), 3)
    return costs, 6.0


def train(pairs: list[Pair], real: list[Pair], rounds: int = ROUNDS) -> dict[str, Any]:
    """The data file of the channel."""
    weighed = [(pair, 1.0) for pair in pairs] + [(pair, float(OBSERVED_WEIGHT)) for pair in real]
    table = first_guess()
    for number in range(rounds):
        table, mean = one_round(table, weighed, 1.3 if number == 0 else 1.9)
        segments = sum(map(len, table.values()))
        print(f"round {number + 1}: mean cost {mean:.3f} nats a pair, {segments:,} segment pairs", flush=True)
    letters, unseen = letter_model([right for right, _ in pairs] + [garbled for _, garbled in pairs])
    return {"version": 1, "table": table, "unseen": UNSEEN, "letters": letters, "unseen_letters": unseen}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--observed", type=Path, help="garbles seen in real translations, JSON lines")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=30_000, help="how many round trips to learn from")
    asked = parser.parse_args()
    pairs = round_trips()
    random.Random(3).shuffle(pairs)  # noqa: S311
    real = list(dict.fromkeys(observed(asked.observed))) if asked.observed else []
    print(f"{len(pairs):,} round trips, {len(real):,} observed garbles", flush=True)
    trained = train(pairs[: asked.pairs], real)
    asked.out.write_text(json.dumps(trained, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

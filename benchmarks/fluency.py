"""How well the fluency model ranks local edits, and what its veto stops: docs/quality.md, section "Fluency".

    python -m benchmarks.fluency --data DIR [--limit N] [--margins 0.3 1 2 3]

DIR is the folder that score.py reads. The model learns from the human references of news/; lines that also stand in a
test sentence are left out. Sets, each with its edits reversed as the wrong ones: "alone", where the one local change is
all that the post-editor did; "part", one local change of several; "planted", DEMETR's faults and their repair.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tempfile
import time
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

from pipeline.fluency.build import build
from pipeline.fluency.lines import lines_of
from pipeline.fluency.model import load
from pipeline.fluency.tokens import plain

OUT = Path(__file__).parent / "out" / "fluency.csv"
MOST_WORDS = 3  # on either side of a local edit


def rows(folder: Path, pattern: str) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


Pairs = list[tuple[str, str]]


def pair_sets(data: Path) -> dict[str, Pairs]:
    """(faulty, repaired) by set."""
    found: dict[str, Pairs] = {}
    for row in rows(data, "pe/mlqe.*.jsonl"):
        edits = list(local_edits(row["mt"], row["post_edit"]))
        for edit in edits:
            name = "alone" if edit[1].split() == row["post_edit"].split() else "part"
            found.setdefault(f"{name}: {sort_of(*edit)}", []).append(edit)
    for row in rows(data, "pe/demetr.jsonl"):
        for edit in local_edits(row["mt"], row["post_edit"]):
            if edit[1].split() == row["post_edit"].split():
                found.setdefault(f"planted: {sort_of(*edit)}", []).append(edit)
    return found


def sort_of(before: str, after: str) -> str:
    """Longer sentences are less likely, so the sorts are told apart."""
    longer = len(after.split()) - len(before.split())
    return "words put in" if longer > 0 else "words taken out" if longer < 0 else "words replaced"


def sampled(pairs: Pairs, most: int) -> Pairs:
    return random.Random(7).sample(pairs, most) if len(pairs) > most else pairs


def local_edits(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The sentence with each single change of the post-editor alone."""
    old, new = before.split(), after.split()
    for sort, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        small = sort != "equal" and b - a <= MOST_WORDS and d - c <= MOST_WORDS
        if small and is_of_words(old[a:b], new[c:d]):
            yield before, " ".join([*old[:a], *new[c:d], *old[b:]])


def is_of_words(old: list[str], new: list[str]) -> bool:
    """No name, no capital, no mark alone: what the guard asks a model about."""
    both = [*old, *new]
    return all(word.islower() for word in both) and [w.strip(".,") for w in old] != [w.strip(".,") for w in new]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=4000)
    parser.add_argument("--margins", type=float, nargs="+", default=[0.3, 1.0, 2.0, 3.0])
    asked = parser.parse_args()
    sets = {name: sampled(pairs, asked.limit) for name, pairs in pair_sets(asked.data).items()}
    tested = {plain(side) for pairs in sets.values() for pair in pairs for side in pair}
    texts = dict.fromkeys(row["ref"] for row in rows(asked.data, "news/*.jsonl"))
    lines = [line for line in lines_of(texts) if line not in tested]
    table: list[dict[str, object]] = []
    for size in (len(lines) // 4, len(lines)):
        table += measured(lines[:size], sets, asked.margins)
    OUT.parent.mkdir(exist_ok=True)
    with OUT.open("w", newline="", encoding="utf-8") as sink:
        writer = csv.DictWriter(sink, table[0])
        writer.writeheader()
        writer.writerows(table)
    print(OUT.read_text(encoding="utf-8"))


def measured(lines: list[str], sets: dict[str, Pairs], margins: list[float]) -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        note = build(Path(folder), lines, "2026-11-24")
        trained = time.process_time() - began
        model = load(Path(folder))
        size = (Path(folder) / "ngrams.arpa").stat().st_size
    for name, pairs in sorted(sets.items()):
        began = time.process_time()
        gains = [model.gain(before, after) for before, after in pairs]
        speed = sum(len(a.split()) + len(b.split()) for a, b in pairs) / (time.process_time() - began)
        reversed_gains = [model.gain(after, before) for before, after in pairs]
        row: dict[str, object] = {
            "words": note.words, "train_seconds": round(trained, 1), "bytes": size, "order_kept": note.order_kept,
            "set": name, "pairs": len(pairs), "ranked_right": share(g > 0 for g in gains), "words_a_second": int(speed),
        }  # fmt: skip
        for margin in margins:
            row[f"right_stopped_{margin:g}"] = share(g < -margin for g in gains)
            row[f"wrong_stopped_{margin:g}"] = share(g < -margin for g in reversed_gains)
        yield row


def share(of: Iterable[bool]) -> float:
    found = list(of)
    return round(sum(found) / len(found), 3)


if __name__ == "__main__":
    main()

"""Measure the names rules: `python -m benchmarks.names [--data MT_FOLDER] [--limit N] [--out FOLDER]`.

On garbled names of real translations (which are not part of this project): precision and recall of the repairs at every
level of confidence (curve.csv, curve.png) and a reliability diagram (reliability.csv, reliability.png). On the text of
their references: edits in 10,000 words. Besides: words a second on one core, seconds and memory to load.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import resource
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.faults.rule import Context, Rule
from pipeline.model.document import Document
from pipeline.model.proposal import Proposal
from pipeline.text.casing import fold

DATA = Path(os.environ.get("NEWSMEND_MT_DATA", Path(__file__).resolve().parents[2] / "shared" / "data" / "mt"))
OUT = Path(__file__).parent / "out"
WORD = re.compile(r"[\w’'-]+")
LEVELS = (*(round(0.02 * n, 2) for n in range(5, 50)), 0.985, 0.99, 0.995)


@dataclass(frozen=True, slots=True)
class Offer:
    """One repair that was offered: how sure, whether its words are in the reference, whether it spoils a right name."""

    row: int
    confidence: float
    is_right: bool
    is_harmful: bool
    is_hit: bool  # it repairs the garble of the row


def offers(rows: Sequence[Mapping[str, str]], rules: Iterable[Rule]) -> list[Offer]:
    found = []
    asked = list(rules)
    for number, row in enumerate(rows):
        reference = {fold(word) for word in WORD.findall(row["ref"])}
        for proposal in _proposals(row["mt"], date(int(row["year"]), 6, 15), asked):
            before = {fold(word) for word in WORD.findall(proposal.anchor.quote)}
            after = {fold(word) for word in WORD.findall(proposal.replacements[0])}
            right = bool(after - before) and (after - before) <= reference
            hit = right and fold(row["mt_name"]) in before
            found.append(Offer(number, proposal.confidence, right, bool((before - after) & reference), hit))
    return found


def _proposals(text: str, day: date | None, rules: Iterable[Rule]) -> list[Proposal]:
    document, context = Document("", text), Context(published=day)
    return [p for rule in rules for p in rule.find(document, context) if p.replacements]


def curve(found: Sequence[Offer], rows: int, listed: set[int]) -> list[dict[str, float]]:
    """Precision, harm and recall of what has at least each level of confidence."""
    points = []
    for level in LEVELS:
        at = [offer for offer in found if offer.confidence >= level]
        hits = {offer.row for offer in at if offer.is_hit}
        points.append({
            "level": level, "edits": len(at),
            "precision": sum(o.is_right for o in at) / max(1, len(at)),
            "harmful": sum(o.is_harmful for o in at) / max(1, len(at)),
            "recall": len(hits) / max(1, rows), "recall of listed": len(hits & listed) / max(1, len(listed)),
        })  # fmt: skip
    return points


def reliability(found: Sequence[Offer]) -> list[dict[str, float]]:
    """In bins of equal width: the mean confidence, and the share that is right."""
    bins = []
    for low in range(0, 100, 10):
        at = [o for o in found if low / 100 <= o.confidence < (low + 10) / 100 or (low == 90 and o.confidence == 1.0)]
        if at:
            mean = sum(o.confidence for o in at) / len(at)
            bins.append({"confidence": mean, "right": sum(o.is_right for o in at) / len(at), "offers": len(at)})
    return bins


def write_csv(path: Path, points: Sequence[Mapping[str, float]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(points[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: round(v, 4) for k, v in point.items()} for point in points)


def draw(path: Path, lines: Mapping[str, tuple[list[float], list[float]]], x: str, y: str) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4.5))
    axes = figure.subplots()
    for label, (xs, ys) in lines.items():
        axes.plot(xs, ys, marker=".", label=label)
    axes.set(xlabel=x, ylabel=y, xlim=(0, 1), ylim=(0, 1.02))
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)


def speed(texts: Sequence[str], rules: Sequence[Rule]) -> tuple[int, float]:
    """Words, and words a second on one core; the second of two passes is what a long run sees of the same names."""
    words = sum(len(text.split()) for text in texts)
    started = time.process_time()
    for text in texts:
        _proposals(text, None, rules)
    return words, words / (time.process_time() - started)


def load() -> tuple[list[Rule], float, float]:
    """The names rules, the seconds it took to load them, and the MiB that it added."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    from pipeline.faults.catalogue import embedded
    from pipeline.faults.names.assembly import names_rules

    rules = list(names_rules(embedded()))
    seconds = time.perf_counter() - started
    return rules, seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--limit", type=int, default=0, help="rows")
    asked = parser.parse_args()
    rules, seconds, memory = load()
    print(f"loading: {seconds:.2f} s, {memory:.0f} MiB")
    if not (asked.data / "names" / "garbled.jsonl").is_file():
        print(f"no data in {asked.data}: precision, recall and speed were not measured")
        return
    with (asked.data / "names" / "garbled.jsonl").open(encoding="utf-8") as stream:
        rows = [row for row in map(json.loads, stream) if row["confidence"] == "high"]
    rows = rows[: asked.limit or None]
    listed = {int(n) for n in (asked.data / "names" / "known.txt").read_text().split("\n") if n.isdigit()}
    found = offers(rows, rules)
    points, bins = curve(found, len(rows), listed), reliability(found)
    asked.out.mkdir(parents=True, exist_ok=True)
    write_csv(asked.out / "names_curve.csv", points)
    write_csv(asked.out / "names_reliability.csv", bins)
    recalls = {
        name: ([p[name] for p in points], [p["precision"] for p in points]) for name in ("recall", "recall of listed")
    }
    draw(asked.out / "names_curve.png", recalls, "recall", "precision")
    says: dict[str, tuple[list[float], list[float]]] = {
        "names": ([b["confidence"] for b in bins], [b["right"] for b in bins]),
        "ideal": ([0.0, 1.0], [0.0, 1.0]),
    }
    draw(asked.out / "names_reliability.png", says, "confidence", "share that is right")
    for point in points:
        print("  ".join(f"{name} {value:.3f}" for name, value in point.items()))
    for b in bins:
        print("  ".join(f"{name} {value:.2f}" for name, value in b.items()))
    words, rate = speed(list(dict.fromkeys(row["ref"] for row in rows)), rules)
    print(f"speed: {words:,} words, {rate:,.0f} words a second on one core")


if __name__ == "__main__":
    main()

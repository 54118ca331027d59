"""How right each rule is, alone, on real machine-translated news: the table of docs/quality.md, section "Rules".

    python -m benchmarks.rules --data DIR [--limit N] [--only PREFIX ...] [--show N] [--write FILE]

DIR is the folder that score.py reads: pe/ (post-edits), news/ (translations with references), mqm/ (human error spans).
An edit is right where it brings the sentence nearer to what people wrote. On clean news every edit counts as harm.
With --write pipeline/flow/data/rule_figures.json the shares go to the file that `newsmend rules` reads.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Rule
from pipeline.model.document import Document
from pipeline.model.proposal import Proposal
from pipeline.repair.policy import Policy

WORD = re.compile(r"[\w’'-]+")
POLICY = Policy()


@dataclass(slots=True)
class Tally:
    """What one rule did, and a few of its places to read."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for."""

    limit: int
    only: tuple[str, ...]


def rows(folder: Path, pattern: str, limit: int) -> list[dict[str, Any]]:
    found = [json.loads(line) for path in sorted(folder.glob(pattern)) for line in path.open(encoding="utf-8")]
    return random.Random(7).sample(found, limit) if limit and len(found) > limit else found


def distance(a: Sequence[str], b: Sequence[str]) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


def found(chosen: list[Rule], text: str) -> Iterator[tuple[Rule, Proposal]]:
    document, context = Document("bench:", text), Context(published=date(2021, 6, 15))
    for rule in chosen:
        for proposal in rule.find(document, context):
            yield rule, proposal


def outcome(proposal: Proposal) -> str:
    at = POLICY.thresholds(proposal)
    if not proposal.replacements or proposal.confidence < at.hold_at:
        return "flag"
    return "apply" if proposal.confidence >= at.apply_at else "hold"


def edited(text: str, proposal: Proposal) -> str:
    return text[: proposal.anchor.start] + proposal.replacements[0] + text[proposal.anchor.end :]


def note(text: str, proposal: Proposal) -> str:
    place, fix = proposal.anchor, proposal.replacements[0] if proposal.replacements else "?"
    around = f"{text[max(0, place.start - 40) : place.start]}[{place.quote} -> {fix}]{text[place.end : place.end + 40]}"
    return around.replace("\n", " ")


def judge(tallies: dict[str, Tally], chosen: list[Rule], where: str, text: str, goal: str) -> None:
    """Each edit alone: nearer to what people wrote, farther, or neither, in words and in what stands between spaces."""
    for rule, proposal in found(chosen, text):
        how, tally = outcome(proposal), tallies[rule.id]
        tally.counts[f"{where} {how}"] += 1
        if how == "flag":
            continue
        after = edited(text, proposal)
        gain = distance(WORD.findall(text), WORD.findall(goal)) - distance(WORD.findall(after), WORD.findall(goal))
        if gain == 0 and where != "pe":
            gain = distance(text.split(), goal.split()) - distance(after.split(), goal.split())
        verdict = "nearer" if gain > 0 else "farther" if gain < 0 else "neither"
        tally.counts[f"{where} {how} {verdict}"] += 1
        tally.notes[f"{where} {how} {verdict}"].append(note(text, proposal))


def clean(tallies: dict[str, Tally], chosen: list[Rule], texts: list[str]) -> int:
    for text in texts:
        for rule, proposal in found(chosen, text):
            key = f"clean {outcome(proposal)}"
            tallies[rule.id].counts[key] += 1
            tallies[rule.id].notes[key].append(note(text, proposal))
    return sum(len(WORD.findall(t)) for t in texts)


def spans(tallies: dict[str, Tally], chosen: list[Rule], segments: list[dict[str, Any]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for row in segments:
        bad = {c for s in row["error_spans"] if s.get("start") is not None for c in range(s["start"], s["end"])}
        total.update({"bad": len(bad), "all": len(row["mt"])})
        ours: set[int] = set()
        for rule, proposal in found(chosen, row["mt"]):
            place = set(range(proposal.anchor.start, proposal.anchor.end))
            ours |= place
            counts = tallies[rule.id].counts
            counts.update(
                {"mqm spans": 1, "mqm touch": bool(place & bad), "mqm": len(place), "mqm bad": len(place & bad)}
            )
            tallies[rule.id].notes["mqm hit" if place & bad else "mqm miss"].append(note(row["mt"], proposal))
        total.update({"ours": len(ours), "both": len(ours & bad)})
    return total


def share(good: int, bad: int) -> str:
    return f"{good / (good + bad):.2f}" if good + bad else "–"


def line(rule_id: str, c: Counter[str]) -> str:
    pe = f"{c['pe apply nearer']}/{c['pe apply farther']}"
    mt = f"{c['mt apply nearer']}/{c['mt apply farther']}/{c['mt apply neither']}"
    held = f"{c['pe hold nearer'] + c['mt hold nearer']}/{c['pe hold farther'] + c['mt hold farther']}"
    right = c["pe apply nearer"] + c["mt apply nearer"], c["pe apply farther"] + c["mt apply farther"]
    touch = (
        f"{c['mqm spans']} ({c['mqm touch'] / c['mqm spans']:.2f}, {c['mqm bad'] / c['mqm']:.2f})" if c["mqm"] else "–"
    )
    harm = f"{c['clean apply']} | {c['clean hold'] + c['clean flag']}"
    return f"| `{rule_id}` | {pe} | {mt} | {share(*right)} | {held} | {harm} | {touch} |"


def figures(tallies: dict[str, Tally]) -> dict[str, dict[str, dict[str, float]]]:
    """By rule and outcome how many cases tell, and the share of them that is right."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for rule_id, tally in sorted(tallies.items()):
        c = tally.counts
        told = {
            how: (c[f"pe {how} nearer"] + c[f"mt {how} nearer"], c[f"pe {how} farther"] + c[f"mt {how} farther"])
            for how in ("apply", "hold")
        } | {"point": (c["mqm touch"], c["mqm spans"] - c["mqm touch"])}
        found[rule_id] = {
            how: {"precision": round(good / (good + bad), 3), "cases": good + bad}
            for how, (good, bad) in told.items()
            if good + bad
        }
    return found


def write(path: Path, tallies: dict[str, Tally], limit: int) -> None:
    command = "python -m benchmarks.rules --data DIR" + (f" --limit {limit}" if limit else "")
    saved = {"date": datetime.now(UTC).date().isoformat(), "command": command, "rules": figures(tallies)}
    path.write_text(json.dumps(saved, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def report(tallies: dict[str, Tally], words: int, total: Counter[str]) -> None:
    print(
        "| rule | post-edits: nearer/farther | references: nearer/farther/neither | share nearer "
        "| held: nearer/farther | clean: applied | clean: held, flagged | error spans (touch, characters) |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for rule_id, tally in sorted(tallies.items()):
        print(line(rule_id, tally.counts))
    harm = sum(t.counts["clean apply"] for t in tallies.values())
    print(f"\nclean: {words} words, {harm} edits, {1e4 * harm / max(1, words):.2f} per 10,000")
    if total["ours"]:
        print(f"spans: precision {total['both'] / total['ours']:.3f}, chance {total['bad'] / total['all']:.3f}, "
              f"recall {total['both'] / total['bad']:.3f}")  # fmt: skip


def show(tallies: dict[str, Tally], most: int) -> None:
    for rule_id, tally in sorted(tallies.items()):
        for key, notes in sorted(tally.notes.items()):
            for text in random.Random(7).sample(notes, min(most, len(notes))):
                print(f"{rule_id} {key}: {text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="at most so many sentences of each kind")
    parser.add_argument("--only", nargs="*", default=[], help="rules whose id begins so; without it all but names")
    parser.add_argument("--show", type=int, default=0, help="places of each rule and verdict to print")
    parser.add_argument("--write", type=Path, help="the file of `newsmend rules`; names are measured too")
    args = parser.parse_args()
    only = tuple(args.only)
    chosen = [r for r in rules() if (r.id.startswith(only) if only else args.write or not r.id.startswith("name."))]
    tallies = {rule.id: Tally() for rule in chosen}
    for row in rows(args.data, "pe/*.jsonl", args.limit):
        judge(tallies, chosen, "pe", row["mt"], row["post_edit"])
    news = [r for r in rows(args.data, "news/*.jsonl", args.limit) if len(r["mt"]) > 20]
    for row in news:
        judge(tallies, chosen, "mt", row["mt"], row["ref"])
    words = clean(tallies, chosen, list(dict.fromkeys(r["ref"] for r in news if len(r["ref"]) > 40)))
    total = spans(tallies, chosen, [r for r in rows(args.data, "mqm/*.jsonl", args.limit) if "error_spans" in r])
    show(tallies, args.show)
    if args.write is not None:
        write(args.write, tallies, args.limit)
    report(tallies, words, total)


if __name__ == "__main__":
    main()

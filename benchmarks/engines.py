"""How right each rule of a grammar engine is on real translated news: docs/quality.md, section "Engines".

    python -m benchmarks.engines --data DIR [--engine embedded | --url URL] [--limit N] [--show N] [--allow FILE]

DIR is the folder that score.py reads: pe/ (post-edits), news/ (translations with references), mqm/ (human error spans).
A first suggestion is right where it brings the text nearer to what people wrote; on post-edits one that does not is
wrong, against a reference only one that leads away is. Human text counts alarms. An alarm is right as a flag where it
touches a human error span, or words that the post-editor changed. The table goes to benchmarks/out/engines-NAME.tsv;
--allow also writes this engine's part of the allow-list.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from pipeline.engines.allowed import HEADER
from pipeline.engines.embedded import Embedded
from pipeline.engines.languagetool.client import LanguageTool
from pipeline.engines.protocol import Alarm, Engine
from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context
from pipeline.flow.mend import propose
from pipeline.model.document import Document

OUT = Path(__file__).parent / "out"
TOKEN = re.compile(r"\w+|[^\w\s]")  # tokenised and plain text give the same tokens
CHUNK = 200
APPLY, HOLD, FLAG = 0.99, 0.5, 0.35  # the least precision
ENOUGH_TO_APPLY, ENOUGH = 30, 10  # cases
HARMLESS = 0.05  # alarms in 10,000 words of human text, at most, for a rule that applies
# No fault kind of ours, or wrong on news whatever it says: a matter of style; local spellings of names; today's year.
OFF_CATEGORIES = frozenset([
    "STYLE", "REDUNDANCY", "PLAIN_ENGLISH", "CREATIVE_WRITING", "TEXT_ANALYSIS", "COMPOUNDING",
    "AMERICAN_ENGLISH_STYLE", "BRITISH_ENGLISH", "WIKIPEDIA", "PROPER_NOUNS",
])  # fmt: skip
FIGURES = frozenset(["COMMA_PERIOD_CONFUSION"])  # figures are pointed at, never changed
OFF_RULES = re.compile(
    r"EN_DATE_WEEKDAY_CURRENTYEAR|ERDOGAN|EN_DIACRITICS_REPLACE.*|CAFE_DIACRITIC|QUOTATION_MARKS_COMMA|EN_ELLIPSIS|HYPHEN_TO_EN|"
    r"COMMA_COMPOUND_SENTENCE.*|MISSING_COMMA_AFTER_INTRODUCTORY_PHRASE|AFTERWARDS_US|MORFOLOGIK_RULE_.*|"
    r"UPPERCASE_SENTENCE_START|EN_SPECIFIC_CASE|EN_UNPAIRED_.*|CONSECUTIVE_SPACES|WHITESPACE_RULE|"
    r"EN_MULTITOKEN_SPELLING.*|.*_WHITESPACE|SENTENCE_WHITESPACE"
)


@dataclass(slots=True)
class Tally:
    """What one rule did: counts by place and verdict, and places to read."""

    category: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def edit(self) -> tuple[int, int]:
        """Right first suggestions, and those that were judged."""
        c = self.counts
        right = c["pe nearer"] + c["mt nearer"]
        return right, right + c["pe farther"] + c["pe neither"] + c["mt farther"]

    @property
    def flag(self) -> tuple[int, int]:
        """Alarms that people bear out, and those that were judged."""
        c = self.counts
        return c["pe changed"] + c["mqm touch"], c["pe"] + c["mqm"]


Tallies = dict[str, Tally]


def checked(engine: Engine, texts: Sequence[str]) -> Iterator[tuple[str, tuple[Alarm, ...]]]:
    for at in range(0, len(texts), CHUNK):
        some = texts[at : at + CHUNK]
        yield from zip(some, engine.check(some), strict=True)


def rows(folder: Path, pattern: str, limit: int) -> list[dict[str, Any]]:
    found = [json.loads(line) for path in sorted(folder.glob(pattern)) for line in path.open(encoding="utf-8")]
    return random.Random(7).sample(found, limit) if limit and len(found) > limit else found


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def nearer(text: str, alarm: Alarm, goal: Sequence[str]) -> str:
    if not alarm.replacements:
        return "none"
    after = text[: alarm.start] + alarm.replacements[0] + text[alarm.end :]
    gain = Levenshtein.distance(tokens(text), goal) - Levenshtein.distance(tokens(after), goal)
    return "nearer" if gain > 0 else "farther" if gain < 0 else "neither"


def changed(text: str, goal: str) -> set[int]:
    """The code points of `text` whose tokens are not in the post-edit."""
    spans = [match.span() for match in TOKEN.finditer(text)]
    codes = SequenceMatcher(None, tokens(text), tokens(goal), autojunk=False).get_opcodes()
    gone: set[int] = set()
    for tag, first, last, *_ in codes:
        if tag == "insert" and first:
            gone.update(range(*spans[first - 1]))
        for span in spans[first:last] if tag in ("replace", "delete") else ():
            gone.update(range(*span))
    return gone


def against(tallies: Tallies, engine: Engine, where: str, pairs: Sequence[tuple[str, str]]) -> None:
    for (text, alarms), (_, goal) in zip(checked(engine, [text for text, _ in pairs]), pairs, strict=True):
        words, gone = tokens(goal), changed(text, goal) if where == "pe" and alarms else set()
        for alarm in alarms:
            verdict, tally = nearer(text, alarm, words), of(tallies, alarm)
            tally.counts.update([where, f"{where} {verdict}"])
            tally.counts[f"{where} changed"] += not gone.isdisjoint(range(alarm.start, alarm.end))
            tally.counts["known"] += verdict == "nearer" and is_ours(text, alarm)
            tally.notes[f"{where} {verdict}"].append(note(text, alarm))


def human(tallies: Tallies, engine: Engine, texts: Sequence[str]) -> None:
    for text, alarms in checked(engine, texts):
        for alarm in alarms:
            of(tallies, alarm).counts["clean"] += 1
            of(tallies, alarm).notes["clean"].append(note(text, alarm))


def spans(tallies: Tallies, engine: Engine, segments: Sequence[dict[str, Any]]) -> None:
    for (_, alarms), row in zip(checked(engine, [row["mt"] for row in segments]), segments, strict=True):
        bad = {c for s in row["error_spans"] if s.get("start") is not None for c in range(s["start"], s["end"])}
        for alarm in alarms:
            touches = not bad.isdisjoint(range(alarm.start, alarm.end))
            of(tallies, alarm).counts.update({"mqm": 1, "mqm touch": int(touches)})


def of(tallies: Tallies, alarm: Alarm) -> Tally:
    tally = tallies.setdefault(alarm.rule, Tally())
    tally.category = alarm.category
    return tally


def is_ours(text: str, alarm: Alarm) -> bool:
    """Whether a rule of ours says something at this place."""
    return any(start < alarm.end and alarm.start < end for start, end in _ours(text))


@cache
def _ours(text: str) -> tuple[tuple[int, int], ...]:
    found, _ = propose(Document("", text), Context(), rules())
    return tuple((p.anchor.start, p.anchor.end) for p in found)


def note(text: str, alarm: Alarm) -> str:
    fix = alarm.replacements[0] if alarm.replacements else "?"
    left, right = text[max(0, alarm.start - 40) : alarm.start], text[alarm.end : alarm.end + 40]
    return f"{left}[{text[alarm.start : alarm.end]} -> {fix}]{right}".replace("\n", " ")


def choose(rule: str, tally: Tally, words: int) -> tuple[str, int, int]:
    """What a rule may do with (right, judged) of it; "" where it is not heard."""
    right, judged = tally.edit
    if tally.category in OFF_CATEGORIES or OFF_RULES.fullmatch(rule):
        return "", right, judged
    borne, seen = tally.flag
    if rule in FIGURES:
        return ("flag" if seen >= ENOUGH and borne / seen > FLAG else ""), borne, seen
    harmless = 1e4 * tally.counts["clean"] / max(1, words) <= HARMLESS
    if judged >= ENOUGH_TO_APPLY and right / judged >= APPLY and harmless:
        return "apply", right, judged
    if judged >= ENOUGH and right / judged >= HOLD:
        return "hold", right, judged
    return ("flag" if seen >= ENOUGH and borne / seen > FLAG else ""), borne, seen


def report(name: str, tallies: Tallies, words: int) -> list[str]:
    head = ("rule", "category", "what", "precision", "judged", "pe n/f/0", "news n/f/0", "human per 10,000",
            "post-editor changed", "in error spans", "ours too")  # fmt: skip
    table = ["\t".join(head)]
    for rule, tally in sorted(tallies.items(), key=lambda item: (-sum(item[1].edit), item[0])):
        c, (what, right, judged) = tally.counts, choose(rule, tally, words)
        moves = ["/".join(str(c[f"{w} {v}"]) for v in ("nearer", "farther", "neither")) for w in ("pe", "mt")]
        table.append("\t".join((
            rule, tally.category, what or "-", f"{right / judged:.3f}" if judged else "-", str(judged), *moves,
            f"{1e4 * c['clean'] / max(1, words):.2f}", f"{c['pe changed']}/{c['pe']}", f"{c['mqm touch']}/{c['mqm']}",
            f"{c['known']}/{c['pe nearer'] + c['mt nearer']}")))  # fmt: skip
    OUT.mkdir(exist_ok=True)
    (OUT / f"engines-{name}.tsv").write_text("\n".join(table) + "\n", encoding="utf-8")
    return table


def allow(path: Path, name: str, tallies: Tallies, words: int) -> None:
    """Replaces the engine's lines in the list; other engines' lines stay. The real LanguageTool has the same rules."""
    names = (name, "languagetool") if name == "embedded" else (name,)
    old = path.read_text(encoding="utf-8").splitlines() if path.exists() else ["\t".join(HEADER)]
    kept = [line for line in old if line.split("\t")[0] not in names]
    new = []
    for rule, tally in sorted(tallies.items()):
        what, right, judged = choose(rule, tally, words)
        if what:
            new.append(f"{rule}\t{what}\t{right / judged:.3f}\t{judged}")
    lines = [f"{each}\t{line}" for each in names for line in new]
    path.write_text("\n".join(kept + lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--url", help="measure the LanguageTool server there, not the embedded engine")
    parser.add_argument("--limit", type=int, default=0, help="at most so many texts of each kind")
    parser.add_argument("--show", type=int, default=0, help="places of each rule and verdict to print")
    parser.add_argument("--allow", type=Path, help="the allow-list to bring up to date")
    args = parser.parse_args()
    engine: Engine = LanguageTool(args.url) if args.url else Embedded()
    engine.check(["The engine is loaded."])
    tallies: Tallies = {}
    began, spent = time.perf_counter(), time.process_time()
    news = [r for r in rows(args.data, "news/*.jsonl", args.limit) if len(r["mt"]) > 20]
    texts = list(dict.fromkeys(r["ref"] for r in news if len(r["ref"]) > 40))
    words = sum(len(text.split()) for text in texts)
    human(tallies, engine, texts)
    wall, spent = time.perf_counter() - began, time.process_time() - spent
    speed = f"{words / wall:,.0f} words a second by the clock, {words / max(spent, 0.01):,.0f} of our CPU"
    print(f"{engine.id} ({engine.version}): human text, {words:,} words, {speed}", flush=True)
    post = rows(args.data, "pe/*.jsonl", args.limit)
    against(tallies, engine, "pe", [(r.get("mt_raw") or r["mt"], r["post_edit"]) for r in post if r.get("post_edit")])
    against(tallies, engine, "mt", [(r["mt"], r["ref"]) for r in news])
    spans(tallies, engine, [r for r in rows(args.data, "mqm/*.jsonl", args.limit) if "error_spans" in r])
    for rule, tally in sorted(tallies.items()) if args.show else ():
        for key, notes in sorted(tally.notes.items()):
            for text in random.Random(7).sample(notes, min(args.show, len(notes))):
                print(f"{rule} {key}: {text}")
    print("\n".join(report(engine.id, tallies, words)))
    if args.allow:
        allow(args.allow, engine.id, tallies, words)


if __name__ == "__main__":
    main()

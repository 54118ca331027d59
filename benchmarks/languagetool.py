"""The real LanguageTool beside the embedded engine, on the same translated news: docs/quality.md, section "Engines".

    python -m benchmarks.languagetool --data DIR [--limit N] [--url URL] [--out FOLDER] [--show N]

DIR is the folder that score.py reads. Every first suggestion is applied alone: nearer to what people wrote, farther, or
neither. On what people wrote themselves every alarm counts as harm. Without --url a server is started from LTP_PATH
(`newsmend languagetool install` prints it).
Writes languagetool_rules.csv, languagetool_agreement.csv and languagetool_speed.csv.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rules import WORD, distance, rows
from pipeline.engines.embedded import Embedded
from pipeline.engines.languagetool.client import ACROSS_TEXTS, SPELLER, LanguageTool
from pipeline.engines.languagetool.install import find
from pipeline.engines.protocol import Alarm, Engine

OUT = Path(__file__).parent / "out"
HEAP = "-Xmx1g"
PATIENCE = 300.0  # seconds for one request, on a machine with other work
CHUNK = 200  # texts in one call
VERDICTS = ("nearer", "farther", "neither")


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and what people made of it; on clean news that is the text itself."""

    text: str
    goal: str
    is_edited: bool = False  # the goal is a post-edit of this text, and split into tokens

    @property
    def is_clean(self) -> bool:
        return self.text == self.goal


@dataclass(slots=True)
class Tally:
    """What one rule of one engine did."""

    category: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


Found = list[tuple[Alarm, ...]]


def texts(data: Path, limit: int) -> list[Text]:
    post = rows(data, "pe/*.jsonl", limit)
    news = [row for row in rows(data, "news/*.jsonl", limit) if len(row["mt"]) > 20]
    clean = dict.fromkeys(row["ref"] for row in news if len(row["ref"]) > 40)
    return [
        *(Text(row.get("mt_raw") or row["mt"], row["post_edit"], True) for row in post),
        *(Text(row["mt"], row["ref"]) for row in news if row["mt"] != row["ref"]),
        *(Text(text, text) for text in clean),
    ]


def checked(engine: Engine, asked: Sequence[Text]) -> Found:
    found: Found = []
    for at in range(0, len(asked), CHUNK):
        found += engine.check([text.text for text in asked[at : at + CHUNK]])
        print(f"\r{engine.id}: {len(found)} of {len(asked)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return [tuple(alarm for alarm in alarms if alarm.rule not in ACROSS_TEXTS) for alarms in found]


def verdict(text: Text, alarm: Alarm) -> str:
    after = text.text[: alarm.start] + alarm.replacements[0] + text.text[alarm.end :]
    goal = WORD.findall(text.goal)
    gain = distance(WORD.findall(text.text), goal) - distance(WORD.findall(after), goal)
    if gain == 0 and not text.is_edited:
        gain = distance(text.text.split(), text.goal.split()) - distance(after.split(), text.goal.split())
    return VERDICTS[0] if gain > 0 else VERDICTS[1] if gain < 0 else VERDICTS[2]


def judged(asked: Sequence[Text], found: Found) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for text, alarms in zip(asked, found, strict=True):
        for alarm in alarms:
            tally = tallies[alarm.rule]
            tally.category = alarm.category
            how = "clean" if text.is_clean else verdict(text, alarm) if alarm.replacements else "bare"
            tally.counts[how] += 1
            around = f"{text.text[max(0, alarm.start - 40) : alarm.start]}[{text.text[alarm.start : alarm.end]}"
            fix = alarm.replacements[0] if alarm.replacements else "?"
            tally.notes[how].append(f"{around} -> {fix}]{text.text[alarm.end : alarm.end + 40]}")
    return dict(sorted(tallies.items()))


def precision(counts: Mapping[str, int]) -> str:
    """Of the first suggestions that move the text at all, the share that moves it nearer."""
    moved = counts["nearer"] + counts["farther"]
    return f"{counts['nearer'] / moved:.2f}" if moved else ""


def agreement(ours: Found, theirs: Found) -> dict[str, list[int]]:
    """By rule, and for all: alarms of both at one place, of the embedded engine only, of LanguageTool only, and of
    those of both how many have the same first suggestion."""
    table: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for mine, other in zip(ours, theirs, strict=True):
        a, b = ({(x.rule, x.start, x.end): x.replacements[:1] for x in alarms} for alarms in (mine, other))
        for key in a.keys() | b.keys():
            kind = 0 if key in a and key in b else 1 if key in a else 2
            for row in (table["all"], table[key[0]]):
                row[kind] += 1
                row[3] += kind == 0 and a[key] == b[key]
    return dict(sorted(table.items(), key=lambda item: -sum(item[1][:3])))


def speeds(url: str, articles: Sequence[str]) -> list[tuple[str, float]]:
    """Words a second on articles of twenty sentences, one article a question, as in mending; wall-clock."""
    words = sum(len(WORD.findall(article)) for article in articles)

    def timed(engines: Sequence[Engine]) -> float:
        for engine in engines:
            engine.check(["Loaded, and warm."])
        began = time.monotonic()
        with ThreadPoolExecutor(len(engines)) as pool:
            shares = [(engine, articles[n :: len(engines)]) for n, engine in enumerate(engines)]
            list(pool.map(lambda share: [share[0].check([article]) for article in share[1]], shares))
        return words / (time.monotonic() - began)

    def connections(number: int, without: Sequence[str] = (SPELLER,)) -> list[LanguageTool]:
        return [LanguageTool(url, without=without, timeout=PATIENCE) for _ in range(number)]

    return [
        ("embedded, spelling off", timed([Embedded()])),
        ("embedded, with spelling", timed([Embedded(without=())])),
        ("LanguageTool, spelling off, one connection", timed(connections(1))),
        ("LanguageTool, spelling off, four connections", timed(connections(4))),
        ("LanguageTool, with spelling, one connection", timed(connections(1, without=()))),
        ("LanguageTool, with spelling, four connections", timed(connections(4, without=()))),
    ]


@contextmanager
def server(url: str) -> Iterator[str]:
    if url:
        yield url
        return
    import language_tool_python

    if find(Path(os.environ.get("LTP_PATH", ""))) is None:
        sys.exit("There is no LanguageTool below LTP_PATH: newsmend languagetool install")
    os.environ.setdefault("JAVA_TOOL_OPTIONS", HEAP)
    with language_tool_python.LanguageTool("en-US", host="127.0.0.1") as tool:
        yield tool.url


def write(path: Path, header: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink, lineterminator="\n").writerows([header, *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=3000, help="at most so many sentences of each kind")
    parser.add_argument("--url", default="", help="a server that runs already")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--show", type=int, default=0, help="places of each rule and verdict to print")
    args = parser.parse_args()
    asked = texts(args.data, args.limit)
    with server(args.url) as url:
        engines: dict[str, Engine] = {
            "embedded": Embedded(without=()),
            "languagetool": LanguageTool(url, without=(), timeout=PATIENCE),
        }
        found = {name: checked(engine, asked) for name, engine in engines.items()}
        clean = [text.text for text in asked if text.is_clean]
        measured = speeds(url, ["\n".join(clean[at : at + 20]) for at in range(0, min(len(clean), 1000), 20)])
    tallies = {name: judged(asked, alarms) for name, alarms in found.items()}
    report(args, tallies, agreement(found["embedded"], found["languagetool"]), measured, asked)


def report(
    args: argparse.Namespace,
    tallies: Mapping[str, Mapping[str, Tally]],
    agreed: Mapping[str, Sequence[int]],
    measured: Sequence[tuple[str, float]],
    asked: Sequence[Text],
) -> None:
    lines = [
        (
            name,
            rule,
            t.category,
            t.counts.total(),
            *(t.counts[v] for v in VERDICTS),
            precision(t.counts),
            t.counts["clean"],
        )
        for name, rules in tallies.items()
        for rule, t in rules.items()
    ]
    header = ("engine", "rule", "category", "alarms", *VERDICTS, "precision", "clean")
    write(args.out / "languagetool_rules.csv", header, lines)
    names = ("rule", "both", "embedded only", "LanguageTool only", "same first suggestion")
    write(args.out / "languagetool_agreement.csv", names, [(rule, *row) for rule, row in agreed.items()])
    write(args.out / "languagetool_speed.csv", ("engine", "words a second"), [(n, round(s)) for n, s in measured])
    words = sum(len(WORD.findall(text.text)) for text in asked if text.is_clean)
    print(f"{len(asked)} texts, {words} words of them clean")
    for name, rules in tallies.items():
        total = sum((t.counts for t in rules.values()), Counter[str]())
        grammar = sum((t.counts for t in rules.values() if t.category != "TYPOS"), Counter[str]())
        for what, c in (("all", total), ("without TYPOS", grammar)):
            moved = "/".join(str(c[v]) for v in VERDICTS)
            print(f"{name}, {what}: {moved}, precision {precision(c)}, clean {1e4 * c['clean'] / max(words, 1):.1f}")
    print(*(f"{rule}: {list(row)}" for rule, row in list(agreed.items())[:25]), sep="\n")
    print(*(f"{name}: {speed:.0f} words a second" for name, speed in measured), sep="\n")
    for name, rules in tallies.items() if args.show else ():
        for rule, tally in rules.items():
            for how, notes in tally.notes.items():
                for note in random.Random(7).sample(notes, min(args.show, len(notes))):
                    print(f"{name} {rule} {how}: {note!r}")


if __name__ == "__main__":
    main()

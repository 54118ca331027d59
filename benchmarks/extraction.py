"""Score extraction on real pages with known text, beside public extractors.

    python -m benchmarks.extraction [--data DIR] [--models FOLDER] [--systems A,B] [--limit N] [--show N] [SET...]

Figures: precision, recall and F1 of 4-word shingles (means over pages, F1 of the means), pages without a text where
there is one, CPU milliseconds a page and peak memory (each system in a process of its own), the difference of our F1 to
each peer's with a 95 % interval of a paired bootstrap over pages, and, where the truth has them, exact titles, sets of
authors and days of publication.

The shipped model was learned from these pages, so what it scores on them is no measure. FOLDER has the models that
`python -m training.extraction --folds N --out FOLDER` wrote: each page is then scored by the one that has seen no page
of its site. The pages are not part of this project; where they are not there, the set is skipped with a word.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.extraction_peers import PEERS
from pipeline.extract.learned import learned
from pipeline.extract.metadata import Metadata
from pipeline.extract.page import extract
from pipeline.extract.refusal import LiveBlog
from pipeline.extract.trees import load
from pipeline.model.article import Article
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Page
from training.extraction.pages import address, domain, fold, known_text

DATA = Path(
    os.environ.get("NEWSMEND_EXTRACTION_DATA", Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction")
)
SETS = ("fundus_fixtures", "zyte_article_body", "wcxb_dev_articles")
US = "newsmend"
WORD = re.compile(r"\w+")
DRAWS = 2000
Runs = Counter[tuple[str, ...]]


@dataclass(slots=True)
class Result:
    """What one system made of one page."""

    text: str = ""
    reason: str = ""
    seconds: float = 0.0
    right: dict[str, bool] = field(default_factory=dict)
    peak: int = 0  # bytes, of the process so far


def shingles(text: str) -> Runs:
    """The text's runs of four words; the whole where there are fewer."""
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def overlap(truth: str, found: str) -> tuple[float, float]:
    """Precision and recall."""
    wanted, got = shingles(truth), shingles(found)
    both = (wanted & got).total()
    return both / got.total() if got else float(not wanted), both / wanted.total() if wanted else float(not got)


def f1(pairs: list[tuple[float, float]]) -> float:
    """The harmonic mean of the mean precision and the mean recall."""
    precision, recall = (statistics.fmean(column) for column in zip(*pairs, strict=True))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def folded(text: str) -> str:
    """For comparing titles and names."""
    return " ".join(WORD.findall(text.casefold()))


def truth_of(folder: Path, limit: int) -> list[dict[str, Any]]:
    """The set's rows, `limit` of them spread evenly."""
    with gzip.open(folder / "ground_truth.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return rows[:: max(1, len(rows) // limit)][:limit] if limit else rows


def ours(body: bytes, row: dict[str, Any], models: list[Path]) -> Result:
    """Our own extraction, by the model that has not seen the page's site where there are such models."""
    url, crawled = address(row), row.get("crawl_date")
    fetched = datetime.fromisoformat(crawled).replace(tzinfo=UTC) if crawled else datetime.now(UTC)
    trees = load(models[fold(domain(url), len(models))]) if models else load()
    started = time.process_time()
    article: Article | Metadata | None = None
    result = Result()
    try:
        article = found = extract(Page(url, url, 200, body, fetched), score=partial(learned, trees=trees))
        result.text = found.text
    except LiveBlog as error:  # refused when articles are fetched; its text is read all the same
        result.text = "\n".join(paragraph.text for paragraph in error.content.paragraphs)
        result.reason, article = error.reason, error.known
    except NotAnArticle as error:
        result.reason = error.reason
    result.seconds = time.process_time() - started
    result.right = compared(row, article)
    return result


def compared(row: dict[str, Any], article: Article | Metadata | None) -> dict[str, bool]:
    """Which of the metadata that the truth has are right."""
    results = {}
    if row.get("title"):
        results["title"] = article is not None and folded(row["title"]) == folded(article.title)
    if row.get("authors"):
        names = row["authors"] if isinstance(row["authors"], list) else re.split(r"[,;|]", row["authors"])
        results["authors"] = article is not None and {*map(folded, names)} == {*map(folded, article.authors)}
    if re.match(r"\d{4}-\d\d-\d\d", str(row.get("date"))):  # some truths know the month only
        moment = datetime.fromisoformat(str(row["date"]))
        day = (moment.astimezone(UTC) if moment.tzinfo else moment).date()
        results["date"] = article is not None and article.published is not None and article.published.date() == day
    return results


def run(system: str, folder: Path, limit: int, models: list[Path], out: Path) -> None:
    """One system over one set, a line of JSON for each page."""
    peer = PEERS[system]() if system in PEERS else None
    with out.open("w", encoding="utf-8") as sink:
        for row in truth_of(folder, limit):
            body = gzip.decompress((folder / "html" / row["file"]).read_bytes())
            if peer is None:
                result = ours(body, row, models)
            else:
                started = time.process_time()
                try:
                    text, reason = peer(body, address(row)), ""
                except Exception as error:
                    text, reason = "", type(error).__name__
                result = Result(text, reason, time.process_time() - started)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            fields = (result.text, result.reason, result.seconds, result.right, peak)
            sink.write(json.dumps(fields) + "\n")


def asked(system: str, folder: Path, args: argparse.Namespace) -> list[Result]:
    """The same in a process of its own, so that memory and time are the system's."""
    with tempfile.TemporaryDirectory(prefix="newsmend-extraction-") as temporary:
        out = Path(temporary) / "out.jsonl"
        command = [sys.executable, "-m", "benchmarks.extraction", folder.name, "--data", str(folder.parent)]
        command += ["--limit", str(args.limit), "--one", system, "--out", str(out)]
        command += ["--models", str(args.models)] if args.models else []
        subprocess.run(command, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        return [Result(*json.loads(line)) for line in out.read_text(encoding="utf-8").splitlines()]


def interval(ours: list[tuple[float, float]], theirs: list[tuple[float, float]]) -> tuple[float, float]:
    """Where 95 % of the differences of F1 fall when the pages are drawn anew."""
    draw = random.Random(0)
    differences = []
    for _ in range(DRAWS):
        chosen = draw.choices(range(len(ours)), k=len(ours))
        differences.append(f1([ours[i] for i in chosen]) - f1([theirs[i] for i in chosen]))
    differences.sort()
    return differences[int(0.025 * DRAWS)], differences[int(0.975 * DRAWS)]


def measure(folder: Path, args: argparse.Namespace) -> None:
    """Prints the figures of one set."""
    rows = truth_of(folder, args.limit)
    pairs: dict[str, list[tuple[float, float]]] = {}
    print(f"{folder.name}: {len(rows)} pages")
    for system in args.systems.split(","):
        results = asked(system, folder, args)
        pairs[system] = [overlap(known_text(row), r.text) for row, r in zip(rows, results, strict=True)]
        report(system, rows, results, pairs[system])
        if system == US and args.show:
            worst(rows, results, pairs[system], args.show)
    for peer in (name for name in pairs if name != US and US in pairs):
        low, high = interval(pairs[US], pairs[peer])
        print(f"  {US} - {peer}: {f1(pairs[US]) - f1(pairs[peer]):+.4f}, 95 % from {low:+.4f} to {high:+.4f}")


def report(system: str, rows: list[dict[str, Any]], results: list[Result], pairs: list[tuple[float, float]]) -> None:
    """One line for a system, and another for what it says beside the text."""
    precision, recall = (statistics.fmean(column) for column in zip(*pairs, strict=True))
    empty = sum(not result.text.strip() and bool(known_text(row)) for row, result in zip(rows, results, strict=True))
    spent = statistics.median(result.seconds for result in results)
    peak = max(result.peak for result in results) / 1e6
    print(
        f"  {system:17} P {precision:.4f}  R {recall:.4f}  F1 {f1(pairs):.4f}  empty {empty:2}"
        f"  CPU {1000 * spent:5.1f} ms  peak {peak:.0f} MB"
    )
    counted: dict[str, list[bool]] = {}
    for result in results:
        for name, right in result.right.items():
            counted.setdefault(name, []).append(right)
    if counted:
        exact = ", ".join(f"{name} {statistics.fmean(values):.3f}" for name, values in counted.items())
        reasons = Counter(result.reason for result in results if result.reason)
        print(f"  {'':17} exact {exact}; refused {dict(reasons)}")


def worst(rows: list[dict[str, Any]], results: list[Result], pairs: list[tuple[float, float]], count: int) -> None:
    """The pages with the lowest F1, and wrong metadata."""
    order = sorted(range(len(rows)), key=lambda i: f1([pairs[i]]))[:count]
    for i in order:
        print(f"    {f1([pairs[i]]):.2f} P {pairs[i][0]:.2f} R {pairs[i][1]:.2f} {rows[i]['id']} {results[i].reason}")
    for row, result in zip(rows, results, strict=True):
        wrong = [name for name, right in result.right.items() if not right]
        if wrong:
            print(f"    {row['id']}: {', '.join(wrong)} wrong")


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Score extraction on real pages with known text.")
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with the sets")
    parser.add_argument("--models", type=Path, help="folder with the models of the folds")
    parser.add_argument("--systems", default=",".join((US, *PEERS)), help="which systems, by name, parted by commas")
    parser.add_argument("--limit", type=int, default=0, help="this many pages of each set, spread evenly")
    parser.add_argument("--show", type=int, default=0, help="our worst N pages")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    models = sorted(args.models.glob("blocks-*.json")) if args.models else []
    if args.one:
        run(args.one, args.data / args.sets[0], args.limit, models, args.out)
        return
    for name in args.sets:
        if (args.data / name / "ground_truth.jsonl.gz").exists():
            measure(args.data / name, args)
        else:
            print(f"{name}: skipped, its pages are not in {args.data}")


if __name__ == "__main__":
    main()

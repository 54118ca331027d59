"""Score extraction on real pages with known text: `python -m benchmarks.extraction [--limit N] [--show N] [SET...]`.

Figures: precision, recall and F1 of 4-word shingles (means over pages, F1 of the means), pages refused, exact titles,
sets of authors and days of publication where the truth has them, CPU milliseconds a page. The pages are not part of
this project; where they are not there, the set is skipped with a word.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.extract.page import extract
from pipeline.model.article import Article
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Page

DATA = Path(
    os.environ.get("NEWSMEND_EXTRACTION_DATA", Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction")
)
SETS = ("fundus_fixtures", "zyte_article_body")
WORD = re.compile(r"\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The text's runs of four words; the whole where there are fewer."""
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def overlap(truth: str, found: str) -> tuple[float, float]:
    """Precision and recall."""
    wanted, got = shingles(truth), shingles(found)
    both = (wanted & got).total()
    return both / got.total() if got else float(not wanted), both / wanted.total() if wanted else float(not got)


def folded(text: str) -> str:
    """For comparing titles and names."""
    return " ".join(WORD.findall(text.casefold()))


def read(folder: Path, row: dict[str, Any]) -> tuple[Article | None, str, float]:
    """The article or None, the reason for None, CPU seconds."""
    body = gzip.decompress((folder / "html" / row["file"]).read_bytes())
    crawled = row.get("crawl_date")
    fetched = datetime.fromisoformat(crawled).replace(tzinfo=UTC) if crawled else datetime.now(UTC)
    url = row.get("url") or "https://example.org/article"
    url = url if "://" in url else f"https://{url}"
    started = time.process_time()
    try:
        article, reason = extract(Page(url, url, 200, body, fetched)), ""
    except NotAnArticle as error:
        article, reason = None, error.reason
    return article, reason, time.process_time() - started


def measure(folder: Path, limit: int, show: int) -> None:
    """Prints the figures of one set."""
    with gzip.open(folder / "ground_truth.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    rows = rows[:: max(1, len(rows) // limit)][:limit] if limit else rows
    pairs, seconds, pages, refused = [], [], [], Counter[str]()
    right, asked = Counter[str](), Counter[str]()
    for row in rows:
        article, reason, spent = read(folder, row)
        truth = row.get("body") or "\n".join(part.strip("[]") for part in row["paragraphs"])
        precision, recall = overlap(truth, article.text if article else "")
        refused[reason] += article is None
        pairs.append((precision, recall))
        seconds.append(spent)
        pages.append((f1(precision, recall), precision, recall, row["id"], reason))
        for name, correct in compared(row, article).items():
            asked[name] += 1
            right[name] += correct
            if show and not correct:
                pages.append((2, 0, 0, row["id"], f"{name}: {row.get(name)!r} / {getattr(article, name, None)!r}"))
    precision, recall = (statistics.fmean(column) for column in zip(*pairs, strict=True))
    score = f1(precision, recall)
    print(f"{folder.name}: {len(rows)} pages, precision {precision:.3f}, recall {recall:.3f}, F1 {score:.4f}")
    print(
        f"  refused {dict(+refused)}; exact " + ", ".join(f"{name} {right[name] / asked[name]:.3f}" for name in asked)
    )
    print(f"  CPU a page: median {1000 * statistics.median(seconds):.0f} ms, worst {1000 * max(seconds):.0f} ms")
    bodies = sorted(page for page in pages if page[0] <= 1)[:show]
    for score, p, r, name, note in [*bodies, *[page for page in pages if page[0] > 1][: 3 * show]]:
        print(f"    {score:.2f} {p:.2f} {r:.2f} {name} {note}")


def compared(row: dict[str, Any], article: Article | None) -> dict[str, bool]:
    """Which of the metadata that the truth has are right."""
    results = {}
    if row.get("title"):
        results["title"] = article is not None and folded(row["title"]) == folded(article.title)
    if row.get("authors"):
        results["authors"] = article is not None and {*map(folded, row["authors"])} == {*map(folded, article.authors)}
    if row.get("date"):
        day = datetime.fromisoformat(row["date"]).astimezone(UTC).date()
        results["date"] = article is not None and article.published is not None and article.published.date() == day
    return results


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description="Score extraction on real pages with known text.")
    parser.add_argument("sets", nargs="*", default=SETS)
    parser.add_argument("--limit", type=int, default=0, help="this many pages of each set, spread evenly")
    parser.add_argument("--show", type=int, default=0, help="the worst N pages")
    args = parser.parse_args()
    for name in args.sets:
        if (DATA / name / "ground_truth.jsonl.gz").exists():
            measure(DATA / name, args.limit, args.show)
        else:
            print(f"{name}: skipped, its pages are not in {DATA}")


if __name__ == "__main__":
    main()

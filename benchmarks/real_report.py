"""What became of the saved pages: funnel, edits and figures, counted from the store and written as files."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks.fixture_site import Fixture
from pipeline.flow.records import stored_records
from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import Workplace
from pipeline.model.ruling import Outcome
from pipeline.store import tables
from pipeline.store.records import DUPLICATE, PENDING, QUARANTINED, REFUSED, STORED, Funnel

CONTEXT = 60
PER = 10_000
Record = dict[str, Any]
EDIT_COLUMNS = ("page", "language", "part", "rule", "confidence", "left", "before", "after", "right", "evidence")
REFUSED_COLUMNS = ("page", "publisher", "country", "outcome", "reason", "status", "url")


@dataclass(frozen=True, slots=True)
class Findings:
    """`ends` are the addresses found, each with its end; `lost` are pages of the site that no address led to."""

    articles: list[Record]
    ends: list[Record]
    funnel: Funnel
    lost: list[str]
    mismatches: list[str]
    rebuilt: int
    seconds: dict[str, float] = field(default_factory=dict)


def collect(place: Workplace, source: str, site: str, pages: Sequence[Fixture], seconds: dict[str, float]) -> Findings:
    """Reads the store, and rebuilds every stored text from its raw page and its log."""
    by_url = {site + page.path: page for page in pages}
    rows = _ends(place, source, site)
    found = {row["url"] for row in rows}
    # a page may name another address of the same host as its own: the article then goes by that one
    known = {row["article_url"] or row["url"]: by_url[row["url"]] for row in rows if row["url"] in by_url}
    checked = Checked()
    mismatches = [f"{m.where}: {m.why}" for m in verify(place, checked, source=source)]
    return Findings(
        articles=[_known(record, known) for record in stored_records(place) if record["url"].startswith(f"{site}/")],
        ends=[_known(row, by_url) for row in rows],
        funnel=_funnel(rows),
        lost=sorted(page.id for url, page in by_url.items() if url not in found),
        mismatches=mismatches,
        rebuilt=checked.documents,
        seconds=seconds,
    )


def _ends(place: Workplace, source: str, site: str) -> list[Record]:
    fetched, stored = tables.fetch.c, tables.article.c
    asked = (fetched.url, fetched.outcome, fetched.reason, fetched.status, stored.url.label("article_url"))
    query = (
        select(*asked)
        .select_from(tables.fetch.outerjoin(tables.article, fetched.article == stored.id))
        .where(fetched.source == source, fetched.url.startswith(f"{site}/", autoescape=True))
        .order_by(fetched.url)
    )
    with place.store.read() as conn:
        return [dict(row) for row in conn.execute(query).mappings()]


def _funnel(rows: Sequence[Record]) -> Funnel:
    counts = Counter(str(row["outcome"]) for row in rows)
    return Funnel(len(rows), **{name: counts[name] for name in (STORED, DUPLICATE, REFUSED, QUARANTINED, PENDING)})


def _known(record: Record, by_url: dict[str, Fixture]) -> Record:
    page = by_url.get(record["url"])
    known = {"page": page.id, "publisher": page.publisher, "country": page.country} if page is not None else {}
    return {"page": "", "publisher": "", "country": "", **record, **known}


def language(article: Record) -> str:
    """The first part of the language that the page declares."""
    return str(article["language"] or "unknown").split("-")[0]


def edits(articles: Iterable[Record]) -> list[Record]:
    """Every applied correction with what stands on either side."""
    return [
        _edit(article, correction)
        for article in articles
        for correction in article["corrections"]
        if correction["outcome"] == Outcome.APPLY
    ]


def _edit(article: Record, correction: Record) -> Record:
    text = article["original_title" if correction["part"] == "title" else "original_text"]
    start, end = correction["start"], correction["end"]
    return {
        **correction,
        "page": article["page"],
        "language": language(article),
        "left": text[max(0, start - CONTEXT) : start],
        "right": text[end : end + CONTEXT],
    }


def figures(findings: Findings) -> Record:
    """Counts for the closing note and for later comparison."""
    articles, applied = findings.articles, edits(findings.articles)
    words = Counter[str]()
    for article in articles:
        words[language(article)] += len(article["original_text"].split())
    rulings = Counter((c["outcome"], c["rule"]) for article in articles for c in article["corrections"])
    by_outcome: dict[str, dict[str, int]] = {}
    for (outcome, rule), count in sorted(rulings.items()):
        by_outcome.setdefault(outcome, {})[rule] = count
    edited = Counter(edit["language"] for edit in applied)
    return {
        "funnel": asdict(findings.funnel),
        "adds_up": findings.funnel.adds_up,
        "reasons": _reasons(findings.ends),
        "lost": findings.lost,
        "rulings": by_outcome,
        "articles": len(articles),
        "words": words.total(),
        "by_language": {
            name: {
                "articles": sum(language(article) == name for article in articles),
                "words": count,
                "edits": edited[name],
                "edits_per_10000_words": round(PER * edited[name] / count, 2) if count else 0.0,
            }
            for name, count in words.most_common()
        },
        "rebuilt": findings.rebuilt,
        "mismatches": findings.mismatches,
        "seconds": {name: round(value, 1) for name, value in findings.seconds.items()},
    }


def _reasons(ends: Iterable[Record]) -> dict[str, int]:
    counted = Counter(f"{end['outcome']}: {end['reason'].split(' http')[0][:80]}" for end in ends)
    return dict(counted.most_common())


def write(folder: Path, findings: Findings) -> Record:
    """articles.jsonl, edits.tsv, refused.tsv and figures.json; returns the figures."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(article, ensure_ascii=False, sort_keys=True) + "\n" for article in findings.articles)
    (folder / "articles.jsonl").write_text("".join(lines), encoding="utf-8")
    _table(folder / "edits.tsv", EDIT_COLUMNS, edits(findings.articles))
    away = [end for end in findings.ends if end["outcome"] not in {STORED, DUPLICATE}]
    _table(folder / "refused.tsv", REFUSED_COLUMNS, away)
    counted = figures(findings)
    (folder / "figures.json").write_text(json.dumps(counted, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return counted


def _table(path: Path, columns: Sequence[str], rows: Iterable[Record]) -> None:
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink, dialect="excel-tab", lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow(["" if row[c] is None else str(row[c]).replace("\n", "⏎") for c in columns])


def summary(counted: Record) -> str:
    """The figures as a person reads them."""
    funnel, seconds = counted["funnel"], counted["seconds"]
    lines = [
        f"Found {funnel['found']} = {funnel['stored']} stored + {funnel['duplicate']} duplicate + "
        f"{funnel['refused']} refused + {funnel['quarantined']} in quarantine"
        + ("" if counted["adds_up"] else f"; {funnel['pending']} HAVE NO END"),
        *(f"  {count:>4}  {reason}" for reason, count in counted["reasons"].items()),
        f"{counted['articles']} articles, {counted['words']:,} words, {sum(seconds.values()) / 60:.1f} minutes "
        f"({', '.join(f'{name} {value:.0f} s' for name, value in seconds.items())})",
        f"{counted['rebuilt']} stored texts rebuilt from raw page and log, {len(counted['mismatches'])} differ",
    ]
    for outcome, rules in counted["rulings"].items():
        lines.append(f"{outcome}: {sum(rules.values())}")
        lines += [f"  {count:>4}  {rule}" for rule, count in sorted(rules.items(), key=lambda item: -item[1])]
    lines.append("Language      articles    words   edits   per 10,000 words")
    for name, row in counted["by_language"].items():
        lines.append(
            f"{name:<12} {row['articles']:>9} {row['words']:>8} {row['edits']:>7} {row['edits_per_10000_words']:>18}"
        )
    lines += [f"LOST: {page} was never found" for page in counted["lost"]]
    lines += [f"DIFFERS: {mismatch}" for mismatch in counted["mismatches"]]
    return "\n".join(lines)

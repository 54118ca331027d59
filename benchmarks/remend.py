"""How long `newsmend remend` takes after one rule was withdrawn, and whether it changes what it should alone.

    python -m benchmarks.remend [ARTICLES]

Fills a SQLite store with articles (10,000 unless said otherwise), every fifth of which has a doubled word; withdraws
`duplication.word`; remends; compares every text.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

from pipeline.flow import standing
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.remend import remend
from pipeline.flow.workplace import Workplace, workplace
from pipeline.model.article import Article, Paragraph
from pipeline.model.page import Page
from pipeline.settings import load
from pipeline.store import articles, documents, log, mendings, pages

RULE = "duplication.word"
AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
DAY = date(2026, 3, 14)
PLACES = ("Tartu", "Narva", "Valga", "Rakvere", "Haapsalu", "Paide", "Viljandi")


def body(n: int) -> str:
    """Every fifth has the fault; every third another one."""
    doubled, space = ("the the" if n % 5 == 0 else "the"), (" ," if n % 3 == 0 else ",")
    return (
        f"The council of {PLACES[n % 7]} met on Monday{space} and {doubled} mayor spoke of bridge number {n}.\n"
        f"Nobody asked what the work would cost. The next meeting is in week {n % 50 + 1}."
    )


def fill(place: Workplace, count: int) -> list[str]:
    """Stores and mends them; their ids."""
    ids = []
    for start in range(0, count, 500):
        with place.store.begin() as conn:
            for n in range(start, min(start + 500, count)):
                url = f"https://news.test/{n}"
                page = pages.add(conn, Page(url, url, 200, str(n).encode(), AT, {}), "bench/a.warc.gz")
                paragraphs = tuple(Paragraph(line) for line in body(n).split("\n"))
                made = Article(url, f"Bridge {n} is planned", paragraphs, published=AT)
                ids.append(articles.upsert(conn, "bench", made, DAY + timedelta(n % 30), page, AT)[0])
    mend_articles(place, ids)
    return ids


def clean(place: Workplace, ids: list[str]) -> dict[str, str]:
    with place.store.read() as conn:
        texts = documents.current(conn, ids)
        made = mendings.latest(conn, [text.id for text in texts])
    return {text.article: made[text.id].clean_text for text in texts if text.part == "body"}


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as home, workplace(load({"NEWSMEND_HOME": home}), migrate=True) as place:
        began = time.perf_counter()
        ids = fill(place, count)
        filled, before = time.perf_counter() - began, clean(place, ids)
        standing.withdraw(place, RULE, "benchmark", "measured")
        began = time.perf_counter()
        done = remend(place)
        took, after = time.perf_counter() - began, clean(place, ids)
        changed = {id for id in ids if before[id] != after[id]}
        wanted = {id for n, id in enumerate(ids) if n % 5 == 0}
        explained = all(
            s.rule == RULE and "withdrawn by benchmark" in s.because for t in done.touched for s in t.shifts
        )
        began = time.perf_counter()
        again = remend(place)
        idle = time.perf_counter() - began
        with place.store.read() as conn:
            whole = log.verify_chain(conn, "bench") is None
    print(f"{count} articles filled and mended in {filled:.0f} s")
    print(f"remended in {took:.1f} s: {done.asked} read with the rules, {len(done.touched)} texts changed")
    print(f"changed are exactly those with the fault: {changed == wanted}")
    print(f"each explained: {explained}; log whole: {whole}")
    print(f"a second run: {idle:.1f} s, {again.asked} read, {len(again.touched)} changed")
    sys.exit(0 if changed == wanted and explained and whole and not again.touched else 1)


if __name__ == "__main__":
    main()

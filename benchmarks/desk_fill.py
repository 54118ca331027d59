"""A store as large as years of work: real mendings of a few texts, copied with their ids and seals made anew."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace
from pipeline.model.anchor import Anchor
from pipeline.model.article import Article, Paragraph
from pipeline.model.digest import digest
from pipeline.model.page import Page
from pipeline.model.proposal import Fault, Proposal
from pipeline.store import articles, chain, journal, pages, tables
from pipeline.store.columns import canonical_json

AT = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
SOURCES, DAYS, REVIEWERS, DECIDED = 20, 365, 20, 0.05
MODEL = "bench"
TEXTS = (
    "President Vladymyr Zelensky said on Monday that the the council had met in Kyiv .\n"
    "The minister did not agree,and he left in the the year 2022. Zelenskyi came back .\n"
    "He have went home on 31 February 2026.\nIn Turin , 17 % of of voters said no.",
    "The council met on Monday .\nIt rained all day, and nobody spoke .\n"
    "Of the 250 members , 40 were were absent.\nThe Prime Minister of Canada, Mark Carney , said so.",
    "Press time: the the minister of finance spoke.\nHe said : “ We will not raise taxes .”\n"
    "The talks of of 30 February ended without a result .\nMr. Smith , aged 300, lives in Leeds.",
    "Chancellor Olaf Sholz met Emmanuel Macron in Paris .\nMacron said that Sholz had promised 5 billion euros.\n"
    "The the two will meet again on 12 May .",
)
LAST = "Report {n} ends here."


@dataclass(slots=True)
class Rows:
    """What is copied into each table, and where each log has come to."""

    by_table: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    said: tuple[int, str] = (0, journal.genesis("decision"))

    def add(self, table: str, row: dict[str, Any]) -> None:
        self.by_table.setdefault(table, []).append(row)


def fill(place: Workplace, rulings: int) -> Iterator[int]:
    """Adds so many rulings; gives the count as it grows."""
    models = [_model(place, n) for n in range(len(TEXTS))]
    with place.store.begin() as conn:
        indexes = _drop_indexes(conn)
    rows, chance, done, n = Rows(), random.Random(1), 0, 1000
    while done < rulings:
        for _ in range(500):
            done += _clone(rows, models[n % len(models)], n, chance)
            n += 1
        with place.store.begin() as conn:
            _copy(conn, rows)
        yield done
    with place.store.begin() as conn:
        _heads(conn, rows)
        for definition in indexes:
            conn.exec_driver_sql(definition.replace("%", "%%"))
    with place.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.exec_driver_sql("VACUUM ANALYZE")


def _drop_indexes(conn: Connection) -> list[str]:
    """Takes away what COPY would keep in order row by row; what makes it again."""
    found = conn.exec_driver_sql(
        "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index "
        "JOIN pg_class ON pg_class.oid = indrelid JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname = 'public' AND NOT indisunique AND relname IN ('review_item', 'ruling', 'proposal', 'article')"
    ).all()
    for name, _ in found:
        conn.exec_driver_sql(f"DROP INDEX {name}")
    return [str(made) for _, made in found]


def _model(place: Workplace, n: int) -> dict[str, Any]:
    body, url = f"{TEXTS[n]}\n{LAST.format(n=n)}", f"https://bench.test/{n}"
    page = Page(url, url, 200, f"<p>{body}</p>".encode(), AT, {})
    article = Article(url, f"Talk {n}", tuple(Paragraph(line) for line in body.split("\n")), published=AT)
    with place.store.begin() as conn:
        id, _ = articles.upsert(conn, MODEL, article, AT.date(), pages.add(conn, page, f"{MODEL}/{n}.warc.gz"), AT)
    mend_articles(place, [id])
    with place.store.read() as conn:

        def found(table: Any, *where: Any) -> list[dict[str, Any]]:
            return [dict(row) for row in conn.execute(select(table).where(*where)).mappings()]

        [article_row] = found(tables.article, tables.article.c.id == id)
        texts = found(tables.document, tables.document.c.article == id)
        made = [found(tables.mending, tables.mending.c.document == text["id"])[0] for text in texts]
        said = [found(tables.ruling, tables.ruling.c.mending == mending["id"]) for mending in made]
        items = {row["proposal"]: row for row in found(tables.review_item, tables.review_item.c.article == id)}
    return {"n": n, "article": article_row, "texts": list(zip(texts, made, said, strict=True)), "items": items}


def _clone(rows: Rows, model: Mapping[str, Any], n: int, chance: random.Random) -> int:
    source, day = f"s{n % SOURCES:02}", AT.date() - timedelta(days=chance.randrange(DAYS))
    url = f"https://bench.test/{n}"
    article = model["article"] | {"id": articles.article_id(source, url), "source": source, "url": url, "day": day}
    rows.add("article", article | {"title": f"Talk {n}"})
    count = 0
    for text, mending, rulings in model["texts"]:
        old, new = (f"Talk {model['n']}", f"Talk {n}") if text["part"] == "title" else (
            LAST.format(n=model["n"]), LAST.format(n=n),
        )  # fmt: skip
        body = str(text["text"]).replace(old, new)
        sha = digest(body)
        own = {"id": digest(article["id"], text["part"], sha), "article": article["id"], "text_sha": sha, "text": body}
        rows.add("document", text | own)
        id, clean = digest(own["id"], mending["run"], mending["decisions_sha"]), mending["clean_text"].replace(old, new)
        rows.add(
            "mending", mending | {"id": id, "document": own["id"], "clean_text": clean, "clean_sha": digest(clean)}
        )
        for ruling in rulings:
            _ruling(rows, model, ruling, source, day, mending["run"], own, id, chance)
            count += 1
    return count


def _ruling(
    rows: Rows,
    model: Mapping[str, Any],
    ruling: Mapping[str, Any],
    source: str,
    day: date,
    run: str,
    document: Mapping[str, Any],
    mending: str,
    chance: random.Random,
) -> None:
    anchor = Anchor(ruling["start_offset"], ruling["end_offset"], ruling["before"], document["text_sha"])
    proposal = Proposal(anchor, ruling["replacements"], Fault(ruling["fault"]), ruling["rule"], 0.0, "").id
    seq, last = rows.heads.get(source, (0, chain.genesis(source)))
    row = {**ruling, "source": source, "seq": seq + 1, "mending": mending, "proposal": proposal, "prev_hash": last}
    row["hash"] = chain.seal(last, row)
    rows.heads[source] = (seq + 1, row["hash"])
    seen = {"first_seen_run": run, "last_seen_run": run}
    rows.add("proposal", {"id": proposal, "text_sha": document["text_sha"], "rule": ruling["rule"], **seen})
    rows.add("ruling", row)
    place = {"document": document["id"], "article": document["article"], "day": day, "source": source, "seq": seq + 1}
    item = model["items"][ruling["proposal"]] | place | {"proposal": proposal}
    if chance.random() < DECIDED:
        item |= _decision(rows, proposal, chance)
    rows.add("review_item", item)


def _decision(rows: Rows, proposal: str, chance: random.Random) -> dict[str, Any]:
    verdict, state = chance.choice((("REJECT", "rejected"), ("UNSURE", "unsure"), ("UNSURE", "unsure")))
    seq, last = rows.said
    at = AT + timedelta(seconds=seq)
    content: dict[str, Any] = {"proposal": proposal, "verdict": verdict, "actor": f"r{chance.randrange(REVIEWERS):02}"}
    content |= {"replacement": None, "note": ""}
    key = digest(canonical_json(content | {"at": at.isoformat()}))
    row = {"seq": seq + 1, "key": key, **content, "at": at}
    hash = journal.seal_of(last, "decision", row)
    rows.said = (seq + 1, hash)
    rows.add("decision", row)
    rows.add("journal", {"log": "decision", "seq": seq + 1, "key": key, "prev_hash": last, "hash": hash})
    return {"state": state, "version": seq + 1, "actor": content["actor"], "decided_at": at}


def _copy(conn: Connection, rows: Rows) -> None:
    """By PostgreSQL's COPY; the rows are let go. Keys between tables hold by the order."""
    cursor = conn.connection.cursor()
    cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys hold by construction
    for table in tables.metadata.sorted_tables:
        found = rows.by_table.pop(table.name, [])
        if not found:
            continue
        names, sink = [column.name for column in table.c], io.StringIO()
        csv.writer(sink).writerows([[_cell(row.get(name)) for name in names] for row in found])
        sink.seek(0)
        columns = ", ".join(f'"{name}"' for name in names)
        cursor.copy_expert(f"COPY \"{table.name}\" ({columns}) FROM STDIN (FORMAT csv, NULL '\\N')", sink)


def _cell(value: object) -> object:
    if value is None:
        return r"\N"
    if isinstance(value, tuple | list):
        return canonical_json(list(value))
    return value.isoformat() if isinstance(value, datetime | date) else value


def _heads(conn: Connection, rows: Rows) -> None:
    for source, (seq, hash) in rows.heads.items():
        conn.execute(tables.chain.insert().values(source=source, seq=seq, hash=hash))
    conn.execute(tables.journal_head.insert().values(log="decision", seq=rows.said[0], hash=rows.said[1]))
    conn.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('decision', 'seq'), {max(rows.said[0], 1)})")

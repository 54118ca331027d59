"""What finding and fetching costs: sitemaps, feeds, copies, hosts, and a second look at an unchanged site.

Run it: `python -m benchmarks.fetching`. Each figure is printed beside its bar; the exit code is 1 where one is missed.
Everything runs on this machine: a site of ours on 127.0.0.1, and a store in a folder that is removed.
"""

from __future__ import annotations

import random
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread

from pipeline.fetch.feed_tolerant import parse as parse_tolerant
from pipeline.fetch.feeds import parse_feed
from pipeline.fetch.sitemaps import parse_sitemap
from pipeline.flow.discover import discover_day
from pipeline.flow.ingest import ingest_day, ingest_keys
from pipeline.flow.shared_pace import SharedSlots
from pipeline.flow.workplace import Workplace, workplace
from pipeline.model.page import Page
from pipeline.settings import load
from pipeline.text.fingerprint import bands, fingerprint, similarity
from tests.sites import demo_site

URLS, ENTRIES, ARTICLES, PAIRS = 50_000, 100, 100, 200
MOMENT = datetime(2026, 11, 20, 8, tzinfo=UTC)
WORDS = 500
LISTS = re.compile(r"/(?:section/.*|sitemap.*|robots\.txt|[a-z-]+\.xml|)$")


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` must be below `bar`, or above it where `at_least` is set."""

    name: str
    value: float
    unit: str
    bar: float
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value < self.bar

    def line(self) -> str:
        sign = ">=" if self.at_least else "<"
        mark = "ok  " if self.holds else "MISS"
        return f"{mark} {self.name:<52} {self.value:9.3f} {self.unit:<4} (bar {sign} {self.bar:g})"


def news_sitemap(count: int) -> bytes:
    """A sitemap of so many addresses with all that news sitemaps say; 50,000 are about 20 MB."""
    entry = (
        "<url><loc>https://news.test/world/2026/11/20/a-story-with-a-rather-long-slug-{n}</loc>"
        "<lastmod>2026-11-20T08:00:00+00:00</lastmod><news:news><news:publication><news:name>News</news:name>"
        "<news:language>en</news:language></news:publication><news:publication_date>2026-11-20T08:00:00Z"
        "</news:publication_date><news:title>The title of story number {n}</news:title></news:news></url>"
    )
    head = (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
    )
    return (head + "".join(entry.format(n=n) for n in range(count)) + "</urlset>").encode()


def rss(count: int, base: str = "https://news.test", text: str = "") -> bytes:
    """A feed of so many items."""
    item = (
        "<item><title>Story {n}</title><link>{base}/a/{n}</link><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>"
        "<description><![CDATA[<p>{text}</p>]]></description></item>"
    )
    items = "".join(item.format(n=n, base=base, text=text) for n in range(count))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


def sitemap_figures() -> Iterator[Figure]:
    body = news_sitemap(URLS)
    before, started = _memory(), time.process_time()
    read = sum(1 for _ in parse_sitemap(body, "https://news.test/sitemap.xml"))
    yield Figure(f"a sitemap of {read:,} addresses, {len(body) / 1e6:.0f} MB", time.process_time() - started, "s", 1.5)
    yield Figure("  memory beside the body", (_peak() - before) / 1e6, "MB", 100)


def feed_figures() -> Iterator[Figure]:
    body = rss(ENTRIES, text="A sentence of the story, with <b>markup</b>. " * 130)
    page = Page("https://news.test/rss", "https://news.test/rss", 200, body, MOMENT, {"content-type": "text/xml"})
    fast = _median(lambda: parse_feed(page), 20)
    slow = _median(lambda: parse_tolerant(body, "text/xml", page.final_url), 3)
    yield Figure(f"a feed of {ENTRIES} whole texts, {len(body) / 1e3:.0f} kB", 1e3 * fast, "ms", 20)
    yield Figure("  times faster than feedparser", slow / fast, "x", 2, at_least=True)


def copy_figures() -> Iterator[Figure]:
    """Texts of which so many runs of three words are the same, found by their bands and measured by their minima."""
    chance = random.Random(7)
    words = [f"word{n}" for n in range(8_000)]
    texts = [" ".join(chance.choices(words, k=WORDS)) for _ in range(PAIRS)]
    cost = _median(lambda: fingerprint("A title", texts[0]), 50)
    yield Figure(f"one fingerprint of {WORDS} words", 1e3 * cost, "ms", 5)
    edited = [_edited(text, chance) for text in texts]
    pairs = [(fingerprint("", a).signature, fingerprint("", b).signature) for a, b in zip(texts, edited, strict=True)]
    found = sum(1 for a, b in pairs if set(bands(a)) & set(bands(b)) and similarity(a, b) >= 0.6)
    yield Figure("edited copies found (a quarter cut, words added)", found / PAIRS, "", 0.95, at_least=True)
    others = pairwise(pairs)
    wrong = sum(1 for (a, _), (b, _) in others if similarity(a, b) >= 0.6)
    yield Figure("unrelated texts taken for copies", wrong / (PAIRS - 1), "", 0.001)


def _edited(text: str, chance: random.Random) -> str:
    words = text.split()
    cut = words[: int(len(words) * chance.uniform(0.75, 1.0))]
    return " ".join(["THE", "HAGUE", "(Agency)", *cut, "Sign", "up", "for", "our", "newsletter"])


def host_figures() -> Iterator[Figure]:
    with _place("http://127.0.0.1:9") as place:
        slots = SharedSlots(place.store)
        cost = _median(lambda: slots.reserve("news.test:443", 0, 60), 200)
    yield Figure("one moment of a host taken (SQLite, one transaction)", 1e3 * cost, "ms", 20)


def second_look_figures() -> Iterator[Figure]:
    with _site() as (url, asked), _place(url) as place:
        first = _timed(place)
        requests = len(asked)
        again = _timed(place)
        articles = sum(1 for path in asked[requests:] if path.startswith("/a/"))
    yield Figure(f"a day of {ARTICLES} articles, at a pace of 20 a second", first, "s", 60)
    yield Figure("  the same day again: article requests", articles, "", 1)
    yield Figure("  its share of the first one's time", 100 * again / first, "%", 5)


def demo_figures() -> Iterator[Figure]:
    """The whole job on the demo site, with mending and publishing, at no pace: the worst case of a second look."""
    asked: list[str] = []
    with demo_site(MOMENT, per_day=ARTICLES, asked=asked) as url, tempfile.TemporaryDirectory() as home:
        env = {"NEWSMEND_HOME": home, "NEWSMEND_DEMO_URL": url}
        with workplace(load(env), migrate=True) as place:
            source, day = place.source("demo"), MOMENT.date() - timedelta(days=1)
            times, requests, ends = [], [], []
            for _ in range(2):
                before, started = len(asked), time.monotonic()
                ends.append(ingest_day(place, source, day).outcomes)
                times.append(time.monotonic() - started)
                requests.append(sum(1 for path in asked[before:] if not LISTS.match(path)))
    yield Figure(
        f"the demo site, {sum(ends[0].values())} articles: found, stored, mended, published", times[0], "s", 300
    )
    yield Figure("  the same day again: article requests", requests[1], "", 1)
    yield Figure("  its share of the first one's time", 100 * times[1] / times[0], "%", 5)
    assert requests[0] >= sum(ends[0].values()) > 0 == sum(ends[1].values())


def _timed(place: Workplace) -> float:
    """Finding, fetching, extracting and storing; mending is another part's cost."""
    started = time.monotonic()
    with place.client() as client:
        found = discover_day(place, client, place.source("bench"), MOMENT.date())
    ends = ingest_keys(place, found.due)
    assert set(ends) <= {"stored"}, ends
    return time.monotonic() - started


@contextmanager
def _place(url: str) -> Iterator[Workplace]:
    with tempfile.TemporaryDirectory() as name:
        sources = Path(name) / "sources"
        sources.mkdir()
        lines = ("id: bench", "name: Bench", f"home: {url}/", "feeds: [/rss]", "pace: 0.05", "loopback: true")
        (sources / "bench.yaml").write_text("\n".join(lines) + "\n")
        env = {"NEWSMEND_HOME": str(Path(name) / "home"), "NEWSMEND_SOURCES": str(sources)}
        with workplace(load(env), migrate=True) as place:
            yield place


@contextmanager
def _site() -> Iterator[tuple[str, list[str]]]:
    """Articles of ours without validators: what spares their requests is what we know, not what the server says."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = rss(ARTICLES, url) if self.path == "/rss" else _article(self.path)
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("content-type", "text/html")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield url, asked
    finally:
        server.shutdown()
        server.server_close()


def _article(path: str) -> bytes:
    chance = random.Random(path)
    words = [
        chance.choice(("The", "council", "of", "the", "town", "said", "bridge", "opens", path)) for _ in range(300)
    ]
    paragraphs = "".join(f"<p>{' '.join(words[n : n + 60])}.</p>" for n in range(0, 300, 60))
    when = (MOMENT + timedelta(minutes=len(path))).isoformat()
    head = f'<title>Story {path}</title><meta property="og:type" content="article">'
    head += f'<meta property="article:published_time" content="{when}">'
    return (
        f"<html lang=en><head>{head}</head><body><article><h1>Story {path}</h1>{paragraphs}</article></body>".encode()
    )


def _median(job: Callable[[], object], times: int) -> float:
    return statistics.median(_cost(job) for _ in range(times))


def _cost(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started


def _memory() -> int:
    """Bytes in use now; where the system can, `_peak` counts from now on."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return _peak()
    return _field("VmRSS")


def _peak() -> int:
    try:
        return _field("VmHWM")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _field(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith(name)).split()[1])


def main() -> int:
    """Prints every figure; 1 where a bar is missed."""
    missed = False
    for part in (sitemap_figures, feed_figures, copy_figures, host_figures, second_look_figures, demo_figures):
        for figure in part():
            print(figure.line(), flush=True)
            missed |= not figure.holds
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

"""Found = stored + duplicate + refused + quarantined: one run in which each of them happens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.flow.dry_run import plan
from pipeline.flow.ingest import ingest_day
from pipeline.flow.retry import chosen, retry
from pipeline.flow.workplace import Workplace
from pipeline.model.source import Source
from pipeline.store import fetches
from tests.flow.conftest import NOW

DAY = NOW.date()
WORDS = "The harbour board of Lindholm met on Friday and agreed to dredge the northern channel before the winter. "
STATUS = {"stored": 200, "same-words": 200, "gone": 410, "login": 200, "broken": 500}


def _feed(address: str) -> bytes:
    when = datetime.combine(DAY, time(9), UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    items = "".join(
        f"<item><title>{name}</title><link>{address}/{name}</link><pubDate>{when}</pubDate></item>" for name in STATUS
    )
    return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'.encode()


def _page(name: str) -> bytes:
    if name == "login":
        return b"<html><body><form><input type=password></form><p>Please log in.</p></body></html>"
    body = "".join(f"<p>{WORDS * 3}</p>" for _ in range(4))
    meta = f'<meta property="article:published_time" content="{DAY}T09:00:00Z">'
    title = "Harbour board agrees to dredge the northern channel"
    head = f"<head><title>{title}</title>{meta}</head>"
    return f"<html>{head}<body><article><h1>{title}</h1>{body}</article></body></html>".encode()


@contextmanager
def news_site() -> Iterator[tuple[str, dict[str, int]]]:
    """Five addresses, one for each end; their status can be changed while it runs."""
    status = dict(STATUS)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/")
            code = 200 if name == "rss.xml" else status.get(name, 404)
            body = _feed(address) if name == "rss.xml" else _page(name)
            self.send_response(code)
            self.send_header("Content-Type", "application/rss+xml" if name == "rss.xml" else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield address, status
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def news(place: Workplace) -> Iterator[tuple[Source, dict[str, int]]]:
    with news_site() as (address, status):
        source = replace(
            place.source("demo"), home=address + "/", feeds=(address + "/rss.xml",), sitemaps=(), sections=(), pace=0.0
        )
        place._sources["demo"] = source  # the use cases look it up by its id
        yield source, status


def test_it_adds_up_with_every_end(place: Workplace, news: tuple[Source, dict[str, int]]) -> None:
    source, _ = news
    funnel = ingest_day(place, source, DAY).funnel
    assert (funnel.found, funnel.stored, funnel.duplicate, funnel.refused, funnel.quarantined) == (5, 1, 1, 2, 1)
    assert funnel.adds_up
    again = ingest_day(place, source, DAY).funnel
    assert again == funnel


def test_quarantine_is_tried_again_once_the_site_is_well(place: Workplace, news: tuple[Source, dict[str, int]]) -> None:
    source, status = news
    ingest_day(place, source, DAY)
    (row,) = chosen(place, stage="fetch")
    assert row.url.endswith("/broken")
    assert retry(place, [row]).resolved == 0
    status["broken"] = 410
    done = retry(place, chosen(place, source="demo", day=DAY))
    assert (done.tried, done.resolved) == (1, 1)
    with place.store.read() as conn:
        funnel = fetches.funnel(conn, days=[DAY])
    assert (funnel.refused, funnel.quarantined) == (3, 0)
    assert funnel.adds_up
    assert chosen(place, stage="mend") == []


def test_a_dry_run_tells_what_the_run_then_does(place: Workplace, news: tuple[Source, dict[str, int]]) -> None:
    source = replace(news[0], pace=12.0)
    (before,) = plan(place, [source], [DAY])
    assert (before.found, before.articles, before.edits) == (5, 5, None)
    assert list(before.hosts.values()) == [5]
    assert before.minutes == pytest.approx(1.0)
    with place.store.read() as conn:
        assert fetches.funnel(conn).found == 0
    ingest_day(place, news[0], DAY)
    (after,) = plan(place, [source], [DAY])
    assert (after.found, after.articles) == (5, 1)  # the one in quarantine
    assert after.edits is not None
    assert "5 found, 1 to fetch" in str(after)

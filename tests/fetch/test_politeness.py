from __future__ import annotations

import threading
import time
from dataclasses import replace
from itertools import pairwise

from pipeline.fetch.client import Client
from pipeline.fetch.politeness import Pace
from pipeline.model.source import Source
from tests.fetch.server import Site


def _starts(site: Site, client: Client, source: Source, count: int) -> float:
    started = time.monotonic()
    for _ in range(count):
        client.get(f"{site.url}/a", source)
    return time.monotonic() - started


def test_pace_of_the_source(site: Site, client: Client, source: Source) -> None:
    site.add("/a", "x")
    # robots.txt and three pages: three pauses
    assert 0.6 <= _starts(site, client, replace(source, pace=0.2), 3) < 1.2


def test_crawl_delay_wins_where_it_is_longer(site: Site, client: Client, source: Source) -> None:
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
    site.add("/a", "x")
    assert 0.6 <= _starts(site, client, source, 2) < 1.2


def test_crawl_delay_is_bounded(site: Site, client: Client, source: Source) -> None:
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 86400")
    assert client.robots.rules(f"{site.url}/a", source).delay("Newsmend") == 60


def test_hosts_do_not_wait_for_one_another() -> None:
    pace = Pace()
    started = time.monotonic()
    for host in ("a", "b", "c"):
        pace.wait(host, 5)
    assert time.monotonic() - started < 1


def test_threads_take_turns() -> None:
    pace, starts = Pace(), []

    def ask() -> None:
        pace.wait("host", 0.1)
        starts.append(time.monotonic())

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    starts.sort()
    assert all(later - earlier > 0.05 for earlier, later in pairwise(starts))
    assert starts[-1] - starts[0] >= 0.35

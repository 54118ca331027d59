from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from pipeline.store import hosts, robots
from pipeline.store.database import Store

HOST = "news.test:443"


def test_moments_are_an_interval_apart(store: Store) -> None:
    waits = []
    for _ in range(4):
        with store.begin() as conn:
            waits.append(hosts.reserve(conn, HOST, 10, 60).wait)
    assert all(9 < later - earlier <= 10 for earlier, later in pairwise(waits))
    with store.begin() as conn:
        assert hosts.reserve(conn, "other.test:443", 10, 60).wait == 0


def test_many_at_once_get_a_moment_each(store: Store) -> None:
    started = time.time()

    def take(_: int) -> float:
        with store.begin() as conn:
            wait = hosts.reserve(conn, HOST, 5, 60).wait
        return time.time() + wait

    with ThreadPoolExecutor(6) as pool:
        turns = sorted(pool.map(take, range(12)))
    assert turns[-1] - started >= 11 * 5 - 1
    assert all(later - earlier > 4 for earlier, later in pairwise(turns))


def test_a_moment_that_a_killed_process_took_is_only_a_wait(store: Store) -> None:
    with store.engine.connect() as conn:  # taken, and never committed
        hosts.reserve(conn, HOST, 100, 60)
        conn.rollback()
    with store.begin() as conn:
        assert hosts.reserve(conn, HOST, 100, 60).wait == 0  # nothing was lost
    with store.begin() as conn:  # taken and committed, then killed: the next one waits its turn
        assert 90 < hosts.reserve(conn, HOST, 100, 60).wait <= 100


def test_a_hold_is_waited_for_where_it_is_short_and_told_where_it_is_long(store: Store) -> None:
    with store.begin() as conn:
        hosts.hold(conn, HOST, 30)
        assert 25 < hosts.reserve(conn, HOST, 0, 60).wait <= 30
        hosts.hold(conn, HOST, 3600)
        hosts.hold(conn, HOST, 10)  # a shorter one changes nothing
        slot = hosts.reserve(conn, HOST, 0, 60)
    assert (slot.wait, slot.dead_for) == (0, 0)
    assert 3500 < slot.held_for <= 3600


def test_strikes_add_up_until_the_host_behaves(store: Store) -> None:
    with store.begin() as conn:
        assert [hosts.strike(conn, HOST) for _ in range(3)] == [0, 1, 2]
        assert hosts.reserve(conn, HOST, 0, 60).strikes == 3
        hosts.settle(conn, HOST)
        assert hosts.strike(conn, HOST) == 0


def test_a_dead_host_is_remembered(store: Store) -> None:
    with store.begin() as conn:
        hosts.bury(conn, HOST, 600)
        slot = hosts.reserve(conn, HOST, 1, 60)
        assert 590 < slot.dead_for <= 600
        hosts.bury(conn, HOST, -1)
        assert hosts.reserve(conn, HOST, 1, 60).dead_for == 0


def test_who_lied_once_is_known_for_it(store: Store) -> None:
    with store.begin() as conn:
        assert not hosts.lies(conn, HOST)
        hosts.distrust(conn, HOST)
        hosts.distrust(conn, HOST)
        assert hosts.lies(conn, HOST)


def test_robots_are_kept_until_they_are_too_old(store: Store) -> None:
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with store.begin() as conn:
        assert robots.get(conn, "https://news.test", now) is None
        for text in ("Disallow: /a", "Disallow: /b\x00"):
            robots.put(conn, "https://news.test", status=200, refusal="", text=text, until=now + timedelta(hours=24))
        kept = robots.get(conn, "https://news.test", now)
        assert kept is not None
        assert kept.text == "Disallow: /b\ufffd"
        assert robots.get(conn, "https://news.test", now + timedelta(hours=24)) is None

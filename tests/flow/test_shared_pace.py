"""Fault tests 18 and 20: what one process learns of a host, all keep to."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.fetch.client import Client
from pipeline.fetch.politeness import Pace
from pipeline.flow.ingest import ingest_day, ingest_keys
from pipeline.flow.shared_pace import SharedRobots, SharedSlots
from pipeline.flow.workplace import Workplace, now
from pipeline.model.errors import Postponed, Throttled, Unreachable
from pipeline.model.page import Candidate
from pipeline.model.source import Source
from pipeline.store import fetches, quarantine
from pipeline.store.database import Store
from tests.hostile.server import Hostile, answer, hostile_server

OpenPlace = Callable[..., Workplace]
TURNS, PROCESSES, INTERVAL = 4, 3, 0.3


@pytest.fixture
def host() -> Iterator[Hostile]:
    with hostile_server() as one:
        yield one


def _source(host: Hostile) -> Source:
    return Source(id="demo", name="Hostile", home=f"{host.url}/", loopback=True, pace=0, feeds=(f"{host.url}/rss",))


def _client(store: Store, retries: int = 1) -> Client:
    pace, robots = Pace(SharedSlots(store)), SharedRobots(store)
    return Client(user_agent="Newsmend/0.1", pace=pace, robots=robots, retries=retries, backoff=0)


def _take_turns(url: str, out: str) -> None:
    store = Store(url)
    pace = Pace(SharedSlots(store))
    with Path(out).open("a") as sink:
        for _ in range(TURNS):
            pace.wait("news.test:443", INTERVAL)
            sink.write(f"{time.time()}\n")
            sink.flush()
    store.dispose()


def _three_processes(url: str, folder: Path) -> list[float]:
    spawn = multiprocessing.get_context("spawn")
    outs = [str(folder / f"{n}.txt") for n in range(PROCESSES)]
    processes = [spawn.Process(target=_take_turns, args=(url, out)) for out in outs]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
        assert process.exitcode == 0
    return sorted(float(line) for out in outs for line in Path(out).read_text().split())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_20_three_processes_keep_one_pace(
    open_place: OpenPlace, request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    """Fault test 20. Passes where the requests of all processes to one host are the interval apart."""
    place = open_place("paced", request.getfixturevalue("postgres_url") if kind == "postgresql" else None)
    url = place.store._url.render_as_string(hide_password=False)
    times = _three_processes(url, tmp_path)
    assert len(times) == TURNS * PROCESSES
    assert times[-1] - times[0] >= (TURNS * PROCESSES - 1) * INTERVAL - 0.1
    # a process may wake a little late, so that the next one seems early; the moments themselves are apart
    assert all(later - earlier > INTERVAL / 3 for earlier, later in pairwise(times))


def test_18_a_long_wish_is_kept_by_every_process(place: Workplace, host: Hostile) -> None:
    """Fault test 18. Passes where a wish of an hour ends the request at once, and no other process asks meanwhile."""
    host.page("/a", b"", "429 Too Many Requests", retry_after="3600")
    host.page("/b", b"here")
    source = _source(host)
    with _client(place.store) as first, pytest.raises(Throttled) as told:
        first.get(f"{host.url}/a", source)
    assert told.value.retry_after == 3600
    with _client(place.store) as second, pytest.raises(Throttled, match="left alone") as kept:
        second.get(f"{host.url}/b", source)
    assert 3500 < kept.value.retry_after <= 3600
    assert host.paths == ["/a"]


def test_18_a_short_wish_is_waited_for_by_every_process(place: Workplace, host: Hostile) -> None:
    """Fault test 18. Passes where another process that asks within the second waits for its end."""
    replies = iter([answer(b"", "503 Busy", retry_after="1"), answer(b"here")])
    host.routes["/a"] = lambda write: write(next(replies))
    host.page("/b", b"here")
    source = _source(host)
    with _client(place.store) as first, _client(place.store) as second:
        second.robots.rules(host.url, source)
        started = time.monotonic()
        assert first.get(f"{host.url}/a", source).body == b"here"
        assert time.monotonic() - started >= 0.9
        assert second.get(f"{host.url}/b", source).body == b"here"


def test_18_who_names_no_time_is_left_alone_for_longer_each_time(place: Workplace) -> None:
    """Fault test 18. Passes where the hold doubles with each refusal, up to a day, and a good answer ends that."""
    slots, other = SharedSlots(place.store), SharedSlots(place.store)
    assert [slots.strike("h", None) for _ in range(3)] == [60, 120, 240]
    assert [slots.strike("h", None) for _ in range(12)][-1] == 86_400
    assert other.reserve("h", 0, 60).held_for > 80_000
    other.settle("h")
    assert slots.strike("h", None) == 60


def test_a_dead_host_is_not_tried_by_others(place: Workplace) -> None:
    source = Source(id="x", name="x", home="http://127.0.0.1:9/", loopback=True, pace=0, robots_closed="allow")
    with _client(place.store) as first, pytest.raises(Postponed):
        first.get("http://127.0.0.1:9/a", source)
    with pytest.raises(Unreachable, match="did not answer a short time ago"):
        Pace(SharedSlots(place.store)).wait("127.0.0.1:9", 0)


def test_robots_are_read_once_for_all_processes(place: Workplace) -> None:
    from pipeline.fetch.robots import RobotsFile

    cache = SharedRobots(place.store)
    cache.put("https://news.test", RobotsFile(now() + timedelta(hours=1), 200, text="User-agent: *\nDisallow: /a"))
    source = Source(id="x", name="x", home="https://news.test/", pace=0)
    with _client(place.store) as client:  # news.test does not exist: it must not be asked
        assert not client.robots.rules("https://news.test/a", source).allow("https://news.test/a", "Newsmend")


def test_18_the_rest_of_a_throttled_batch_is_put_off_and_done_later(place: Workplace, host: Hostile) -> None:
    """Fault test 18. Passes where one request tells, none follows, all have an end, and the next day does the rest."""
    day = now().date() - timedelta(days=1)
    source = _source(host)
    host.page("/rss", b'<rss version="2.0"><channel><title>nothing new</title></channel></rss>')
    place._sources["demo"] = source
    page = (Path(__file__).parent / "article.html").read_bytes()
    found = [Candidate(f"{host.url}/{n}", "feed") for n in range(5)]
    for n in range(5):
        host.page(f"/{n}", b"", "503 Busy", retry_after="7200")
    with place.store.begin() as conn:
        keys = fetches.register(conn, "demo", day, found, now())
    assert ingest_keys(place, keys) == {"quarantined": 5}
    assert host.paths == ["/0"]
    with place.store.begin() as conn:
        assert fetches.due(conn, "demo", day, now()) == []  # nobody is asked before the time
        assert fetches.due(conn, "demo", day, now() + timedelta(seconds=7300)) == keys
        assert fetches.funnel(conn, days=[day]).adds_up
    _let_time_pass(place)
    for n in range(5):
        host.page(f"/{n}", page.replace(b"NUMBER", str(n).encode() * 40))
    report = ingest_day(place, source, day + timedelta(days=1))
    assert report.outcomes == {"stored": 5}
    with place.store.read() as conn:
        assert [row.error for row in quarantine.open_rows(conn)] == []
        assert fetches.funnel(conn, days=[day]).quarantined == 0


def _let_time_pass(place: Workplace) -> None:
    from sqlalchemy import update

    from pipeline.store import tables

    with place.store.begin() as conn:
        conn.execute(update(tables.host_pace).values(held_until=0.0))
        conn.execute(update(tables.fetch).values(retry_at=now() - timedelta(seconds=1)))

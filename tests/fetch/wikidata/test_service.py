"""The client against a real server: patience, its end, and the cache."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from pipeline.fetch.wikidata import entities, sparql
from pipeline.fetch.wikidata.cache import AGE, Cache
from pipeline.fetch.wikidata.queries import Query, people_queries, tenure_queries
from pipeline.fetch.wikidata.service import ERRORS, Services, Wikidata
from pipeline.model.errors import Denied, FetchError, Throttled, TooLarge, Unreachable
from tests.fetch.server import AGENT, Reply
from tests.fetch.wikidata.fake import Fake, person, row
from tests.fetch.wikidata.test_parse import recorded

QUERY = Query("heads", "SELECT ?startPrecision P1906")


@pytest.fixture(autouse=True)
def heads(fake: Fake) -> None:
    fake.rows["P1906"] = [row("Q22686", "2025-01-20", iso="US", label="President of the United States")]


def test_a_query_is_asked_once_and_kept(fake: Fake, wikidata: Wikidata) -> None:
    first = sparql.select(wikidata, QUERY)
    assert first[0]["person"] == "Q22686"
    assert sparql.select(wikidata, QUERY) == first
    assert len(fake.site.asked) == 1
    assert parse_qs(urlsplit(fake.site.asked[0]).query)["format"] == ["json"]
    assert fake.site.sent[0]["user-agent"] == AGENT
    assert fake.site.sent[0]["accept"] == "application/sparql-results+json"
    assert (wikidata.tally.sent, wikidata.tally.kept) == (1, 1)


def test_fresh_asks_again(fake: Fake, wikidata: Wikidata) -> None:
    sparql.select(wikidata, QUERY)
    wikidata.fresh = True
    sparql.select(wikidata, QUERY)
    assert len(fake.site.asked) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_kept(fake: Fake, wikidata: Wikidata, waits: list[float], status: int) -> None:
    fake.plan = [Reply(b"slow down", status, {"Retry-After": "17"})]
    assert sparql.select(wikidata, QUERY)
    assert waits == [17.0]


def test_a_wait_that_is_too_long_ends_the_run(fake: Fake, wikidata: Wikidata, waits: list[float]) -> None:
    fake.plan = [Reply(b"", 429, {"Retry-After": "3600"})]
    with pytest.raises(Throttled, match="3600 s") as caught:
        sparql.select(wikidata, QUERY)
    assert (caught.value.retry_after, waits) == (3600.0, [])


BROKEN = {
    "500": Reply(b"java.util.concurrent.TimeoutException", 500),
    "garbage": Reply(b"<html>busy</html>"),
    "cut by the service": Reply(b'{"head":{},"results":{"bindings":[{"a":\njava.util.concurrent.TimeoutException'),
    "truncated": Reply(b'{"head"', headers={"content-length": "900", "transfer-encoding": "identity"}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_asked_for_again(fake: Fake, wikidata: Wikidata, waits: list[float], broken: Reply) -> None:
    fake.plan = [broken, broken]
    assert sparql.select(wikidata, QUERY)
    assert waits == [2.0, 4.0]
    assert wikidata.tally.failed == 2


def test_three_broken_answers_are_an_error(fake: Fake, wikidata: Wikidata) -> None:
    fake.plan = [Reply(b"", 500)] * 3
    with pytest.raises(Unreachable, match=r"the server failed \(500\)"):
        sparql.select(wikidata, QUERY)
    assert list(wikidata.cache.folder.glob("*")) == []


def test_the_errors_of_a_refresh_are_counted(fake: Fake, wikidata: Wikidata) -> None:
    fake.plan = [reply for _ in range(ERRORS) for reply in (Reply(b"", 500), None)]
    for number in range(ERRORS - 1):
        sparql.select(wikidata, Query(str(number), f"?startPrecision {number}"))
    with pytest.raises(FetchError, match=f"{ERRORS} answers failed"):
        sparql.select(wikidata, QUERY)
    assert len(fake.site.asked) == 2 * ERRORS - 1


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_final(fake: Fake, wikidata: Wikidata, status: int) -> None:
    fake.plan = [Reply(b"", status)]
    with pytest.raises(FetchError, match=f"refused \\({status}\\)"):
        sparql.select(wikidata, QUERY)
    assert len(fake.site.asked) == 1


def test_a_redirect_leads_nowhere(fake: Fake, wikidata: Wikidata) -> None:
    fake.plan = [Reply(b"", 302, {"Location": "http://169.254.169.254/"})]
    with pytest.raises(FetchError):
        sparql.select(wikidata, QUERY)
    assert len(fake.site.asked) == 1


def test_ten_megabytes_are_refused(fake: Fake, wikidata: Wikidata) -> None:
    fake.plan = [Reply(b'{"results":{"bindings":[' + b" " * 10_000_000 + b"]}}")]
    with pytest.raises(TooLarge):
        sparql.select(wikidata, QUERY)
    assert len(fake.site.asked) == 1


def test_too_few_rows_are_no_answer(fake: Fake, wikidata: Wikidata) -> None:
    with pytest.raises(Unreachable, match="121 rows, 500 are the least"):
        sparql.select(wikidata, replace(QUERY, least=500))
    assert len(fake.site.asked) == 3


def test_this_machine_is_closed_outside_of_tests(fake: Fake, tmp_path: Path) -> None:
    services = replace(fake.services, loopback=False)
    with Wikidata(AGENT, Cache(tmp_path), services) as one, pytest.raises(Denied):
        sparql.select(one, QUERY)
    assert fake.site.asked == []


def test_no_network(tmp_path: Path, waits: list[float]) -> None:
    services = Services("http://127.0.0.1:9/sparql", "http://127.0.0.1:9/api", loopback=True, pace=0)
    with Wikidata(AGENT, Cache(tmp_path), services, sleep=waits.append) as one, pytest.raises(Unreachable) as caught:
        sparql.select(one, QUERY)
    assert caught.value.status == 0


def test_entities_come_fifty_at_a_time(fake: Fake, wikidata: Wikidata) -> None:
    fake.add(*(person(f"Q{n}", f"Ann Lee{n}") for n in range(1, 121)))
    found = entities.fetch(wikidata, [*fake.people, "Q77777", "P31", "Q0", "x|y"], ["uk", "en"])
    assert (len(found), found["Q120"].name) == (120, "Ann Lee120")
    asked = [parse_qs(urlsplit(path).query) for path in fake.site.asked]
    assert [len(one["ids"][0].split("|")) for one in asked] == [50, 50, 21]
    assert {one["languages"][0] for one in asked} == {"en|mul|uk"}
    assert {one["maxlag"][0] for one in asked} == {"5"}


def test_lag_is_waited_out(fake: Fake, wikidata: Wikidata, waits: list[float]) -> None:
    fake.add(person("Q1", "Ann Lee"))
    fake.plan = [Reply(recorded("maxlag.json"), 200, {"Retry-After": "5"})]
    assert entities.fetch(wikidata, ["Q1"], [])["Q1"].name == "Ann Lee"
    assert waits == [6.35]


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 3, 17, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


def test_the_cache_forgets_and_trusts_nothing_broken(tmp_path: Path) -> None:
    clock = Clock()
    cache = Cache(tmp_path / "cache", now=clock)
    cache.put("u", {"a": "1"}, b'{"x": 1}\n\x00')
    assert cache.get("u", {"a": "1"}) == b'{"x": 1}\n\x00'
    assert cache.get("u", {"a": "2"}) is None
    clock.at += AGE + timedelta(seconds=1)
    assert cache.get("u", {"a": "1"}) is None
    clock.at -= 2 * AGE  # written in the future
    assert cache.get("u", {"a": "1"}) is None
    clock.at += AGE
    (kept,) = cache.folder.glob("*.answer")
    for broken in (b"", b"{}", kept.read_bytes()[:-1], b"nonsense\nbody", json.dumps([1]).encode() + b"\nbody"):
        kept.write_bytes(broken)
        assert cache.get("u", {"a": "1"}) is None


def test_the_cache_is_pruned(tmp_path: Path) -> None:
    cache = Cache(tmp_path, now=lambda: datetime.now(UTC) + timedelta(days=30))
    cache.put("u", {}, b"x")
    (tmp_path / "other").write_text("not ours")
    cache.prune()
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def queries() -> Iterator[Query]:
    yield from tenure_queries(date(2025, 1, 1), ["US", "FR", "NATO", *(f"A{n}" for n in range(9))])
    yield from (query for _, query in people_queries())


def test_queries_are_whole() -> None:
    found = list(queries())
    assert len({query.name for query in found}) == len(found)
    assert len([query for query in found if query.name.startswith("ministers")]) == 2
    for query in found:
        assert query.text.count("{") == query.text.count("}")
        assert "%s" not in query.text
        assert "NATO" not in query.text
        assert len(query.text) < 4_000  # it travels in an address

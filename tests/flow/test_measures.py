"""What a StatsD collector hears of a day, on a real socket."""

from __future__ import annotations

import json
import re
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.flow.ingest import ingest_day
from pipeline.flow.log import log_rows
from pipeline.flow.measures import count
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import UsageError
from pipeline.model.ruling import Outcome
from pipeline.settings import load
from tests.flow.conftest import NOW

DAY = NOW.date() - timedelta(days=1)
DASHBOARD = Path(__file__).resolve().parents[2] / "docs" / "grafana" / "newsmend.json"
ENDS = ("stored", "duplicate", "refused", "quarantined")


@pytest.fixture
def collector() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
        listening.bind(("127.0.0.1", 0))
        listening.setblocking(False)
        yield listening


def heard(collector: socket.socket) -> Counter[str]:
    counts: Counter[str] = Counter()
    try:
        while True:
            for line in collector.recv(65_536).decode().splitlines():
                name, _, value = line.partition(":")
                assert re.fullmatch(r"\d+\|c", value)
                counts[name] += int(value.partition("|")[0])
    except BlockingIOError:
        return counts


def test_a_day_is_counted_as_its_funnel_and_its_log(place: Workplace, collector: socket.socket) -> None:
    place.settings = replace(place.settings, statsd=f"127.0.0.1:{collector.getsockname()[1]}")
    report = ingest_day(place, place.source("demo"), DAY)
    counts = heard(collector)
    assert counts["newsmend.found.demo"] == report.funnel.found
    assert {end: counts[f"newsmend.{end}.demo"] for end in ENDS} == {end: getattr(report.funnel, end) for end in ENDS}
    edits = Counter(f"newsmend.edit_{row.outcome.lower()}.demo" for row in log_rows(place))
    assert edits
    assert {name: value for name, value in counts.items() if ".edit_" in name} == dict(edits)
    ingest_day(place, place.source("demo"), DAY)
    assert not any(".edit_" in name or ".stored." in name for name in heard(collector))


def test_a_collector_that_is_down_costs_nothing(place: Workplace) -> None:
    place.settings = replace(place.settings, statsd="127.0.0.1:9")
    for _ in range(2):  # the second send hears that nobody listened to the first
        count(place.settings, "demo", {"found": 1})
    funnel = ingest_day(place, place.source("demo"), DAY).funnel
    assert funnel.found == sum(getattr(funnel, end) for end in ENDS) > 0


def test_a_source_cannot_write_a_metric_of_its_own(collector: socket.socket) -> None:
    settings = load({"NEWSMEND_STATSD": f"127.0.0.1:{collector.getsockname()[1]}"})
    count(settings, "a:9|c\nevil.b", {"found": 2, "stored": 0})
    assert heard(collector) == {"newsmend.found.a_9_c_evil_b": 2}


@pytest.mark.parametrize("address", ["collector", "h:", ":8125", "h:0", "h:99999", "h:x"])
def test_a_wrong_address_is_said(address: str) -> None:
    with pytest.raises(UsageError, match="NEWSMEND_STATSD"):
        count(load({"NEWSMEND_STATSD": address}), "demo", {"found": 1})


def test_the_dashboard_asks_for_what_is_sent() -> None:
    """A StatsD exporter makes newsmend_found_demo of newsmend.found.demo."""
    sent = {"found", *ENDS, *(f"edit_{outcome.lower()}" for outcome in Outcome)}
    panels = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    asked = [t["expr"] for panel in panels for t in panel["targets"] if "newsmend_" in t.get("expr", "")]
    assert asked
    for query in asked:
        names = re.findall(r"newsmend_\(([\w|]+)\)_", query)
        assert names
        assert {name for group in names for name in group.split("|")} <= sent

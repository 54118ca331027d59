"""What a refresh leaves behind: refused, dry, killed, without network, two at once."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.faults.names.gazetteer import Gazetteer
from pipeline.fetch.wikidata.cache import Cache
from pipeline.fetch.wikidata.service import Services, Wikidata
from pipeline.flow.gazetteer.files import current, locked, publish
from pipeline.flow.gazetteer.gates import Gates
from pipeline.flow.gazetteer.refresh import REFUSED, RefreshReport, refresh
from pipeline.model.errors import GazetteerError, Throttled, Unreachable
from tests.fetch.server import AGENT, Reply
from tests.fetch.wikidata.fake import Fake
from tests.flow.gazetteer.conftest import (
    CURRENT,
    DAY,
    GOVERNMENTS,
    Refresh,
    newcomer,
    passing,
)

ROOT = Path(__file__).resolve().parents[3]


def test_a_regression_refuses_and_keeps_the_old_file(run: Refresh, fake: Fake, folder: Path) -> None:
    before = publish(folder, CURRENT, "by hand")
    newcomer(fake)
    with pytest.raises(GazetteerError, match=r"the regression gate refused .*'Vane' became 'Vance'"):
        run(regressions=lambda g: ["old fault", "'Vane' became 'Vance'"] if len(g.entities) > 4 else ["old fault"])
    path = current(folder)
    assert path is not None
    assert path.read_bytes() == before.read_bytes()
    assert json.loads((folder / REFUSED).read_text())["counts"]["added"] == 1
    assert run(regressions=lambda _: ["old fault"]).published is not None
    assert not (folder / REFUSED).exists()


def test_a_dry_run_writes_nothing_but_what_was_answered(run: Refresh, fake: Fake, folder: Path) -> None:
    newcomer(fake)
    report = run(dry_run=True, regressions=lambda g: ["bad"] if len(g.entities) > 4 else [])
    assert (report.published, "the regression gate" in report.refused) == (None, True)
    assert {path.name for path in folder.iterdir()} == {".lock", "wikidata"}


def test_the_diff_is_written_beside_the_version(run: Refresh, fake: Fake, folder: Path) -> None:
    newcomer(fake)
    report = run()
    assert report.published is not None
    diff = json.loads(report.published.with_suffix(".diff.json").read_text())
    assert diff["counts"] == {"added": 1, "ended": 1, "office": 1}
    text = report.published.with_suffix(".diff.txt").read_text()
    assert "JD Vance (Q28935729): president of US since 2026-11-20" in text
    assert [note["reason"] for note in json.loads((folder / "history.json").read_text())] == [
        "1 added, 1 ended, 1 office"
    ]


def test_killed_half_way_it_asks_nothing_twice(run: Refresh, fake: Fake) -> None:
    newcomer(fake)
    fake.plan = [None] * 7 + [Reply(b"", 400)]
    with pytest.raises(Exception, match=r"refused \(400\); the names of 2026-01-22 stay in use"):
        run(fresh=False)
    assert len(fake.site.asked) == 8
    report = run(fresh=False)
    assert report.published is not None
    assert report.tally.kept == 7
    again = [path for path in set(fake.site.asked) if fake.site.asked.count(path) > 1]
    assert again == [fake.site.asked[7]]
    assert urlsplit(again[0]).path == "/sparql"


KILLED = """
import sys
from pathlib import Path
from pipeline.fetch.wikidata.cache import Cache
from pipeline.fetch.wikidata.service import Services, Wikidata
from pipeline.flow.gazetteer.gates import Gates
from pipeline.flow.gazetteer.refresh import refresh
from tests.flow.gazetteer.conftest import CURRENT, DAY, GOVERNMENTS, passing
services = Services(sys.argv[1] + "/sparql", sys.argv[1] + "/w/api.php", loopback=True, pace=0)
folder = Path(sys.argv[2])
with Wikidata("Newsmend/0.1 (tests)", Cache(folder / "wikidata"), services) as wikidata:
    refresh(CURRENT, folder, wikidata, Gates(GOVERNMENTS, lambda _: False, passing), day=DAY)
"""


def test_a_killed_process_leaves_its_answers_and_no_lock(run: Refresh, fake: Fake, folder: Path) -> None:
    newcomer(fake)
    fake.plan = [None] * 5 + [Reply(b"x" * 1000, drip=1.0)]
    process = subprocess.Popen([sys.executable, "-c", KILLED, fake.site.url, str(folder)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while len(fake.site.asked) < 6:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        process.kill()
        process.wait()
    report = run(fresh=False)
    assert report.published is not None
    assert report.tally.kept == 5
    assert [path for path in dict.fromkeys(fake.site.asked) if fake.site.asked.count(path) > 1] == [fake.site.asked[5]]


@pytest.mark.parametrize(
    "reply", [Reply(b"", 500), Reply(b"<html>"), Reply(b'{"results":')], ids=["500", "html", "cut"]
)
def test_a_broken_service_changes_nothing(run: Refresh, fake: Fake, folder: Path, reply: Reply) -> None:
    fake.plan = [reply] * 3
    with pytest.raises(Unreachable, match="stay in use"):
        run()
    assert current(folder) is None


def test_a_long_wait_is_handed_up(run: Refresh, fake: Fake) -> None:
    fake.plan = [Reply(b"", 429, {"Retry-After": "1800"})]
    with pytest.raises(Throttled, match="stay in use") as caught:
        run()
    assert caught.value.retry_after == 1800


def test_without_network_one_line_says_so(folder: Path) -> None:
    publish(folder, CURRENT, "by hand")
    services = Services("http://127.0.0.1:9/sparql", "http://127.0.0.1:9/api", loopback=True, pace=0)
    gates = Gates(GOVERNMENTS, lambda _: False, passing)
    with Wikidata(AGENT, Cache(folder / "wikidata"), services, sleep=lambda _: None) as wikidata:
        ask: Callable[[], RefreshReport] = lambda: refresh(CURRENT, folder, wikidata, gates, day=DAY)  # noqa: E731
        with pytest.raises(Unreachable) as caught:
            ask()
    assert "Wikidata cannot be reached" in str(caught.value)
    assert "the names of 2026-01-22 stay in use" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_at_once_are_refused(run: Refresh, folder: Path) -> None:
    with locked(folder), pytest.raises(GazetteerError, match="another refresh"):
        run()
    assert run().published is None


def test_the_gazetteer_is_read_under_the_lock(run: Refresh, folder: Path) -> None:
    def reading() -> Gazetteer:
        with pytest.raises(GazetteerError), locked(folder):
            raise AssertionError
        return CURRENT

    assert run(reading).diff.is_empty

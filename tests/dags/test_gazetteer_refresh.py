"""The weekly refresh: when it runs, what it retries, and a whole run against a local Wikidata."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.faults.names.gazetteer import read, write
from pipeline.flow.gazetteer import deployment
from pipeline.model.errors import GazetteerError, Throttled, Unreachable, UsageError
from tests.fetch.server import serve
from tests.fetch.wikidata.fake import Fake, person, row
from tests.flow.gazetteer.conftest import CURRENT, us_head

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def fake() -> Iterator[Fake]:
    for site in serve():
        yield Fake(site)


def test_it_runs_on_sunday_night_and_makes_up_for_nothing(dagbag: Any) -> None:
    dag = dagbag.dags["gazetteer_refresh"]
    assert (dag.timetable.expression, str(dag.timetable.timezone)) == ("17 3 * * 0", "UTC")
    assert (dag.catchup, dag.max_active_runs) == (False, 1)
    assert len((ROOT / "dags" / "gazetteer_refresh.py").read_text().splitlines()) < 80
    assert [task.pool for task in dag.tasks] == ["fetch"]


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (GazetteerError("the count gate refused it"), "FAIL"),
        (UsageError("no"), "FAIL"),
        (Throttled("wait"), "RETRY"),
        (Unreachable("no network"), "DEFAULT"),
    ],
)
def test_what_is_tried_again(dagbag: Any, error: Exception, action: str) -> None:
    (task,) = dagbag.dags["gazetteer_refresh"].tasks
    decision = task.retry_policy.evaluate(error, try_number=1, max_tries=3, context={})
    assert decision.action.name == action


def test_a_whole_run(dagbag: Any, fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "current.jsonl").write_text(write(CURRENT))
    fake.rows["P1906"] = [us_head("Q28935729", "2026-11-20")]
    fake.rows["wd:Q7184"] = [row("Q57643", "2024-10-01", office="Q7184")]
    fake.add(person("Q28935729", "JD Vance"))
    monkeypatch.setenv("NEWSMEND_GAZETTEER", str(tmp_path))
    monkeypatch.setattr("pipeline.fetch.wikidata.service.Services", lambda: fake.services)
    monkeypatch.setattr(deployment, "rules_of", lambda gazetteer: ())
    moment = datetime(2026, 11, 22, 3, 17, tzinfo=UTC)
    assert dagbag.dags["gazetteer_refresh"].test(logical_date=moment).state == "success"
    names = [entity.name for entity in read((tmp_path / "current.jsonl").read_text()).entities]
    assert "JD Vance" in names

"""The weekly training: when it runs, what it retries, and a whole run on a store that is not there yet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.flow.fluency.gates import Gates
from pipeline.flow.fluency.train import Trained, train
from pipeline.model.errors import FluencyError, StoreError, UsageError
from tests.fluency.text import paragraphs

ROOT = Path(__file__).resolve().parents[2]


def test_it_runs_on_sunday_night_and_makes_up_for_nothing(dagbag: Any) -> None:
    dag = dagbag.dags["fluency_train"]
    assert (dag.timetable.expression, str(dag.timetable.timezone)) == ("47 4 * * 0", "UTC")
    assert (dag.catchup, dag.max_active_runs) == (False, 1)
    assert len((ROOT / "dags" / "fluency_train.py").read_text().splitlines()) < 80
    assert [task.pool for task in dag.tasks] == ["mend"]


@pytest.mark.parametrize(
    ("error", "action"),
    [
        (FluencyError("the words gate refused it"), "FAIL"),
        (UsageError("no"), "FAIL"),
        (StoreError("gone"), "DEFAULT"),
    ],
)
def test_what_is_tried_again(dagbag: Any, error: Exception, action: str) -> None:
    (task,) = dagbag.dags["fluency_train"].tasks
    decision = task.retry_policy.evaluate(error, try_number=1, max_tries=3, context={})
    assert decision.action.name == action


def test_a_whole_run(dagbag: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's own text stands for the store's: what is taken from a store is tested in tests/flow/fluency."""
    pytest.importorskip("kenlm", reason="kenlm is not installed: the extra `fluency` brings it")

    def trained() -> Trained:
        return train(tmp_path, paragraphs(), "2026-11-24", gates=Gates(2_000), pieces=800)

    monkeypatch.setattr("pipeline.flow.fluency.gates.LEAST_ORDER", 0.5)
    monkeypatch.setattr("pipeline.flow.fluency.deployment.train_deployed", trained)
    moment = datetime(2026, 11, 22, 4, 47, tzinfo=UTC)
    assert dagbag.dags["fluency_train"].test(logical_date=moment).state == "success"
    assert (tmp_path / "current.json").is_file()

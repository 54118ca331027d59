"""Each DAG whole, in one process, against the real demo site."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.flow.replay import Checked, verify
from pipeline.flow.workplace import workplace
from tests.dags.conftest import DAY
from tests.flow.test_ingest import counts, exported

STAMPS = iter(range(10_000))


def run(dagbag: Any, name: str, **conf: Any) -> Any:
    moment = datetime(2026, 11, 20, tzinfo=UTC).replace(microsecond=next(STAMPS))
    found = dagbag.dags[name].test(logical_date=moment, run_conf={"day": DAY.isoformat(), **conf})
    assert found.state == "success"
    return found


def run_all(dagbag: Any) -> None:
    for name in ("news_ingest", "news_mend", "news_publish"):
        run(dagbag, name)


def test_a_day_is_fetched_mended_and_published(dagbag: Any, workplace_env: dict[str, str]) -> None:
    run_all(dagbag)
    file = Path(workplace_env["NEWSMEND_HOME"]) / "export" / "articles" / f"day={DAY}" / "articles.jsonl"
    records = [json.loads(line) for line in file.read_text().splitlines()]
    assert records
    assert any(c["outcome"] == "APPLY" for record in records for c in record["corrections"])
    with workplace() as place:
        assert list(verify(place, Checked())) == []


def test_a_day_run_twice_changes_nothing(dagbag: Any, workplace_env: dict[str, str]) -> None:
    run_all(dagbag)
    with workplace() as place:
        before = exported(place), counts(place)
    run_all(dagbag)
    with workplace() as place:
        assert (exported(place), counts(place)) == before


def test_a_dry_run_fetches_no_article(dagbag: Any, workplace_env: dict[str, str]) -> None:
    run(dagbag, "news_ingest", dry_run=True)
    with workplace() as place:
        assert counts(place)["page"] == 0
        assert counts(place)["article"] == 0

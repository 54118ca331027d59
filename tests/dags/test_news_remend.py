"""`news_remend` whole, on a store whose rule was withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.flow import standing
from pipeline.flow.remend import is_done, state_of
from tests.review.desk import TALKS, clean, opened_desk

STAMPS = iter(range(10_000))


def run(dagbag: Any, **conf: Any) -> None:
    moment = datetime(2026, 11, 21, tzinfo=UTC).replace(microsecond=next(STAMPS))
    assert dagbag.dags["news_remend"].test(logical_date=moment, run_conf=conf).state == "success"


def test_a_withdrawn_rule_goes_from_the_archive(dagbag: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMEND_HOME", str(tmp_path))
    with opened_desk(tmp_path, texts={"https://news.test/talks": TALKS}) as place:
        standing.withdraw(place, "duplication.word", "olga", "it spoils verse")
        run(dagbag, dry_run=True)
        assert "that the council" in clean(place)
        run(dagbag, dry_run=False)
        assert "that the the council" in clean(place)
        assert is_done(place, state_of(place))
        assert list((tmp_path / "export" / "articles").glob("day=*/articles.jsonl"))
        run(dagbag, dry_run=False)

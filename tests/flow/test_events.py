from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.flow.events import masked, note
from pipeline.flow.ingest import ingest_day
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import UsageError
from pipeline.settings import load
from pipeline.text.printable import UNSAFE, printable
from tests.flow.conftest import NOW

DAY = NOW.date() - timedelta(days=1)


def test_a_day_is_told_event_by_event(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    place.settings = replace(place.settings, log="json")
    report = ingest_day(place, place.source("demo"), DAY)
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [event["event"] for event in events] == ["discovered", *["page"] * report.funnel.found, "day"]
    assert events[-1]["stored"] == report.funnel.stored
    assert {event["source"] for event in events} == {"demo"}


def test_without_the_setting_nothing_is_told(place: Workplace, capsys: pytest.CaptureFixture[str]) -> None:
    ingest_day(place, place.source("demo"), DAY)
    assert capsys.readouterr().err == ""


def test_a_page_cannot_write_a_line_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = load({"NEWSMEND_HOME": str(tmp_path), "NEWSMEND_LOG": "json"})
    note(settings, "page", url='https://u:pw@news.test/?token=abc&x=1\n{"event": "day"}\x1b[2J\u202e')
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["url"] == 'https://***@news.test/?token=***&x=1\\n{"event": "day"}\\x1b[2J\\u202e'
    assert line.isascii()


@pytest.mark.parametrize(
    "secret", ["https://a:geheim@h/", "api_key=geheim", "PASSWORD=geheim&x=1", "sig=geheim", "authorization=geheim"]
)
def test_secrets_are_masked(secret: str) -> None:
    assert "geheim" not in masked(secret)


@given(st.text())
def test_what_is_printed_holds_no_control(text: str) -> None:
    shown = printable(text)
    assert not UNSAFE.search(shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")


def test_a_wrong_kind_of_log_is_named() -> None:
    with pytest.raises(UsageError, match="NEWSMEND_LOG"):
        load({"NEWSMEND_LOG": "xml"})

"""`newsmend extract`: the record's origins of dates, and --explain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.extract import extract
from tests.extract.support import BODY, URL, document


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    head = (
        "<meta property='article:published_time' content='2026-11-19T01:00:00+09:00'>"
        "<meta property='og:image' content='/i/harbour-quay.jpg'>"
    )
    figure = "<figure><img src='/i/harbour-quay.jpg?w=300'><figcaption>The eastern quay.</figcaption></figure>"
    path = tmp_path / "page.html"
    path.write_text(document(head, before=figure), encoding="utf-8")
    return path


def test_a_record_tells_where_its_date_is_from(saved: Path) -> None:
    done = CliRunner().invoke(extract, [str(saved), "--url", URL])
    record = json.loads(done.output)
    assert record["published"] == "2026-11-19T01:00:00+09:00"
    assert record["published_by"] == {
        "raw": "2026-11-19T01:00:00+09:00",
        "rule": "meta:article:published_time",
        "utc": "2026-11-18T16:00:00+00:00",
    }
    assert record["image"] == {"url": "https://www.example.org/i/harbour-quay.jpg", "caption": "The eastern quay."}


def test_explain_tells_of_each_block(saved: Path) -> None:
    done = CliRunner().invoke(extract, [str(saved), "--url", URL, "--explain"])
    assert done.exit_code == 0
    kept = [line for line in done.output.splitlines() if line.startswith("+")]
    assert len(kept) == len(BODY)
    assert any(line.startswith("-") and "eastern quay." in line for line in done.output.splitlines())

"""A source's frozen page: kept as one file, held against rule and score."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.extract.page import extract
from pipeline.flow import frozen
from pipeline.flow.sources import frozen_drift
from pipeline.model.errors import SourceError
from pipeline.model.source import Selectors, Source
from tests.extract.support import document, page

RULE = Selectors(body=("article > div:first-of-type",))


def kept(folder: Path, *, selectors: Selectors = RULE) -> Source:
    shown = page(document())
    path = folder / "a.json"
    path.write_text(frozen.dump(shown, extract(shown, RULE).text), encoding="utf-8")
    return Source("a", "A", "https://www.example.org/", selectors=selectors, frozen=str(path))


def test_what_was_frozen_comes_back(tmp_path: Path) -> None:
    source = kept(tmp_path)
    stored, text = frozen.load(Path(source.frozen))
    assert (stored.final_url, stored.fetched_at) == (page("").final_url, page("").fetched_at)
    assert extract(stored, RULE).text == text
    assert list(frozen_drift(source)) == []
    assert list(frozen_drift(Source("a", "A", "https://www.example.org/"))) == []


def test_a_rule_that_takes_less_is_told_of(tmp_path: Path) -> None:
    source = kept(tmp_path, selectors=Selectors(drop=("p:nth-of-type(2)",)))
    (complaint,) = frozen_drift(source)
    assert "no longer gives its text" in complaint


def test_a_page_that_is_refused_is_told_of(tmp_path: Path) -> None:
    source = kept(tmp_path)
    path = Path(source.frozen)
    path.write_text(json.dumps({**json.loads(path.read_text()), "html": "<html><body></body></html>"}))
    (complaint,) = frozen_drift(source)
    assert "refused" in complaint


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"url": 1, "text": 1, "html": 1, "fetched_at": "x"}'])
def test_another_file_is_an_error(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "a.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SourceError) as caught:
        frozen.load(path)
    assert "freeze" in str(caught.value)

"""A `body` selector that no longer finds what the general score finds is drift."""

from __future__ import annotations

from pipeline.extract.page import extract
from pipeline.flow.sources import _drift
from pipeline.model.source import Selectors, Source
from tests.extract.support import document, page

BOX = "<div class=extra><p>A box that stands below each story, long enough to look like a paragraph of it.</p></div>"


def complaints(*body: str) -> list[str]:
    source = Source("a", "A", "https://www.example.org/", selectors=Selectors(body=body))
    shown = page(document(after=BOX))
    return list(_drift(shown, source, extract(shown, source.selectors)))


def test_a_rule_that_agrees_is_silent() -> None:
    assert complaints("article > div:first-of-type") == []
    assert complaints() == []


def test_a_rule_that_finds_another_box_is_told_of() -> None:
    (complaint,) = complaints(".extra")
    assert "drift" in complaint
    assert "https://www.example.org/" in complaint

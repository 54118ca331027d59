"""Five layouts of one story, against what a reader sees; planted faults come out as they went in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.extract.page import extract
from pipeline.model.article import Article
from tests.extract.support import page

PAGES = Path(__file__).resolve().parents[1] / "golden" / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))


def as_json(article: Article) -> dict[str, object]:
    return {
        "url": article.url,
        "title": article.title,
        "authors": list(article.authors),
        "published": None if article.published is None else article.published.isoformat(),
        "updated": None if article.updated is None else article.updated.isoformat(),
        "language": article.language,
        "publisher": article.publisher,
        "paragraphs": [{"kind": paragraph.kind, "text": paragraph.text} for paragraph in article.paragraphs],
    }


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str) -> None:
    body = (PAGES / f"{name}.html").read_bytes()
    found = extract(page(body, url="https://post.example.net/2026/quay", content_type="text/html"))
    assert as_json(found) == json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    assert extract(page(body, url="https://post.example.net/2026/quay", content_type="text/html")) == found


def test_there_are_five_layouts() -> None:
    assert NAMES == ["microdata", "minimal", "semantic", "soup", "table"]

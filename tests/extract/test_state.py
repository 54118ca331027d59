"""Pages that scripts would fill: the article is read from their data."""

from __future__ import annotations

import json

import pytest

from pipeline.extract.page import extract
from pipeline.extract.state import paragraphs
from pipeline.model.errors import NotAnArticle
from tests.extract.support import BODY, page

HTML = "".join(f"<p>{line}</p>" for line in BODY)
PARTS = [{"type": "text", "content": line} for line in BODY]
SHELL = "<html><head><title>Harbour talks go on</title></head><body><div id=root></div>{}</body></html>"


@pytest.mark.parametrize(
    "script",
    [
        f"<script id=__NEXT_DATA__ type='application/json'>{json.dumps({'props': {'a': {'body': HTML}}})}</script>",
        f"<script>Fusion.globalContent={json.dumps({'content_elements': PARTS})};Fusion.x={{}}</script>",
        f"<script>window.__INITIAL_STATE__ = {json.dumps({'a': [{'text': chr(10).join(BODY)}]})};</script>",
    ],
)
def test_the_article_is_found(script: str) -> None:
    article = extract(page(SHELL.format(script)))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == BODY
    assert article.title == "Harbour talks go on"


@pytest.mark.parametrize(
    "data", ["{", "[" * 100_000, '{"body": "short"}', '{"labels": "' + "x y " * 500 + '"}', "null", "var a = 1"]
)
def test_other_data_is_no_article(data: str) -> None:
    assert paragraphs([data]) == ()
    with pytest.raises(NotAnArticle) as caught:
        extract(page(SHELL.format(f"<script type='application/json'>{data}</script>")))
    assert caught.value.reason == "script-only"


def test_a_page_with_a_text_of_its_own_keeps_it() -> None:
    other = json.dumps({"body": "".join(f"<p>Other {line}</p>" for line in BODY)})
    text = f"<h1>Harbour</h1><div>{HTML}</div><script type='application/json'>{other}</script>"
    assert tuple(p.text for p in extract(page(SHELL.format(text))).paragraphs) == BODY

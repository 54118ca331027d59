"""The headline is read beside the text: in lines, in a store, for a reviewer; a changed one makes another mending."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.faults.numbers.scale import Scale
from pipeline.faults.rule import Context
from pipeline.flow.inputs import inputs
from pipeline.flow.mend_lines import mend_lines
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.review import mark, read_article
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import UsageError
from pipeline.model.proposal import Fault
from pipeline.review.decide import Mark
from pipeline.store import articles, documents, mendings, pages
from tests.store.samples import DAY, NOW, article
from tests.store.samples import page as page_of

URL = "https://news.test/loan"
TEXT = "The board met on Monday.\nThe bank lends the farms $61.5 million, it said."
WRONG, RIGHT = "Bank lends farms $61.5 billion", "Bank lends farms $61.5 million"


def store(place: Workplace, title: str) -> str:
    with place.store.begin() as conn:
        page = pages.add(conn, page_of(URL, title.encode()), f"{title}.warc.gz")
        return articles.upsert(conn, "demo", replace(article(URL, TEXT), title=title), DAY, page, NOW)[0]


def evidence(place: Workplace, id: str) -> list[str]:
    """What is said of numbers in the mending of the body that stands."""
    with place.store.read() as conn:
        body = next(text for text in documents.current(conn, [id]) if text.part == "body")
        found = mendings.rulings(conn, mendings.latest(conn, [body.id])[body.id].id)
    return [ruling.proposal.evidence for ruling in found if ruling.proposal.rule == "number.scale"]


def test_a_line_may_have_a_headline() -> None:
    lines = [
        {"id": "1", "text": TEXT},
        {"id": "2", "text": TEXT, "title": WRONG},
        {"id": "3", "text": TEXT, "title": None},
    ]
    plain, headed, empty = mend_lines(json.dumps(line) for line in lines)
    assert json.loads(plain)["rulings"] == json.loads(empty)["rulings"] == []
    (ruling,) = json.loads(headed)["rulings"]
    assert (ruling["rule"], ruling["before"], ruling["after"]) == ("number.scale", "$61.5 million", None)
    assert ruling["outcome"] == "FLAG"
    assert "'$61.5 billion', paragraph 2 has" in ruling["evidence"]
    assert json.loads(headed)["text"] == TEXT


def test_a_headline_that_is_no_text_is_refused() -> None:
    with pytest.raises(UsageError, match="line 1: the title is no text"):
        list(mend_lines([json.dumps({"id": 1, "text": TEXT, "title": [WRONG]})]))


def test_a_changed_headline_is_another_mending(place: Workplace) -> None:
    id = store(place, WRONG)
    assert mend_articles(place, [id]).changed == 2  # headline and body
    said = evidence(place, id)
    assert len(said) == 1
    assert "headline has '$61.5 billion'" in said[0]
    assert mend_articles(place, [id]).changed == 0

    store(place, RIGHT)
    assert mend_articles(place, [id]).changed == 2
    assert evidence(place, id) == []

    store(place, WRONG)
    mend_articles(place, [id])
    assert evidence(place, id) == said


def test_a_reviewers_mark_keeps_what_the_headline_told(place: Workplace) -> None:
    id = store(place, WRONG)
    mend_articles(place, [id])
    before = evidence(place, id)
    body = next(part.document for part in read_article(place, id).parts if part.document.part == "body")
    start = TEXT.index("lends")
    mark(place, Mark(body.id, start, start + len("lends"), Fault.PHRASE, "loans", "taste"), "ada")
    assert evidence(place, id) == before != []


def test_a_headline_counts_only_where_rules_read_the_text() -> None:
    def of(title: str | None, asked: bool) -> str:
        return inputs(Context(title=title), (), (Scale(),) if asked else (), (), "", "", "")

    assert of(WRONG, asked=True) != of(RIGHT, asked=True)
    assert of(WRONG, asked=False) == of(None, asked=False)

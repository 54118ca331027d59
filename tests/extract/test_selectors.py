"""What a site's selectors say comes first; what they no longer find does no harm."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipeline.extract.page import extract
from pipeline.model.source import Selectors
from tests.extract.support import BODY, document, page

BOX = "<div class=extra><p>A box that stands below each story, long enough to look like a paragraph of it.</p></div>"


def texts(body: str, selectors: Selectors) -> list[str]:
    return [paragraph.text for paragraph in extract(page(body), selectors).paragraphs]


def test_body_restricts() -> None:
    body = document(after=BOX)
    assert texts(body, Selectors(body=("article > div:first-of-type",))) == list(BODY)
    assert len(texts(body, Selectors(body=(".extra",)))) == 1


def test_drop_removes_even_what_is_nested() -> None:
    assert texts(document(after=BOX), Selectors(drop=(".extra", ".extra p"))) == list(BODY)


def test_several_containers_come_in_document_order_each_once() -> None:
    body = document(after=BOX)
    found = texts(body, Selectors(body=(".extra", "article > div", "article > div p")))
    assert found[:4] == list(BODY)
    assert len(found) == 5


def test_a_selector_that_finds_nothing_falls_back() -> None:
    assert texts(document(), Selectors(body=(".gone",), title=(".gone",), byline=(".gone",), date=(".gone",))) == list(
        BODY
    )


def test_title_byline_and_date() -> None:
    before = "<p class=t>Other title</p><p class=b>By Ana Silva and Bo Lind</p><p class=d>19 November 2026, 08:00</p>"
    selectors = Selectors(title=(".t",), byline=(".b",), date=(".d",), drop=(".none",))
    article = extract(page(document("<meta name=author content='Cy Tan'>", before)), selectors)
    assert article.title == "Other title"
    assert article.authors == ("Ana Silva", "Bo Lind")
    assert article.published == datetime(2026, 11, 19, 8, tzinfo=UTC)


def test_dropped_metadata_is_not_read() -> None:
    before = "<time class=x datetime='2026-11-01T00:00Z'></time><time datetime='2026-11-02T00:00Z'></time>"
    assert extract(page(document(before=before)), Selectors(drop=(".x",))).published == datetime(
        2026, 11, 2, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (date(2026, 11, 24), date(2026, 11, 24), True),
        (date(2026, 11, 25), None, False),
        (None, date(2026, 11, 23), False),
    ],
)
def test_selectors_hold_for_pages_fetched_in_their_days(since: date | None, until: date | None, *, holds: bool) -> None:
    found = texts(document(after=BOX), Selectors(body=(".extra",), valid_from=since, valid_until=until))
    assert (found[0] == BODY[0]) is not holds

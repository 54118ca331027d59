from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from pipeline.fetch.warc import decode, encode
from pipeline.model.errors import StoreError
from pipeline.model.page import Page

NOW = datetime(2026, 11, 23, 12, 30, 15, 123456, tzinfo=UTC)
PAGE = Page(
    "https://example.com/a?b=1",
    "https://example.com/ä",
    200,
    b"<p>\r\n\r\nx\0\xff</p>" * 1000,
    NOW,
    {"content-type": "text/html", "content-encoding": "gzip", "content-length": "17", "etag": '"1"'},
)

PAGES = st.builds(
    Page,
    st.text(),
    st.text().map("https://example.com/".__add__),
    st.integers(0, 999),
    st.binary(),
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))])),
    st.dictionaries(st.text(), st.text(), max_size=4),
)


@settings(max_examples=50)
@given(PAGES)
def test_round_trip(page: Page) -> None:
    assert decode(encode(page)) == page


@settings(max_examples=20)
@given(PAGES)
def test_same_page_same_bytes(page: Page) -> None:
    assert encode(page) == encode(page)


def test_a_reader_of_warc_sees_an_answer_and_its_metadata() -> None:
    records = []
    for record in ArchiveIterator(io.BytesIO(encode(PAGE))):
        records.append((record.rec_type, record.rec_headers["WARC-Date"], record.content_stream().read()))
        if record.rec_type == "response":
            assert record.http_headers.get_statuscode() == "200"
            assert record.http_headers["content-type"] == "text/html"
    assert [kind for kind, *_ in records] == ["response", "metadata"]
    assert records[0][1] == "2026-11-23T12:30:15Z"
    assert records[0][2] == PAGE.body


def test_other_pages_have_other_ids() -> None:
    later = Page(PAGE.url, PAGE.final_url, 200, PAGE.body, NOW + timedelta(seconds=1), PAGE.headers)
    ids = [
        record.rec_headers["WARC-Record-ID"]
        for page in (PAGE, later)
        for record in ArchiveIterator(io.BytesIO(encode(page)))
    ]
    assert len(set(ids)) == 4


@pytest.mark.parametrize("data", [b"", b"x", b"\x1f\x8b" + b"a" * 40, encode(PAGE)[:150], encode(PAGE)[:-40]])
def test_damaged(data: bytes) -> None:
    with pytest.raises(StoreError):
        decode(data)

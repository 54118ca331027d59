"""WARC files as crawlers write them, made by the test."""

from __future__ import annotations

import io
from collections.abc import Mapping

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

TEXT = "The council of the old town agreed on Tuesday to build a second bridge across the river before next winter."
HTML = {"Content-Type": "text/html; charset=utf-8"}


def article(title: str = "A second bridge", *, text: str = TEXT, day: str = "2026-11-20", salt: str = "") -> bytes:
    """A page that is read as an article; `salt` makes its words another article's."""
    sentences = [
        f"{text} {salt} Paragraph {n} says what {salt} the mayor thinks of the plan number {n}." for n in range(6)
    ]
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    head = f'<title>{title}</title><meta property="og:type" content="article">'
    head += f'<meta property="article:published_time" content="{day}T08:00:00Z">'
    return f"<html lang=en><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def record(
    url: str,
    body: bytes,
    *,
    at: str = "2026-11-20T09:00:00Z",
    kind: str = "response",
    status: str = "200 OK",
    headers: Mapping[str, str] = HTML,
    warc: Mapping[str, str] | None = None,
    packed: bool = True,
) -> bytes:
    """One record."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version="1.0")
    http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
    named = {"WARC-Date": at, **(warc or {})}
    made = writer.create_warc_record(url, kind, payload=io.BytesIO(body), http_headers=http, warc_headers_dict=named)
    writer.write_record(made)
    return out.getvalue()


def info(*, packed: bool = True) -> bytes:
    """The record that every crawler writes first."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version="1.0")
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "a crawler"}))
    return out.getvalue()

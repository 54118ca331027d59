"""One page as a small WARC file and back, to the byte: the request, the response, and what we know beside them."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.model.errors import StoreError
from pipeline.model.page import Page

# they describe the body as it travelled; archived is the unpacked one
TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def encode(page: Page, *, found_in: str = "", listed_as: str = "") -> bytes:
    """A gzipped WARC with a response, a request and a metadata record; the same page gives the same bytes.

    The metadata keep where the page was found and how it was spelled there.
    """
    facts = _facts(page, found_in, listed_as)
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    response_id = _record_id("response", facts, page.body)
    common = {"WARC-Date": _date(page.fetched_at)}
    writer.write_record(
        writer.create_warc_record(
            _uri(page.final_url),
            "response",
            payload=io.BytesIO(page.body),
            http_headers=_http(page),
            warc_headers_dict=common | {"WARC-Record-ID": response_id},
        )
    )
    if page.request:
        request_id = {"WARC-Record-ID": _record_id("request", facts, page.body), "WARC-Concurrent-To": response_id}
        _write_request(writer, page, common | request_id)
    writer.write_record(
        writer.create_warc_record(
            _uri(page.final_url),
            "metadata",
            payload=io.BytesIO(facts),
            warc_content_type="application/json",
            warc_headers_dict=common
            | {"WARC-Record-ID": _record_id("metadata", facts, page.body), "WARC-Concurrent-To": response_id},
        )
    )
    return out.getvalue()


def encode_same(page: Page, url: str, fetched_at: datetime) -> bytes:
    """A revisit record: this answer has the bytes of the one that was archived for `url` at `fetched_at`."""
    return _revisit(page, "identical-payload-digest", url, fetched_at)


def encode_unchanged(page: Page, url: str, fetched_at: datetime) -> bytes:
    """A revisit record: the server said that the page is as it was then."""
    return _revisit(page, "server-not-modified", url, fetched_at)


def _revisit(page: Page, profile: str, url: str, fetched_at: datetime) -> bytes:
    facts = _facts(page)
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    headers = {
        "WARC-Date": _date(page.fetched_at),
        "WARC-Record-ID": _record_id("revisit", facts, page.body),
        "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}",
        "WARC-Refers-To-Target-URI": _uri(url),
        "WARC-Refers-To-Date": _date(fetched_at),
        "WARC-Payload-Digest": "sha256:" + hashlib.sha256(page.body).hexdigest(),
    }
    http = _http(replace(page, body=b""))
    writer.write_record(
        writer.create_warc_record(_uri(page.final_url), "revisit", http_headers=http, warc_headers_dict=headers)
    )
    return out.getvalue()


def _write_request(writer: WARCWriter, page: Page, warc_headers: dict[str, str]) -> None:
    parts = urlsplit(page.final_url)
    target = _uri(urlunsplit(("", "", parts.path or "/", parts.query, "")))
    sent = [("host", _ascii(parts.netloc))] + [(_ascii(name), _ascii(text)) for name, text in page.request.items()]
    http = StatusAndHeaders(f"GET {target} HTTP/1.1", sent, is_http_request=True)
    writer.write_record(
        writer.create_warc_record(
            _uri(page.final_url), "request", payload=io.BytesIO(), http_headers=http, warc_headers_dict=warc_headers
        )
    )


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decode(data: bytes) -> Page:
    """The page that `encode` was given; StoreError if these bytes are none of ours."""
    body: bytes | None = None
    facts: Mapping[str, Any] | None = None
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            content = record.raw_stream.read()
            if record.rec_type == "response":
                body = content
            elif record.rec_type == "metadata":
                facts = json.loads(content)
        if body is None or facts is None:
            raise StoreError("an archived page is incomplete", hint="Fetch it again.")
        return Page(
            url=facts["url"],
            final_url=facts["final_url"],
            status=facts["status"],
            body=body,
            fetched_at=datetime.fromisoformat(facts["fetched_at"]),
            headers=dict(facts["headers"]),
            request=dict(facts.get("request", {})),
        )
    except (ArchiveLoadFailed, ValueError, KeyError, TypeError, OSError) as error:
        raise StoreError(f"an archived page cannot be read: {error}", hint="Fetch it again.") from error


def _facts(page: Page, found_in: str = "", listed_as: str = "") -> bytes:
    facts: dict[str, Any] = {
        "url": page.url,
        "final_url": page.final_url,
        "status": page.status,
        "fetched_at": page.fetched_at.isoformat(),
        "headers": dict(page.headers),
    }
    more = {"request": dict(page.request), "found_in": found_in, "listed_as": listed_as}
    return json.dumps(facts | {name: value for name, value in more.items() if value}).encode()


def _http(page: Page) -> StatusAndHeaders:
    try:
        phrase = HTTPStatus(page.status).phrase
    except ValueError:
        phrase = ""
    headers = [
        (f"x-archive-orig-{name}" if name in TRANSPORT else _ascii(name), _ascii(value))
        for name, value in page.headers.items()
    ]
    headers.append(("content-length", str(len(page.body))))
    return StatusAndHeaders(f"{page.status} {phrase}".strip(), headers, protocol="HTTP/1.1")


def _ascii(text: str) -> str:
    """Readers of WARC split on line ends and disagree on other letters; the metadata record keeps the exact text."""
    return "".join(char if " " <= char <= "~" else "?" for char in text)


def _uri(url: str) -> str:
    return quote(url, safe="%!#$&'()*+,/:;=?@[]~", errors="replace")


def _record_id(kind: str, facts: bytes, body: bytes) -> str:
    seal = hashlib.sha256(b"\0".join((kind.encode(), facts, hashlib.sha256(body).digest())))
    return f"<urn:uuid:{uuid.UUID(bytes=seal.digest()[:16], version=5)}>"

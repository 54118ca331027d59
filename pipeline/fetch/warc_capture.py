"""One response out of somebody else's WARC file, as the page that the site once gave."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime

from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from pipeline.fetch.coding import Damaged, unpacked
from pipeline.fetch.warc_members import END, HEAD
from pipeline.model.errors import FetchError, TooLarge
from pipeline.model.page import Page

OK = 200
LARGEST = 10_000_000  # as the client has it
LONGEST_URL = 2_048
HTML = ("text/html", "application/xhtml+xml")
_WARC = StatusAndHeadersParser(["WARC/1.0", "WARC/1.1"])
_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)  # HTTP/2 is written there too


@dataclass(frozen=True, slots=True)
class Capture:
    """What was captured of `url` at that moment (UTC). `body` is as it was written, packed or in chunks."""

    url: str
    at: datetime
    http: StatusAndHeaders
    body: bytes
    truncated: str


def read_capture(data: bytes) -> Capture | None:
    """The record as a page's capture; None where it is another thing: a request, a redirect, an image."""
    warc_head = data.find(END, 0, HEAD)
    http_head = data.find(END, warc_head + len(END), warc_head + HEAD)
    if warc_head < 0:
        return None
    try:
        warc = _WARC.parse(io.BytesIO(data[: warc_head + len(END)]))
        if (warc.get_header("WARC-Type") or "").lower() != "response" or http_head < 0:
            return None
        http = _HTTP.parse(io.BytesIO(data[warc_head + len(END) : http_head + len(END)]))
        at = datetime.fromisoformat(warc.get_header("WARC-Date") or "")
    except (StatusAndHeadersParserException, EOFError, ValueError):
        return None
    url = (warc.get_header("WARC-Target-URI") or "").strip().strip("<>")
    kind = (http.get_header("Content-Type") or HTML[0]).lower()
    if http.get_statuscode() != str(OK) or not kind.startswith(HTML) or not _is_address(url):
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    body = data[http_head + len(END) : -len(END)]
    return Capture(url, at, http, body, warc.get_header("WARC-Truncated") or "")


def page_of(capture: Capture, url: str) -> Page:
    """The page, its body unpacked. `url` is what it was asked for as.

    Raises:
        TooLarge: the body is over ten million bytes.
        FetchError: only a part of the page was captured, or its packing is damaged.
    """
    if capture.truncated:
        raise _incomplete(capture, f"the archive holds only its beginning ({capture.truncated})")
    headers = {name.lower(): value for name, value in capture.http.headers}
    packing = headers.get("content-encoding", "")
    body = capture.body
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = ChunkedDataReader(io.BytesIO(body)).read(len(body))
    elif not packing and _number(headers.get("content-length")) > len(body):
        raise _incomplete(capture, f"the archive holds {len(body):,} of its {headers['content-length']} bytes")
    return Page(url, capture.url, OK, _unpack(capture, body, packing), capture.at, headers)


def _unpack(capture: Capture, body: bytes, packing: str) -> bytes:
    parts, total = [], 0
    try:
        for piece in unpacked([body], packing):
            parts.append(piece)
            total += len(piece)
            if total > LARGEST:
                raise TooLarge(f"the page is over the limit of {LARGEST:,} bytes", where=capture.url, status=OK)
    except Damaged as error:
        if not body.lstrip().startswith(b"<"):
            raise _incomplete(capture, str(error)) from error
        return body[:LARGEST]  # many crawlers unpack a page and keep the header that says otherwise
    return b"".join(parts)


def _incomplete(capture: Capture, what: str) -> FetchError:
    return FetchError(what, where=capture.url, hint="Another capture of the page may be whole.", status=OK)


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= LONGEST_URL and url.isprintable() and " " not in url


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < LONGEST_URL else 0

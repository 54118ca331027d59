"""Responses that carry validators and answer conditional requests."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response


def _since(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _unchanged(request: Request, etag: str, modified: datetime) -> bool:
    """RFC 9110: If-None-Match, where present, decides alone."""
    matches = request.headers.get("if-none-match")
    if matches is not None:
        tags = {tag.strip().removeprefix("W/") for tag in matches.split(",")}
        return etag in tags or "*" in tags
    since = _since(request.headers.get("if-modified-since"))
    return since is not None and modified <= since


def conditional(request: Request, body: bytes, modified: datetime, media_type: str = "text/html") -> Response:
    """The body with ETag and Last-Modified, or 304 for a reader that has it."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": etag, "Last-Modified": format_datetime(modified, usegmt=True), "Cache-Control": "max-age=60"}
    if _unchanged(request, etag, modified):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)

"""What every answer says to the browser, and how large a question may be."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from pipeline.web.access import LARGEST

PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)


def raw_policy(style: str) -> str:
    """Of a stored page of somebody else: it shows its text in this one style, and nothing more."""
    seal = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    rest = "sandbox; form-action 'none'; frame-ancestors 'self'; base-uri 'none'"
    return f"default-src 'none'; style-src 'sha256-{seal}'; {rest}"


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


async def guarded(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Bounds what comes in, marks what goes out."""
    refused = too_large(request)
    response = refused or await call_next(request)
    response.headers.setdefault("Content-Security-Policy", PAGES)
    response.headers.setdefault("Cache-Control", "no-store")
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def too_large(request: Request) -> Response | None:
    """The refusal of a body that is too large or does not say its length."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return PlainTextResponse("A form has to say its length.", 411)
    return PlainTextResponse("The form is too large.", 413) if int(length) > LARGEST else None

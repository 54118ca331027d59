"""Errors in words: what happened, and what to do next."""

from __future__ import annotations

import logging

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pipeline.model.errors import Conflict, NewsmendError, NotFound, StoreError, UsageError
from pipeline.web.access import OURS
from pipeline.web.pages import desk, root, show

STATUS = ((Conflict, 409), (NotFound, 404), (UsageError, 400), (StoreError, 503))
HEADINGS = {
    400: "That cannot be asked",
    401: "You are not logged in",
    403: "You may not do that",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "Somebody was quicker",
    422: "That cannot be asked",
    503: "The store cannot be reached",
}


def by_script(request: Request) -> bool:
    """Whether our script asks, and not a plain form."""
    return request.headers.get("x-requested-with") == OURS


def by_program(request: Request) -> bool:
    """Whether the API is asked."""
    return str(request.scope["path"]).removeprefix(root(request)).startswith("/api/")


async def ours(request: Request, error: Exception) -> Response:
    """An error of ours."""
    assert isinstance(error, NewsmendError)
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    what = error.what if status != 503 else f"{error.what}. Nothing is lost; Airflow itself goes on."
    return answer(request, status, what, error.hint)


async def http(request: Request, error: Exception) -> Response:
    """A refusal by a dependency, or an address that is none."""
    assert isinstance(error, HTTPException)
    hint = desk(request).who.login if error.status_code == 401 else ""
    said = error.detail if error.status_code not in (401, 404, 405) else HEADINGS[error.status_code]
    response = answer(request, error.status_code, str(said), hint)
    response.headers.update(error.headers or {})
    return response


async def unreadable(request: Request, error: Exception) -> Response:
    """A form or an address with values of the wrong kind."""
    assert isinstance(error, RequestValidationError)
    fields = ", ".join(sorted({str(found["loc"][-1]) for found in error.errors()}))
    return answer(request, 422, f"These values cannot be read: {fields}.", "Load the page again.")


async def unexpected(request: Request, error: Exception) -> Response:
    """A fault of ours: the log has it, the reader gets words."""
    logging.getLogger("newsmend.web").error("a page failed", exc_info=error)
    return answer(request, 500, "This is a fault of ours. It is in the server's log.", "Nothing was changed.")


def answer(request: Request, status: int, what: str, hint: str = "") -> Response:
    """A page, or what our script reads."""
    if by_script(request) or by_program(request):
        return JSONResponse({"error": what, "hint": hint}, status)
    return show(request, "error.html", status, heading=HEADINGS.get(status, "Something failed"), what=what, hint=hint)

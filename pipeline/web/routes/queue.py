"""The queue, and the page that explains it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from pipeline.flow import review
from pipeline.review.filters import read
from pipeline.web.pages import desk, show

router = APIRouter()


@router.get("/")
def queue(request: Request, after: str = "") -> Response:
    """What waits, the worst first; the filters are in the address."""
    filters = read(request.query_params)
    found = review.read_queue(desk(request).place(), filters, request.state.person.name, after)
    return show(request, "queue.html", filters=filters, found=found, after=after, here=filters.query())


@router.get("/help")
def help_page(request: Request) -> Response:
    """Keys and words."""
    return show(request, "help.html")

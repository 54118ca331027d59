"""The correction log, to read and to take away."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from pipeline.flow import review_log
from pipeline.review.filters import ANY, read
from pipeline.web.pages import desk, show

router = APIRouter()
KINDS = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}


@router.get("/log")
def log(request: Request, after: str = "") -> Response:
    """What stands, by source and number, with the same filters as the queue."""
    filters = read({"state": ANY, **request.query_params})
    page = review_log.read_page(desk(request).place(), filters, after)
    here = filters.query(state=filters.state)
    return show(request, "log.html", filters=filters, page=page, after=after, here=here)


@router.get("/log.{form}")
def export(request: Request, form: Literal["jsonl", "csv", "parquet"]) -> Response:
    """All rows that the filters leave, as a file."""
    filters, place = read({"state": ANY, **request.query_params}), desk(request).place()
    place.store.check()  # said before the first byte, while it can still be said in words
    headers = {"Content-Disposition": f'attachment; filename="corrections.{form}"'}
    return StreamingResponse(review_log.export(place, filters, form), media_type=KINDS[form], headers=headers)

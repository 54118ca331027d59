"""The same for programs: queue, log and decisions as JSON, behind the same login, with a document of themselves."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from pipeline.flow import review, review_log
from pipeline.model.errors import Conflict
from pipeline.review.decide import Answer
from pipeline.review.filters import ANY, read
from pipeline.web.api_models import (
    Correction,
    Decide,
    Decided,
    DecisionPage,
    LogEntry,
    LogPage,
    QueuePage,
    Refused,
    Said,
    filter_parameters,
)
from pipeline.web.pages import desk, root, show

PREFIX = "/api/v1"
ABOUT = (
    "Corrections, the log of rulings and decisions. Send the token as `Authorization: Bearer …`: inside Airflow the "
    "one that Airflow's `/auth/token` gives, with `newsmend serve` one that `newsmend token make` printed. Whole logs "
    "as files: `log.jsonl`, `log.csv` and `log.parquet` beside this, with the same filters."
)
REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Refused}, 401: {"model": Refused}, 403: {"model": Refused}, 422: {"model": Refused},
    503: {"model": Refused},
}  # fmt: skip
Size = Annotated[int, Query(ge=1, le=500)]

reads = APIRouter(prefix=PREFIX, responses=REFUSALS)
writes = APIRouter(prefix=PREFIX, responses=REFUSALS)
about = APIRouter(prefix=PREFIX)


def must_be_bearer(request: Request) -> None:
    """Raises 403 for a write that a page of another site could have sent: a cookie goes with it, a bearer never."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise HTTPException(403, "The API takes decisions with a bearer token only.")


@reads.get("/queue", openapi_extra=filter_parameters())
def queue(request: Request, after: str = "", size: Size = 40) -> QueuePage:
    """What waits, the worst first."""
    found = review.read_items(desk(request).place(), read(request.query_params), after, size)
    return QueuePage(items=list(map(Correction.model_validate, found.items)), more=found.more, count=found.count)


@reads.get("/log", openapi_extra=filter_parameters())
def log(request: Request, after: str = "", size: Size = 100) -> LogPage:
    """What stands, by source and number."""
    filters = read({"state": ANY, **request.query_params})
    found = review_log.read_page(desk(request).place(), filters, after, size)
    return LogPage(rows=list(map(LogEntry.model_validate, found.rows)), more=found.more)


@reads.get("/decisions")
def decisions(
    request: Request,
    after: Annotated[int, Query(ge=0, le=2**62)] = 0,
    size: Size = 100,
    proposal: Annotated[str, Query(pattern="^([0-9a-f]{64})?$")] = "",
) -> DecisionPage:
    """Every decision ever made, or those on one proposal."""
    found, more = review_log.read_decisions(desk(request).place(), after, size, proposal)
    return DecisionPage(decisions=list(map(Said.model_validate, found)), more=more)


@writes.post("/decisions", responses={404: {"model": Refused}, 409: {"model": Refused}}, response_model=Decided)
def decide(request: Request, said: Decide) -> Any:
    """Decides. 409 where somebody was quicker or has the article; the answer holds what stands now."""
    place = desk(request).place()
    answer = Answer(said.proposal, said.verdict, said.version, said.replacement, said.note)
    try:
        items = review.say(place, answer, request.state.person.name)
    except Conflict as conflict:
        now = [Correction.model_validate(item) for item in review.read_places(place, said.proposal)]
        refused = Refused(error=conflict.what, hint=conflict.hint, items=now)
        return JSONResponse(refused.model_dump(mode="json"), 409)
    return Decided(items=[Correction.model_validate(item) for item in items])


@about.get("/openapi.json")
def openapi(request: Request) -> dict[str, Any]:
    """This API in OpenAPI 3.1, for whoever may ask it."""
    return document(root(request))


@about.get("/")
def guide(request: Request) -> Response:
    """The same to read, drawn here: no script, nothing from another host."""
    return show(request, "api.html", api=document(root(request)))


def document(server: str) -> dict[str, Any]:
    """The OpenAPI document; `server` is where the desk is mounted."""
    made = get_openapi(title="Newsmend", version="1", description=ABOUT, routes=[*reads.routes, *writes.routes])
    made["servers"] = [{"url": server or "/"}]
    made.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made

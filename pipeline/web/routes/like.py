"""All like this: groups, one group with its sample, one answer for all, and the acts with their undo."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.flow import review_batch
from pipeline.model.decision import Verdict
from pipeline.review.decide import LONGEST
from pipeline.web.pages import address, desk, show

router, writes = APIRouter(), APIRouter()
Id = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, Form(max_length=LONGEST * 2)]


@router.get("/like")
def groups(request: Request, rule: str = "", source: str = "") -> Response:
    """What waits, by rule, original and correction; the greatest group first."""
    found = review_batch.groups(desk(request).place(), rule[:250], source[:250])
    return show(request, "groups.html", found=found, rule=rule[:250], source=source[:250])


@router.get("/like/{likeness}")
def group(request: Request, likeness: Id) -> Response:
    """How many, where, and ten of them, before anything can be said of all."""
    place = desk(request).place()
    return show(request, "like.html", found=review_batch.group(place, likeness), most=place.settings.most_at_once)


@router.get("/batches")
def batches(request: Request, done: str = "", left: int = 0) -> Response:
    """Every act on many places, the newest first."""
    return show(request, "batches.html", found=review_batch.acts(desk(request).place()), done=done, left=left)


@writes.post("/like/{likeness}")
def say_all(
    request: Request,
    likeness: Id,
    verdict: Annotated[Verdict, Form()],
    seen: Annotated[int, Form(ge=0)],
    reason: Text = "",
) -> Response:
    """One answer for all that waits in the group."""
    person, place = request.state.person, desk(request).place()
    done = review_batch.say_all(place, likeness, verdict, person.name, reason, seen)
    return _to_batches(request, done)


@writes.post("/batches/{likeness}/undo")
def undo(request: Request, likeness: Id, reason: Text = "") -> Response:
    """Takes an act back; the address holds its id."""
    return _to_batches(request, review_batch.undo(desk(request).place(), likeness, request.state.person.name, reason))


def _to_batches(request: Request, done: review_batch.Done) -> Response:
    query = {"done": str(done.places), "left": str(done.left)}
    return RedirectResponse(address(request, "batches", query) + f"#b-{done.batch[:16]}", 303)

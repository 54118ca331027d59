"""The blind second look. What the first reviewer said is on no page of these before the second has spoken."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.flow import second_review
from pipeline.model.decision import Verdict
from pipeline.review.agreement import TENTATIVE
from pipeline.review.decide import LONGEST, Answer
from pipeline.web.pages import address, desk, show

router = APIRouter()
writes = APIRouter()
Text = Annotated[str, Form(max_length=LONGEST * 2)]


@router.get("/second")
def second(request: Request, done: str = "") -> Response:
    """One correction to look at, and how far reviewers agree by rule."""
    place, person = desk(request).place(), request.state.person
    found = second_review.read_second(place, person.name, done[:64], may_write=person.may_write)
    share = place.settings.second
    return show(request, "second.html", found=found, share_of=share, TENTATIVE=TENTATIVE)


@writes.post("/second")
def give(
    request: Request,
    proposal: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
    verdict: Annotated[Literal["ACCEPT", "REJECT", "UNSURE"], Form()],
    own: Annotated[bool, Form()] = False,
    replacement: Text = "",
    reason: Annotated[str, Form(max_length=100)] = "",
    note: Text = "",
) -> Response:
    """A second opinion; then both verdicts are shown, and the next one to look at."""
    said = ": ".join(part for part in (reason, note.strip()) if part)
    answer = Answer(proposal, Verdict(verdict), 0, replacement if own else None, said)
    second_review.give(desk(request).place(), answer, request.state.person.name)
    return RedirectResponse(address(request, "second", {"done": proposal}), 303)

"""What failed and waits, each with its reason and a button that tries it again."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.flow.log import waiting
from pipeline.web.pages import address, desk, show

router, writes = APIRouter(), APIRouter()
MOST = 200  # rows of one page
STAGES = ("discover", "fetch", "extract", "mend", "source")


@router.get("/quarantine")
def quarantine(request: Request, source: str = "", stage: str = "", day: str = "", done: str = "") -> Response:
    """The rows, by source, day and address; `done` says how the last try went."""
    every = waiting(desk(request).place())
    asked = _day(day)
    rows = [
        row
        for row in every
        if source in ("", row.source) and stage in ("", row.stage.split(" ")[0]) and asked in (None, row.day)
    ]
    here = {name: value for name, value in (("source", source), ("stage", stage), ("day", day)) if value}
    return show(
        request,
        "quarantine.html",
        rows=rows[:MOST],
        count=len(rows),
        total=len(every),
        sources=sorted({row.source for row in every}),
        stages=STAGES,
        here=here,
        done={"yes": "It is done, and gone from here.", "no": "It failed again, and waits on."}.get(done, ""),
    )


@writes.post("/quarantine/replay")
def replay(
    request: Request,
    number: Annotated[int, Form(ge=1)],
    source: Annotated[str, Form(max_length=200)] = "",
    stage: Annotated[str, Form(max_length=20)] = "",
    day: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Asks for the page or list again, extracts, mends and publishes: one row, so that nobody waits long."""
    from pipeline.flow.retry import chosen, retry  # what fetches and extracts is loaded when somebody asks for it

    place = desk(request).place()
    rows = chosen(place, number=number)
    resolved = retry(place, rows).resolved == len(rows)
    back = {"source": source, "stage": stage, "day": day, "done": "yes" if resolved else "no"}
    return RedirectResponse(address(request, "quarantine", {k: v for k, v in back.items() if v}), 303)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise HTTPException(422, "The day is no date. Write it as 2026-11-23.") from None

"""From a run or task in Airflow to what was corrected on its day, and to the figures up to it."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from pipeline.web.pages import address, desk, show

router = APIRouter()


@router.get("/run")
def run(
    request: Request,
    dag_id: str = "",
    run_id: str = "",
    task_id: str = "",
    show_as: Literal["queue", "figures"] = "queue",
) -> Response:
    """The queue of the run's day, or the figures of the four weeks that end with it; other runs are said to be none."""
    day = desk(request).who.day_of_run(dag_id[:250], run_id[:250])
    if day is None:
        return show(request, "no_run.html", dag_id=dag_id[:250], run_id=run_id[:250])
    if show_as == "figures":
        return RedirectResponse(address(request, "dashboard", {"until": day.isoformat()}), 303)
    query = {"state": "any", "since": day.isoformat(), "until": day.isoformat()}
    return RedirectResponse(address(request, "", query), 303)

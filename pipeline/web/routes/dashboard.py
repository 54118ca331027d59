"""The figures, drawn by the server. The page's head is sent at once, and the figures when they are counted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from pipeline.flow import figures
from pipeline.flow.figures import Board, Harm, Series
from pipeline.model.errors import NewsmendError
from pipeline.model.proposal import Fault
from pipeline.review.agreement import TENTATIVE
from pipeline.web.charts import Panel, Whisker, figure, panel, percent, upper, whisker
from pipeline.web.pages import desk, stream

router = APIRouter()
DAYS = ("7", "28", "90", "365")
CORRECTIONS = {
    "APPLY": "applied",
    "HOLD": "waiting for a reviewer",
    "FLAG": "only pointed at",
    "reverted": "taken back",
}
MOST = 12  # pictures of reviewers; the table has them all


@router.get("/dashboard")
def dashboard(request: Request, source: str = "", days: str = "28", until: str = "") -> Response:
    """By source and day: articles, faults, corrections, harm, drift, reviewers; the filters are in the address."""
    place = desk(request).place()
    place.store.check()  # said before the first byte, while it can still be said in words
    return StreamingResponse(pieces(request, source, days, until), media_type="text/html; charset=utf-8")


def pieces(request: Request, source: str, days: str, until: str) -> Iterator[bytes]:
    """The page, its head first.

    Raises:
        UsageError: the address makes no sense; nothing was sent.
    """
    place = desk(request).place()
    asked = figures.asked_for(place, source.strip(), days.strip() or "28", until.strip())
    return stream(
        request,
        "dashboard.html",
        counted=lambda: _counted(lambda: figures.board(place, asked)),
        asked=asked,
        sources=figures.sources(place),
        share_of=place.settings.sample,
        panels=panels,
        whiskers=whiskers,
        percent=percent,
        figure=figure,
        DAYS=DAYS,
        CORRECTIONS=CORRECTIONS,
        TENTATIVE=TENTATIVE,
    )


def _counted(count: Callable[[], Board]) -> Board | NewsmendError:
    """The figures, or why there are none: the page has begun and has to end."""
    try:
        return count()
    except NewsmendError as error:
        return error
    except Exception as error:
        logging.getLogger("newsmend.web").error("the figures failed", exc_info=error)
        return NewsmendError("This is a fault of ours. It is in the server's log", hint="Nothing was changed.")


def panels(board: Board) -> dict[str, list[Panel]]:
    """The pictures by section; those that can be compared have one scale."""
    asked = board.asked
    in_all = _sum(board.found.values())
    found = [panel("found", asked.span, in_all)]
    found += [panel(name, asked.span, board.found.get(name, {})) for name in figures.FOUND if name in board.found]
    top = max((rate for of in board.faults.values() for rate in of.values()), default=0.0)
    kinds = [(kind.value, board.faults[kind.value]) for kind in Fault if kind.value in board.faults]
    reviewers = sorted(board.reviewers.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))[:MOST]
    drifted = {alarm.day for alarm in board.alarms}
    return {
        "articles": found if board.found else [],
        "faults": [
            panel(kind.lower(), asked.span, of, total=_mean(of, board.words), top=top)
            for kind, of in kinds
            if any(of.values())
        ],
        "corrections": [panel(said, asked.span, board.rulings.get(name, {})) for name, said in CORRECTIONS.items()]
        if board.rulings
        else [],
        "rate": [panel("applied edits", asked.span, board.rate, total=_mean(board.rate, board.words), marked=drifted)]
        if board.words
        else [],
        "reviewers": [panel(name, asked.span, of) for name, of in reviewers],
    }


def whiskers(rows: tuple[Harm, ...]) -> list[tuple[Harm, Whisker]]:
    """Each with its place on one scale, which ends at the greatest upper end."""
    edge = upper(row.wrong.high for row in rows)
    return [(row, whisker(row.wrong.low, row.wrong.value, row.wrong.high, edge)) for row in rows]


def _sum(series: Iterable[Series]) -> Series:
    found: Series = {}
    for of in series:
        for day, value in of.items():
            found[day] = found.get(day, 0) + value
    return found


def _mean(rates: Series, words: Series) -> str:
    """The rate over all days, each by its words."""
    size = sum(words.values())
    return f"{figure(round(sum(rates.get(day, 0) * n for day, n in words.items()) / size, 2)) if size else 0} in 1,000"

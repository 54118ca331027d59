"""The reviewers' desk as an ASGI application: `create_app` is told from outside who is calling and what they may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as Refusal

from pipeline.flow.workplace import Workplace
from pipeline.model.errors import NewsmendError
from pipeline.web import errors
from pipeline.web.access import Who, must_be_ours
from pipeline.web.headers import guarded
from pipeline.web.pages import Desk
from pipeline.web.routes import api, article, dashboard, decide, like, log, quarantine, queue, run, second, static


def create_app(place: Callable[[], Workplace], who: Who) -> FastAPI:
    """The application. Every route asks `who.reader` first, every write `who.writer` as well.

    `place` is called when a page needs the store, so a store that is down costs a page in words and no more.
    """

    reader, writer = Depends(who.reader), Depends(who.writer)

    def reading(request: Request, person: Any = reader) -> None:
        request.state.person = person

    def writing(request: Request, person: Any = writer) -> None:
        if not person.may_write:
            raise HTTPException(403, "You may read here, and not decide.")
        request.state.person = person

    app = FastAPI(title="Newsmend", dependencies=[Depends(reading)], docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(place, who)
    for reads in (queue, article, dashboard, like, log, quarantine, run, second, static):
        app.include_router(reads.router)
    for writes in (decide.router, like.writes, second.writes, quarantine.writes):
        app.include_router(writes, dependencies=[Depends(writing), Depends(must_be_ours)])
    for speaks in (api.about, api.reads):
        app.include_router(speaks)
    app.include_router(api.writes, dependencies=[Depends(writing), Depends(api.must_be_bearer)])
    app.middleware("http")(guarded)
    app.add_exception_handler(NewsmendError, errors.ours)
    app.add_exception_handler(Refusal, errors.http)
    app.add_exception_handler(RequestValidationError, errors.unreadable)
    app.add_exception_handler(Exception, errors.unexpected)
    return app

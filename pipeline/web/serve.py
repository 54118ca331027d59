"""The desk alone, on a server of its own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from threading import Thread
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from starlette.middleware.base import RequestResponseEndpoint

from pipeline.flow.api_tokens import opened_by
from pipeline.flow.review import warm
from pipeline.flow.workplace import Workplace
from pipeline.model.errors import UsageError
from pipeline.store.api_tokens import Role
from pipeline.web.access import Person
from pipeline.web.app import create_app
from pipeline.web.local import TokenInAddress, local_who, own_hosts_only


def run(
    place: Workplace, host: str, port: int, token: str, name: str, say: Callable[[str], None], *, any_host: bool = False
) -> None:
    """Serves until it is stopped; `say` gets the address once the port is ours.

    Raises:
        UsageError: the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)  # whoever reads the address may come at once
    except OSError as error:
        listener.close()
        raise UsageError(f"{host}:{port} cannot be had ({error.strerror})", hint="Give another --port.") from error
    port = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    say(f"Newsmend's desk: http://{shown}:{port}/?token={quote(token)}")
    say("Whoever has this address may decide. Ctrl-C stops it.")
    app = application(place, token, name, None if any_host else own_hosts_only(port))
    Thread(target=warm, args=(place,), name="newsmend-warm", daemon=True).start()
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run([listener])


def application(place: Workplace, token: str, name: str, hosts: frozenset[str] | None) -> FastAPI:
    """The desk for one person with a token; with `hosts`, it answers to these names alone."""
    app = create_app(lambda: place, local_who(token, name, lambda secret: _program(place, secret)))
    app.middleware("http")(TokenInAddress(token))
    if hosts is not None:

        async def named(request: Request, call_next: RequestResponseEndpoint) -> Response:
            if request.headers.get("host", "") not in hosts:  # a page elsewhere gave our address a name of its own
                return PlainTextResponse("This is not the name of this server.", 421)
            return await call_next(request)

        app.middleware("http")(named)
    return app


def _program(place: Workplace, secret: str) -> Person | None:
    found = opened_by(place, secret)
    return None if found is None else Person(found.name, found.role is Role.REVIEW)

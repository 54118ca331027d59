"""Who is calling, where these pages run alone on one machine: whoever has the token."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from fastapi import HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.middleware.base import RequestResponseEndpoint

from pipeline.web.access import Person, Who

COOKIE = "newsmend_token"
LOGIN = "Open the address that `newsmend serve` printed; it holds the token."


def local_who(token: str, name: str, others: Callable[[str], Person | None] = lambda secret: None) -> Who:
    """One person, with the token in a cookie or as a bearer; `others` knows the bearers of programs. Else 401."""

    def reader(request: Request) -> Person:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        said = bearer if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")
        if not hmac.compare_digest(said.encode("utf-8", "surrogatepass"), token.encode()):
            if scheme.lower() == "bearer" and (other := others(bearer)) is not None:
                return other
            raise HTTPException(401, "no session", {"WWW-Authenticate": "Bearer"})
        return Person(name, True)

    return Who(reader, reader, hashlib.sha256(f"newsmend csrf {token}".encode()).digest(), login=LOGIN)


class TokenInAddress:
    """Turns `?token=…` of a first visit into a cookie that no script can read and no other site can send."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    async def __call__(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        said = request.query_params.get("token")
        if said is None or request.method != "GET":
            return await call_next(request)
        if not hmac.compare_digest(said.encode("utf-8", "surrogatepass"), self._token):
            return await call_next(request)
        response = RedirectResponse(request.url.path, 303)
        response.set_cookie(COOKIE, said, httponly=True, samesite="strict", secure=request.url.scheme == "https")
        return response


def own_hosts_only(port: int) -> frozenset[str]:
    """The hosts that this server answers to; any other is another site's name for our address."""
    return frozenset(f"{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]"))

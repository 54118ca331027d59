"""Our own style and script; nothing comes from another host."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from fastapi import APIRouter, HTTPException, Response

from pipeline.model.digest import digest

router = APIRouter()
KINDS = {"desk.css": "text/css", "dashboard.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}


@router.get("/static/{name}")
def asset(name: str) -> Response:
    """One of the few files that there are."""
    if name not in KINDS:
        raise HTTPException(404)
    body = _read(name)
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{digest(body)[:16]}"'}
    return Response(body, media_type=f"{KINDS[name]}; charset=utf-8", headers=headers)


def text_of(name: str) -> str:
    """One of our own files, as text."""
    return _read(name).decode()


@cache
def _read(name: str) -> bytes:
    return files("pipeline.web").joinpath("static", name).read_bytes()

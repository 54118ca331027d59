"""Who is calling is told from outside; that a write comes from our own page is checked here."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Form, HTTPException, Request

LARGEST = 64 * 1024  # bytes of a form
OURS = "newsmend"  # what our script says in X-Requested-With


@dataclass(frozen=True, slots=True)
class Person:
    """Who is calling, as the log will name them. Whoever is let in may read."""

    name: str
    may_write: bool


@dataclass(frozen=True, slots=True)
class Who:
    """`reader` and `writer` are FastAPI dependencies that give a Person, or raise 401 and 403.

    `key` is secret and the same in every process that serves these pages. `day_of_run` finds the day of an Airflow run
    by DAG and run id, None where it is none of ours. `login` says in words what somebody without a session should do.
    """

    reader: Callable[..., Any]
    writer: Callable[..., Any]
    key: bytes
    day_of_run: Callable[[str, str], date | None] = lambda dag_id, run_id: None
    login: str = "Log in again."


def csrf_token(key: bytes, person: Person) -> str:
    """What every form of this person carries; nobody without the key can make it."""
    return hmac.new(key, f"csrf {person.name}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def must_be_ours(request: Request, csrf: str = Form("", max_length=100)) -> None:
    """Raises 403 where a write does not come from a page that we gave this person."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin"):
        raise HTTPException(403, "This was sent from another site, and was refused.")
    host = request.headers.get("host", "")
    if origin is not None and site is None and origin not in (f"http://{host}", f"https://{host}"):
        raise HTTPException(403, "This was sent from another site, and was refused.")
    person, key = request.state.person, request.app.state.desk.who.key
    if not hmac.compare_digest(csrf.encode(), csrf_token(key, person).encode()):
        raise HTTPException(403, "The page is too old to decide from. Load it again.")

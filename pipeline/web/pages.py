"""Templates in, pages out. Everything is escaped; nothing that a page, a feed or a person wrote is trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.flow.workplace import Workplace
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome
from pipeline.review.decide import REASONS
from pipeline.review.filters import ANY
from pipeline.review.queue import COUNTED
from pipeline.store.review_items import STATES
from pipeline.web.access import Who, csrf_token

OUTCOMES = {
    Outcome.APPLY: "applied",
    Outcome.HOLD: "waits for you",
    Outcome.FLAG: "only pointed at",
    Outcome.REJECTED: "kept as it was",
    Outcome.SUPERSEDED: "another correction has its place",
    Outcome.REFUSED: "refused by the guard",
}
COUNTING = 'id="counting"'
VERDICTS = {"ACCEPT": "accepted", "REJECT": "rejected", "UNSURE": "unsure", "WITHDRAW": "took it back"}


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pages work with; `place` opens the parts when first asked."""

    place: Callable[[], Workplace]
    who: Who


def desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def root(request: Request) -> str:
    """The prefix under which these pages are mounted, without a slash at the end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def address(request: Request, path: str, query: Mapping[str, str] | None = None) -> str:
    """A link within these pages."""
    return f"{root(request)}/{path}" + (f"?{urlencode(query)}" if query else "")


def show(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page."""
    return HTMLResponse(render(request, template, **values), status)


def render(request: Request, template: str, **values: object) -> str:
    """A page or a part of one, as text."""
    return "".join(_pieces(request, template, values))


def stream(request: Request, template: str, **values: object) -> Iterator[bytes]:
    """A page in pieces: what stands before the element with the id "counting" and it itself are sent at once."""
    held: list[str] = []
    for piece in _pieces(request, template, values):
        held.append(piece)
        if COUNTING in piece:
            yield "".join(held).encode("utf-8", "replace")
            held = []
    yield "".join(held).encode("utf-8", "replace")


def _pieces(request: Request, template: str, values: Mapping[str, object]) -> Iterator[str]:
    person = getattr(request.state, "person", None)
    token = csrf_token(desk(request).who.key, person) if person is not None else ""

    def link(path: str, query: Mapping[str, str] | None = None) -> str:
        return address(request, path, query)

    return _environment().get_template(template).generate(person=person, csrf=token, link=link, **values)


def moment(value: datetime) -> str:
    """23 Nov 2026, 14:05 UTC"""
    utc = value.astimezone(UTC)
    return f"{utc.day} {utc:%b %Y, %H:%M} UTC"


def share(value: float) -> str:
    """97 %"""
    return f"{value * 100:.0f} %" if value in (0, 1) or 0.005 <= value < 0.995 else f"{value * 100:.1f} %"


def visible(text: str) -> Markup | str:
    """Spaces at the ends and controls made visible: a correction may be a space."""
    if text == "":
        return "nothing"
    return "".join("␣" if c == " " and i in (0, len(text) - 1) else "⏎" if c == "\n" else c for i, c in enumerate(text))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": moment, "share": share, "visible": visible}
    environment.globals |= {
        "OUTCOMES": OUTCOMES,
        "VERDICTS": VERDICTS,
        "STATES": (*STATES, ANY),
        "FAULTS": tuple(Fault),
        "REASONS": REASONS,
        "COUNTED": COUNTED,
    }
    return environment

"""Everything that writes. Without our script each form leads back to a page; with it, to what changed on the page."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from pipeline.flow import review, review_evidence
from pipeline.model.decision import Verdict
from pipeline.model.errors import Conflict, UsageError
from pipeline.model.proposal import Fault
from pipeline.review.article import Edit
from pipeline.review.decide import LONGEST, Answer, Mark
from pipeline.review.filters import read
from pipeline.web.errors import by_script
from pipeline.web.pages import VERDICTS, address, desk, render

router = APIRouter()
ARTICLE = Path(pattern="^[0-9a-f]{64}$")
Text = Annotated[str, Form(max_length=LONGEST * 2)]


@router.post("/decide")
def decide(
    request: Request,
    proposal: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
    document: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
    verdict: Annotated[Verdict, Form()],
    version: Annotated[int, Form(ge=0)],
    own: Annotated[bool, Form()] = False,
    replacement: Text = "",
    reason: Annotated[str, Form(max_length=100)] = "",
    note: Text = "",
    back: Text = "",
) -> Response:
    """A verdict; with `own`, the reviewer's own words stand. A stale version gives 409 and what is there now."""
    place, person = desk(request).place(), request.state.person
    said = ": ".join(part for part in (reason, note.strip()) if part)
    answer = Answer(proposal, verdict, version, replacement if own else None, said)
    try:
        items = review.say(place, answer, person.name)
    except Conflict as conflict:
        if not by_script(request):
            raise
        return _answer(request, proposal, document, 409, error=conflict.what, hint=conflict.hint)
    if not by_script(request):
        return _back(request, back, proposal)
    done = VERDICTS[verdict] if items else "done; the text was mended anew and this correction is gone"
    return _answer(request, proposal, document, 200, said=done)


@router.post("/mark")
def mark(
    request: Request,
    document: Annotated[str, Form(pattern="^[0-9a-f]{64}$")],
    fault: Annotated[Fault, Form()],
    quote: Text,
    number: Annotated[int, Form(ge=1, le=10_000)] = 1,
    start: Annotated[int, Form(ge=-1)] = -1,
    fix: Annotated[bool, Form()] = False,
    replacement: Text = "",
    note: Text = "",
) -> Response:
    """A fault that the machine missed; `start` is its place, else it is the `number`-th time that `quote` stands."""
    place = desk(request).place()
    text = review.document_text(place, document)
    first, last = (start, start + len(quote)) if start >= 0 else review.place_of(text.text, quote, number)
    if text.text[first:last] != quote:
        raise UsageError("the marked words do not stand there", hint="Load the page again and mark them once more.")
    asked = Mark(document, first, last, fault, replacement if fix else None, note)
    item = review.mark(place, asked, request.state.person.name)
    to = address(request, f"article/{text.article}", {"item": item.proposal})
    if by_script(request):
        return JSONResponse({"to": f"{to}#c-{item.proposal[:16]}"})
    return RedirectResponse(f"{to}#c-{item.proposal[:16]}", 303)


@router.post("/claim/{article_id}")
def claim(request: Request, article_id: Annotated[str, ARTICLE], back: Text = "") -> Response:
    """Takes the article for ten minutes, or says who has it."""
    person = request.state.person
    held = review.claim(desk(request).place(), article_id, person.name)
    if by_script(request):
        mine = held.actor == person.name
        return JSONResponse({"mine": mine, "actor": held.actor, "until": f"{held.until:%H:%M}"})
    return _back(request, back)


@router.post("/release/{article_id}")
def release(request: Request, article_id: Annotated[str, ARTICLE], back: Text = "") -> Response:
    """Gives the article back."""
    review.release(desk(request).place(), article_id, request.state.person.name)
    return Response(status_code=204) if by_script(request) else _back(request, back)


def _answer(request: Request, proposal: str, document: str, status: int, **said: str) -> Response:
    """The correction as it is now, drawn anew where it stands on the page."""
    place = desk(request).place()
    item = review.read_item(place, proposal, document)
    if item is None:
        return JSONResponse({**said, "gone": True}, status)
    found = review.read_article(place, item.article)
    edit = next(edit for edit in found.edits if edit.item.key == item.key)
    known = review_evidence.gather(place, found)
    parts = {name: _draw(request, name, edit, known) for name in ("inline", "card", "row")}
    return JSONResponse({**said, **parts, "state": item.state, "version": item.version}, status)


def _draw(request: Request, name: str, edit: Edit, known: review_evidence.Known) -> str:
    here = read(dict(parse_qsl(request.headers.get("x-query", "")[:4000]))).query()
    return render(request, f"parts/{name}.html", edit=edit, known=known, here=here)


def _back(request: Request, back: str, proposal: str = "") -> Response:
    """To the page that the form was on; never to another site."""
    path, _, query = back.partition("?")
    known = path == "" or (path.startswith("article/") and path[8:].isalnum() and len(path) == 72)
    pairs = dict(parse_qsl(query)) if known else {}
    anchor = f"#c-{proposal[:16]}" if proposal else ""
    return RedirectResponse(address(request, path if known else "", pairs) + anchor, 303)

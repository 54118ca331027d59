"""One article: its corrections, and one key away the raw page, the extracted text and the clean text."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from pipeline.flow import review, review_evidence
from pipeline.review.filters import read
from pipeline.web.headers import raw_policy
from pipeline.web.pages import desk, render, show
from pipeline.web.routes.static import text_of
from pipeline.web.sanitise import harmless

router = APIRouter()
ArticleId = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
View = Literal["corrections", "raw", "extracted", "clean"]


@router.get("/article/{article_id}")
def article(request: Request, article_id: ArticleId, view: View = "corrections", item: str = "") -> Response:
    """`item` is the proposal that is looked at first; the queue's filters go on in the address."""
    place, filters = desk(request).place(), read(request.query_params)
    found = review.read_article(place, article_id)
    chosen = next((edit for edit in found.edits if edit.ruling.proposal.id == item), None)
    following = review.next_article(place, filters, chosen.item.key if chosen else "", article_id)
    return show(
        request,
        "article.html",
        found=found,
        view=view,
        item=item,
        known=review_evidence.gather(place, found) if view == "corrections" else {},
        following=following,
        here=filters.query(),
    )


@router.get("/article/{article_id}/raw")
def raw(request: Request, article_id: ArticleId) -> Response:
    """The stored page, for a sandboxed frame: without scripts, styles, pictures, forms and links that lead away."""
    body = harmless(review.raw_page(desk(request).place(), article_id))
    style = text_of("raw.css")  # inside the page: a sandbox has no origin that could fetch it
    page = render(request, "raw.html", body=body, style=Markup(style))  # noqa: S704 - our own file
    return HTMLResponse(page, headers={"Content-Security-Policy": raw_policy(style)})

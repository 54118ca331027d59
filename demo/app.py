"""The demo news site as an ASGI application.

What a page says depends only on its address, the clock and the options of `build`.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from demo import feeds
from demo.editions import Story, find, listed
from demo.library import SECTIONS, Special
from demo.pdf import one_page
from demo.render import article_page, render
from demo.replies import conditional

XML = "application/xml"
PER_PAGE = 6


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")


def _page_number(request: Request) -> int:
    value = request.query_params.get("page", "1")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0


@dataclass(frozen=True)
class Site:
    """The handlers. `fixed_now` None means the real time."""

    fixed_now: datetime | None
    slow_seconds: float
    articles_per_day: int | None

    def now(self) -> datetime:
        moment = datetime.now(UTC) if self.fixed_now is None else self.fixed_now
        return moment.replace(microsecond=0)

    def stories(self) -> list[Story]:
        return listed(self.now(), self.articles_per_day)

    @property
    def per_page(self) -> int:
        return max(PER_PAGE, (self.articles_per_day or 0) // 5)

    def home(self, request: Request) -> Response:
        return HTMLResponse(render("home.html", base=_base(request), stories=self.stories()[:20]))

    def section(self, request: Request) -> Response:
        name, page = request.path_params["name"], _page_number(request)
        stories = [story for story in self.stories() if story.text.section == name]
        pages = max(1, -(-len(stories) // self.per_page))
        if name not in SECTIONS or not 1 <= page <= pages:
            raise HTTPException(404)
        shown = stories[(page - 1) * self.per_page : page * self.per_page]
        return HTMLResponse(
            render("section.html", base=_base(request), name=name, stories=shown, page=page, pages=pages)
        )

    def rss(self, request: Request) -> Response:
        text = feeds.feed("rss.xml", self.stories(), _base(request), self.now())
        return Response(text, media_type="application/rss+xml")

    def atom(self, request: Request) -> Response:
        text = feeds.feed("atom.xml", self.stories(), _base(request), self.now())
        return Response(text, media_type="application/atom+xml")

    def broken_feed(self, request: Request) -> Response:
        text = feeds.broken_feed(self.stories(), _base(request), self.now())
        return Response(text, media_type="application/rss+xml")

    def sitemap_index(self, request: Request) -> Response:
        return Response(feeds.sitemap_index(self.stories(), _base(request), self.now()), media_type=XML)

    def news_sitemap(self, request: Request) -> Response:
        return Response(feeds.news_sitemap(self.stories(), _base(request), self.now()), media_type=XML)

    def month_sitemap(self, request: Request) -> Response:
        text = feeds.month_sitemap(self.stories(), request.path_params["month"], _base(request), self.now())
        if text is None:
            raise HTTPException(404)
        return Response(text, media_type=XML)

    async def story(self, request: Request) -> Response:
        now = self.now()
        story = find(request.url.path, now, self.articles_per_day)
        if story is None:
            raise HTTPException(404)
        if story.withdrawn(now):
            return HTMLResponse(render("gone.html", base=_base(request)), status_code=410)
        if story.text.special is Special.SLOW:
            await asyncio.sleep(self.slow_seconds)
        if story.text.special is Special.PDF:
            return conditional(request, one_page(story.title), story.published, "application/pdf")
        body = article_page(story, _base(request), now).encode()
        return conditional(request, body, story.updated(now))


def robots(request: Request) -> Response:
    """Everything but /private/ is open."""
    return PlainTextResponse(f"User-agent: *\nAllow: /\nDisallow: /private/\n\nSitemap: {_base(request)}/sitemap.xml\n")


def private(request: Request) -> Response:
    """A page that robots.txt closes: who reads it did not ask."""
    return HTMLResponse(render("private.html", base=_base(request)))


def health(request: Request) -> Response:
    """For the local runner."""
    return PlainTextResponse("ok")


def missing(request: Request, error: Exception) -> Response:
    """404 for everything unknown."""
    return HTMLResponse(render("missing.html", base=_base(request)), status_code=404)


def build(now: datetime | None = None, *, slow_seconds: float = 2.0, articles_per_day: int | None = None) -> Starlette:
    """The site as it stands at `now` (real time if None), with at least `articles_per_day` stories a date."""
    if now is not None:
        now = now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
    site = Site(now, slow_seconds, articles_per_day)
    routes = [
        Route("/", site.home),
        Route("/healthz", health),
        Route("/robots.txt", robots),
        Route("/private/{rest:path}", private),
        Route("/section/{name}", site.section),
        Route("/rss.xml", site.rss),
        Route("/atom.xml", site.atom),
        Route("/broken-feed.xml", site.broken_feed),
        Route("/sitemap.xml", site.sitemap_index),
        Route("/sitemap-news.xml", site.news_sitemap),
        Route("/sitemap-{month}.xml", site.month_sitemap),
        Route("/{path:path}", site.story),
    ]
    return Starlette(routes=routes, exception_handlers={404: missing})

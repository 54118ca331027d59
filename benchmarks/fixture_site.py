"""Saved news pages as one site on loopback: home page, index pages, sitemap, each page below its own host's name."""

from __future__ import annotations

import gzip
import html
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

PER_PAGE = 40
START_SECONDS = 20
SUFFIX = ".html.gz"


@dataclass(frozen=True, slots=True)
class Fixture:
    """One saved page; `path` is its address on the site."""

    id: str
    path: str
    file: Path
    title: str
    publisher: str
    country: str


def load(folder: Path) -> tuple[Fixture, ...]:
    """The pages that the folder's ground truth lists, in its order."""
    with gzip.open(folder / "ground_truth.jsonl.gz", "rt", encoding="utf-8") as lines:
        return tuple(_fixture(folder, json.loads(line)) for line in lines)


def _fixture(folder: Path, row: dict[str, str]) -> Fixture:
    url = row["url"] if "://" in row["url"] else f"https://{row['url']}"
    name = row["file"].removesuffix(SUFFIX)
    path = quote(f"/{urlsplit(url).hostname or 'unknown'}/{name}.html")
    return Fixture(name, path, folder / "html" / row["file"], row["title"] or name, row["publisher"], row["country"])


@dataclass(frozen=True, slots=True)
class Site:
    """The handlers. The sitemap says that every page changed on `day`, as after a site was rebuilt."""

    pages: Sequence[Fixture]
    day: date

    @property
    def indexes(self) -> int:
        return max(1, -(-len(self.pages) // PER_PAGE))

    def home(self, request: Request) -> Response:
        items = "".join(f'<li><a href="/index/{n}">All news, part {n}</a></li>' for n in range(1, self.indexes + 1))
        return HTMLResponse(_document("Saved pages", f"<h1>Saved pages</h1><nav><ul>{items}</ul></nav>"))

    def index(self, request: Request) -> Response:
        number = int(request.path_params["number"])
        if not 1 <= number <= self.indexes:
            raise HTTPException(404)
        shown = self.pages[(number - 1) * PER_PAGE : number * PER_PAGE]
        items = "".join(f'<li><a href="{page.path}">{html.escape(page.title)}</a></li>' for page in shown)
        further = f'<a rel="next" href="/index/{number + 1}">Next</a>' if number < self.indexes else ""
        return HTMLResponse(_document(f"Part {number}", f"<h1>Part {number}</h1><ul>{items}</ul>{further}"))

    def sitemap(self, request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        moment = f"{self.day}T12:00:00+00:00"
        items = "".join(f"<url><loc>{base}{p.path}</loc><lastmod>{moment}</lastmod></url>" for p in self.pages)
        text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>'
        return Response('<?xml version="1.0" encoding="UTF-8"?>' + text, media_type="application/xml")

    def robots(self, request: Request) -> Response:
        return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {request.base_url}sitemap.xml\n")

    def page(self, request: Request) -> Response:
        page = next((page for page in self.pages if page.path == quote(request.url.path, safe="/%")), None)
        if page is None:
            raise HTTPException(404)
        # the pages were saved as UTF-8, whatever their own head still says
        return Response(gzip.decompress(page.file.read_bytes()), media_type="text/html; charset=utf-8")


def _document(title: str, body: str) -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'


def build(pages: Sequence[Fixture], day: date) -> Starlette:
    """The site as an application."""
    site = Site(pages, day)
    routes = [
        Route("/", site.home),
        Route("/index/{number:int}", site.index),
        Route("/sitemap.xml", site.sitemap),
        Route("/robots.txt", site.robots),
        Route("/{host}/{name}", site.page),
    ]
    return Starlette(routes=routes)


@contextmanager
def serving(pages: Sequence[Fixture], day: date) -> Iterator[str]:
    """The site on a free port of this machine; its address without a slash at the end."""
    server = uvicorn.Server(uvicorn.Config(build(pages, day), host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise SystemExit("The site of saved pages did not start; is a port of 127.0.0.1 free?")
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)

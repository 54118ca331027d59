"""Pages of ours, broken at random: each ends in an article or a refusal. `make fuzz` breaks 100,000."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from pipeline.extract.page import extract
from pipeline.model.errors import NotAnArticle
from tests.extract.support import page

PAGES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "golden" / "pages").glob("*.html"))]
COUNT = int(os.environ.get("NEWSMEND_FUZZ", "10000" if os.environ.get("CI") == "true" else "300"))
SECONDS = 60 if COUNT <= 10_000 else 7_000
JUNK = (
    b"<", b">", b"</", b"<!--", b"-->", b"\x00", b"\xff\xfe", b"<p>", b"</div>", b"<table><tr>", b"<button>", b"&#0;",
    b"&#x110000;", b"<script>", b"<div hidden>", b"<a href=", b'"', b"<br>" * 5, b"<svg>", b"\xc3", b"<form>", b"]]>",
)  # fmt: skip


def mutated(draw: random.Random) -> bytes:
    body = bytearray(draw.choice(PAGES))
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(body))
        match draw.randrange(4):
            case 0:
                body[at:at] = draw.choice(JUNK)
            case 1:
                del body[at : at + draw.randint(1, 400)]
            case 2:
                body[at] = draw.randrange(256)
            case _:
                start = draw.randrange(len(body))
                body[at:at] = body[start : start + draw.randint(1, 400)]
        body = body or bytearray(b"<")
    return bytes(body)


def test_mutated_pages_give_an_article_or_a_refusal() -> None:
    draw, articles, started, done = random.Random(20261124), 0, time.monotonic(), 0
    for _ in range(COUNT):
        if time.monotonic() - started > SECONDS:
            break
        raw = mutated(draw)
        done += 1
        try:
            article = extract(page(raw, content_type="text/html"))
        except NotAnArticle as error:
            assert error.reason  # noqa: PT017  either end is right
        else:
            assert article.paragraphs
            articles += 1
    assert done >= min(COUNT, 100)
    assert articles > done / 2

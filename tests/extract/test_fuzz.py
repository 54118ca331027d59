"""Pages of ours, broken at random: each ends in an article or a refusal. `make fuzz` breaks 100,000."""

from __future__ import annotations

import multiprocessing
import os
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from pipeline.extract.page import extract
from pipeline.model.errors import NotAnArticle
from tests.extract.support import page

GOLDEN = Path(__file__).parents[1] / "golden"
PAGES = [path.read_bytes() for path in sorted(GOLDEN.glob("*/*.html"))]
COUNT = int(os.environ.get("NEWSMEND_FUZZ", "10000" if os.environ.get("CI") == "true" else "300"))
PART = 250  # pages with one seed, so that a failure names one that is soon tried again
PROCESSES = 2
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


def broken(seed: int, count: int) -> tuple[int, int]:
    """How many pages were tried, and how many of them were articles."""
    draw, articles = random.Random(seed), 0
    for number in range(count):
        raw = mutated(draw)
        try:
            article = extract(page(raw, content_type="text/html"))
        except NotAnArticle as error:
            assert error.reason, (seed, number)  # noqa: PT017  either end is right
        except Exception as error:
            raise AssertionError(f"page {number} of seed {seed}: {raw!r}") from error
        else:
            assert article.paragraphs, (seed, number)
            articles += 1
    return count, articles


@pytest.mark.timeout(max(600, COUNT // 10))
def test_mutated_pages_give_an_article_or_a_refusal(capsys: pytest.CaptureFixture[str]) -> None:
    seeds = range(20261124, 20261124 + -(-COUNT // PART))
    counts = [PART] * (COUNT // PART) + [COUNT % PART] * bool(COUNT % PART)
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool:
        results = list(pool.map(broken, seeds, counts))
    done, articles = (sum(column) for column in zip(*results, strict=True))
    with capsys.disabled():
        print(f" {done:,} broken pages: {articles:,} articles, {done - articles:,} refused", end=" ")
    assert done == COUNT
    assert done / 3 < articles < done

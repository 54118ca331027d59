"""The site of saved pages and the report on it, with pages that we wrote."""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest

from benchmarks import real_pages
from benchmarks.fixture_site import PER_PAGE, Fixture, load, serving
from benchmarks.real_report import collect, write
from pipeline.flow.ingest import ingest_day
from pipeline.flow.workplace import workplace

DAY = date(2026, 10, 1)
HEAD = '<html lang="{}"><head><title>{}</title><meta property="og:type" content="article"></head><body><main><article>'
BODY = (
    "<h1>{}</h1><p>The harbour council met on Tuesday to talk about the the new ferry, which will leave from the old "
    "pier twice a day from spring.</p><p>Nobody asked what it would cost, though the treasurer had brought a folder "
    "with all the figures and laid it on the table before the meeting began.</p><p>The council will meet again in "
    "two weeks, and the treasurer promised to bring the folder once more.</p></article></main></body></html>"
)
Saved = Callable[[int], tuple[Fixture, ...]]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Writes that many pages in the form of the real ones; page 0 is no article."""

    def write_pages(count: int) -> tuple[Fixture, ...]:
        (tmp_path / "data" / "html").mkdir(parents=True)
        rows = []
        for n in range(count):
            title = f"Ferry number {n} leaves the harbour"
            text = (
                HEAD.format("en", title) + BODY.format(title).replace("twice", f"{n} times")
                if n
                else "<html><body>Log in</body></html>"
            )
            name = f"Paper{n}_2026_05_0{n % 9 + 1}.html.gz"
            (tmp_path / "data" / "html" / name).write_bytes(gzip.compress(text.encode()))
            address = f"https://p{n}.example/x"
            rows.append({"file": name, "url": address, "title": title, "publisher": "P", "country": "uk"})
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "data" / "ground_truth.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
        return load(tmp_path / "data")

    return write_pages


def get(url: str) -> bytes:
    with build_opener(ProxyHandler({})).open(url) as answer:
        body: bytes = answer.read()
        return body


def test_index_pages_lead_to_every_page_as_it_was_saved(saved: Saved) -> None:
    pages = saved(PER_PAGE + 1)
    with serving(pages, DAY) as url:
        first, second = get(f"{url}/index/1").decode(), get(f"{url}/index/2").decode()
        assert 'rel="next" href="/index/2"' in first
        assert 'rel="next"' not in second
        assert all(f'href="{page.path}"' in first + second for page in pages)
        assert get(url + pages[3].path) == gzip.decompress(pages[3].file.read_bytes())
        assert get(f"{url}/sitemap.xml").count(b"<lastmod>2026-10-01T") == len(pages)


def test_every_page_comes_to_an_end_that_the_report_counts(
    saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = saved(4)
    sources = tmp_path / "sources"
    sources.mkdir()
    monkeypatch.setenv("NEWSMEND_SOURCES", str(sources))
    monkeypatch.setenv("NEWSMEND_HOME", str(tmp_path / "home"))
    with serving(pages, DAY) as url, real_pages.drafted(url, sources) as name, workplace(migrate=True) as place:
        ingest_day(place, place.source(name), DAY)
        counted = write(tmp_path / "out", collect(place, name, url, pages, {"all": 1.0}))
    assert counted["funnel"]["stored"] == 3
    assert counted["adds_up"]
    assert not counted["lost"]
    assert not counted["mismatches"]
    assert counted["by_language"]["en"]["edits"] == 3
    with (tmp_path / "out" / "edits.tsv").open(encoding="utf-8") as lines:
        edits = list(csv.DictReader(lines, dialect="excel-tab"))
    assert {(e["page"].partition("_")[0], e["left"][-6:], e["right"][:10]) for e in edits} == {
        (f"Paper{n}", "about ", " new ferry") for n in (1, 2, 3)
    }
    assert "Paper0" in (tmp_path / "out" / "refused.tsv").read_text()


def test_without_the_pages_it_says_where_it_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["real_pages", "--data", str(tmp_path)])
    real_pages.main()
    assert f"not in {tmp_path}" in capsys.readouterr().out

"""Pages with known text, as rows of numbers and labels."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.extract.features import rows
from pipeline.extract.head import site
from pipeline.extract.page import examined
from pipeline.model.errors import NotAnArticle
from pipeline.model.page import Page

SETS = ("wcxb_dev_articles", "zyte_article_body", "fundus_fixtures")
_WORD = re.compile(r"\w+")
_RUN = 4  # words
_SHARE = 0.75  # of a block's runs that the known text must have
_LATE = datetime(2027, 12, 31, tzinfo=UTC)  # dates play no part in the score
Runs = set[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: a row, a label (1: part of the article), a number of words and the text of each block."""

    name: str
    domain: str
    rows: list[list[float]]
    labels: list[int]
    counts: list[int]


def samples(data: Path, names: tuple[str, ...] = SETS) -> Iterator[Sample]:
    """Every page of the sets that can be parsed and has blocks."""
    for name in names:
        with gzip.open(data / name / "ground_truth.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                found = sample(row, gzip.decompress((data / name / "html" / row["file"]).read_bytes()))
                if found is not None:
                    yield found


def sample(row: dict[str, Any], body: bytes) -> Sample | None:
    """The page as a sample; None where nothing can be learned from it."""
    url = address(row)
    try:
        blocks, hints = examined(Page(url, url, 200, body, _LATE, {"content-type": "text/html"}))
    except NotAnArticle:
        return None
    labels, counts = labelled([block.text for block in blocks], known_text(row))
    if not any(labels):
        return None
    return Sample(f"{row['id']}", domain(url), rows(blocks, hints), labels, counts)


def known_text(row: dict[str, Any]) -> str:
    """The article as people or publishers' rules have it."""
    return row.get("body") or "\n".join(part.strip("[]") for part in row.get("paragraphs", ()))


def address(row: dict[str, Any]) -> str:
    """The page's address; pages without one are sites of their own."""
    url = str(row.get("url") or f"https://{row['id'][:16]}.example/article")
    return url if "://" in url else f"https://{url}"


def domain(url: str) -> str:
    """The site: pages of one never stand on both sides of a test."""
    host = re.sub(r"^\w+://(?:[^/@]*@)?", "", url).split("/")[0].split(":")[0].lower()
    return host if host.endswith(".example") else site(host)


def fold(domain: str, folds: int) -> int:
    """The same on every machine and in every order."""
    return int.from_bytes(hashlib.sha256(domain.encode()).digest()[:4], "big") % folds


def labelled(texts: list[str], truth: str) -> tuple[list[int], list[int]]:
    """Whether each text is in the known one, and its number of words."""
    wanted = _words(truth)
    whole, runs = f" {' '.join(wanted)} ", _runs(wanted)
    labels, counts = [], []
    for text in texts:
        found = _words(text)
        counts.append(len(found))
        labels.append(int(bool(found) and _is_in(found, whole, runs)))
    return labels, counts


def _is_in(found: list[str], whole: str, runs: Runs) -> bool:
    if f" {' '.join(found)} " in whole:
        return True
    own = _runs(found)
    return len(found) >= _RUN and len(own & runs) >= _SHARE * len(own)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(found: list[str]) -> Runs:
    return {tuple(found[i : i + _RUN]) for i in range(len(found) - _RUN + 1)}

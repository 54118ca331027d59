"""What the addresses of a site's articles have in common."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

SLUG_HYPHENS = 3
ID_DIGITS = 5
LEAST = 3
MOST_SHAPES = 6
ENOUGH, USEFUL = 0.9, 0.7  # shapes are added until nine in ten links fit; a pattern that fits fewer than seven is none
DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
QUERY_NAMES = re.compile(r"(?:id|news|newsid|article|story|aid|nid|url|path|p|s)", re.IGNORECASE)


def propose(urls: Iterable[str]) -> str:
    """A regular expression for the commonest article-like shapes; empty if nothing looks like an article."""
    counts = Counter(shape for url in urls if (shape := shape_of(url)) is not None)
    total, covered = sum(counts.values()), 0
    chosen: list[str] = []
    for shape in sorted(counts, key=lambda shape: (-counts[shape], shape))[:MOST_SHAPES]:
        if covered >= ENOUGH * total:
            break
        chosen.append(shape)
        covered += counts[shape]
    return "|".join(sorted(chosen)) if total >= LEAST and covered >= USEFUL * total else ""


def shape_of(url: str) -> str | None:
    """The tail of the address as a pattern, or None where it does not look like an article's."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    dated = _dated(segments)
    if dated is not None:
        return dated
    last = segments[-1] if segments else ""
    tail = _tail(last) if last else None
    if tail is not None:
        return f"/{tail}/$" if parts.path.endswith("/") else f"/{tail}$"
    return _query(parts.query)


def _dated(segments: list[str]) -> str | None:
    for i in range(len(segments)):
        if re.fullmatch(r"\d{4}-\d\d?-\d\d?", segments[i]) and i + 1 < len(segments):
            return r"/\d{4}-\d\d?-\d\d?/"
        if re.fullmatch(r"(?:19|20)\d\d", segments[i]) and i + 2 < len(segments):
            rest = "/".join(segments[i + 1 : i + 3])
            if re.fullmatch(r"\d\d?/\d\d?", rest):
                return r"/\d{4}/\d\d?/\d\d?/"
            if re.match(r"\d\d?/[^/]*[a-z]", rest):
                return r"/\d{4}/\d\d?/[^/?#]+"
        if DATE.fullmatch(segments[i]) and i + 1 < len(segments):
            return r"/\d{8}/"
    return None


def _tail(segment: str) -> str | None:
    stem, dot, extension = segment.rpartition(".") if "." in segment else (segment, "", "")
    ending = re.escape(dot + extension) if dot else ""
    if dot and not re.fullmatch(r"s?html?|php|aspx?|jsp|cms|ece", extension):
        return None
    digits = re.search(r"(?:^|(?P<mark>[-_A-Za-z]))(?P<id>\d+)$", stem)
    if digits is not None and len(digits["id"]) >= ID_DIGITS:
        return _numbered(digits, ending)
    if re.fullmatch(r"\d+-[^/]*-[^/]*", stem):
        return rf"\d+-[^/?#]+{ending}"
    if stem.count("-") >= SLUG_HYPHENS or stem.count("_") >= SLUG_HYPHENS:
        mark = "-" if "-" in stem else "_"
        return rf"(?:[^/?#{mark}]+{mark}){{{SLUG_HYPHENS},}}[^/?#]+{ending}"
    return None


def _numbered(digits: re.Match[str], ending: str) -> str:
    """`slug-20261123.html`, `a-71234567`, `AEN2026112300` and plain numbers."""
    number = r"\d{8}" if DATE.fullmatch(digits["id"]) else rf"\d{{{ID_DIGITS},}}"
    before = "" if digits.start() == 0 and digits["mark"] is None else r"[^/?#]*" + (digits["mark"] or "")
    if before.endswith(("-", "_")):
        return f"{before}{number}{ending}"
    return f"[^/?#]*{number}{ending}" if before else f"{number}{ending}"


def _query(query: str) -> str | None:
    for name, value in parse_qsl(query):
        if QUERY_NAMES.fullmatch(name) and (len(value) >= ID_DIGITS or value.isdigit()) and name.lower() != "page":
            return rf"[?&]{re.escape(name)}=[^&#]+"
    return None

"""A news site, as configured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors by name; an empty tuple leaves the choice to metadata and the general heuristic."""

    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One source file. `pace` is the least number of seconds between two requests to one host."""

    id: str
    name: str
    home: str
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    section_link: str = ""  # regular expression that an article's address must match; empty: any on the same host
    language: str = "en"
    translated: str = "unknown"  # yes, no, unknown
    pace: float = 2.0
    robots_closed: str = "disallow"  # what a robots.txt that answers 401 or 403 means: disallow or allow
    loopback: bool = False  # addresses of this machine are allowed: the demo site and tests only
    selectors: Selectors = field(default_factory=Selectors)
    style: Mapping[str, str] = field(default_factory=dict)  # house style: entity id -> preferred spelling
    enabled: bool = True
    tested: str | None = None  # ISO date of the last good `newsmend sources check`; None: untested

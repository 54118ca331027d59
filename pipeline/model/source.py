"""A news site, as configured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors by name; an empty tuple leaves the choice to metadata and the general heuristic.

    They hold for pages fetched from `valid_from` to `valid_until`, both days included; None: no limit.
    """

    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    valid_from: Date | None = None
    valid_until: Date | None = None

    def on(self, day: Date) -> Selectors:
        """These if they hold for a page fetched that day; else none, which leaves it to the general way."""
        early = self.valid_from is not None and day < self.valid_from
        late = self.valid_until is not None and day > self.valid_until
        return Selectors() if early or late else self


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
    warc: tuple[str, ...] = ()  # folders, files or object stores with WARC files of this site
    language: str = "en"
    translated: str = "unknown"  # yes, no, unknown
    pace: float = 2.0
    robots_closed: str = "disallow"  # what a robots.txt that answers 401 or 403 means: disallow or allow
    loopback: bool = False  # addresses of this machine are allowed: the demo site and tests only
    selectors: Selectors = field(default_factory=Selectors)
    frozen: str = ""  # file with a stored page and the text that the selectors must find on it
    style: Mapping[str, str] = field(default_factory=dict)  # house style: entity id -> preferred spelling
    enabled: bool = True
    tested: str | None = None  # ISO date of the last good `newsmend sources check`; None: untested

"""Feeds and sitemaps, asked for as often as they change, with what they said last as the condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pipeline.fetch.client import Client
from pipeline.model.digest import digest
from pipeline.model.errors import Denied, FetchError, Gone, Throttled
from pipeline.model.page import Page
from pipeline.model.source import Source

SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=24)
PATIENCE, PATIENCE_GONE = 30, 5  # failures in a row after which a list is retired
RETIRED_FOR = timedelta(days=30)
TRUST = timedelta(days=7)  # for so long "not modified" is believed
BIGGEST = 5_000_000  # a larger one is asked for each time
NOT_MODIFIED = 304


class Reader(Protocol):
    """What reading a list needs of a client."""

    def get(self, url: str, source: Source, *, max_bytes: int | None = None) -> Page: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one list. `page` is its last whole answer; `interval` is how long it counts as fresh."""

    page: Page | None
    checked_at: datetime
    changed_at: datetime
    interval: timedelta = timedelta()
    failures: int = 0
    retired_at: datetime | None = None


class ListMemory(Protocol):
    """Where lists are kept between runs."""

    def get(self, url: str) -> Kept | None: ...

    def put(self, source: Source, url: str, kept: Kept) -> None: ...


@dataclass(frozen=True, slots=True)
class Lists:
    """Reads lists for a window that ends at `end`.

    An answer that was given after the end of the window, and is younger than the list's interval, is used again: a
    backfill of thirty days asks each feed once. The interval doubles while nothing changes, from ten minutes to a day.
    """

    client: Client
    memory: ListMemory
    end: datetime
    now: datetime

    def get(self, url: str, source: Source, *, max_bytes: int | None = None) -> Page:
        """The list at `url`. Raises the FetchError tree."""
        kept = self.memory.get(url)
        if kept is not None and kept.retired_at is not None and self.now < kept.checked_at + RETIRED_FOR:
            raise _retired(url, kept)
        if kept is not None and kept.page is not None and self._is_fresh(kept):
            return kept.page
        try:
            page = self._ask(url, source, kept, max_bytes)
        except (Denied, Throttled):
            raise  # no word about the list itself
        except FetchError as error:
            self.memory.put(source, url, self._failed(kept, gone=isinstance(error, Gone)))
            raise
        return self._keep(source, url, kept, page)

    def _is_fresh(self, kept: Kept) -> bool:
        return kept.checked_at >= self.end and self.now - kept.checked_at < kept.interval

    def _ask(self, url: str, source: Source, kept: Kept | None, max_bytes: int | None) -> Page:
        """With both validators, unless the answer has not changed for so long that "not modified" may be a lie."""
        before = kept.page if kept is not None and self.now - kept.changed_at < TRUST else None
        etag, last_modified = (before.headers.get(name) if before else None for name in ("etag", "last-modified"))
        return self.client.get(url, source, etag=etag, last_modified=last_modified, max_bytes=max_bytes)

    def _keep(self, source: Source, url: str, kept: Kept | None, page: Page) -> Page:
        before = kept.page if kept is not None else None
        same = before is not None and (page.status == NOT_MODIFIED or digest(page.body) == digest(before.body))
        if same and before is not None and kept is not None:
            interval = min(max(2 * kept.interval, SHORTEST), LONGEST)
            self.memory.put(source, url, Kept(before, self.now, kept.changed_at, interval))
            return before
        halved = kept.interval / 2 if kept is not None else timedelta()
        if len(page.body) <= BIGGEST:
            interval = halved if halved >= SHORTEST else timedelta()
            self.memory.put(source, url, Kept(page, self.now, self.now, interval))
        return page

    def _failed(self, kept: Kept | None, *, gone: bool) -> Kept:
        failures = (kept.failures if kept is not None else 0) + 1
        retired = self.now if failures >= (PATIENCE_GONE if gone else PATIENCE) else None
        if kept is None:
            return Kept(None, self.now, self.now, failures=failures, retired_at=retired)
        since = kept.retired_at or retired
        return Kept(kept.page, self.now, kept.changed_at, timedelta(), failures, since)


def _retired(url: str, kept: Kept) -> FetchError:
    return FetchError(
        f"it failed {kept.failures} times in a row and was retired on {kept.retired_at:%Y-%m-%d}",
        where=url,
        hint=f"It is tried again on {kept.checked_at + RETIRED_FOR:%Y-%m-%d}. Put the source right, or take it out.",
    )

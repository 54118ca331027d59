"""The one door to the network: polite, bounded, and closed to private addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from pipeline.fetch.address import check_url, host_key
from pipeline.fetch.politeness import DEAD_SECONDS, Pace
from pipeline.fetch.retries import LONGEST_WAIT, TEMPORARY, THROTTLED, patient, retry_after
from pipeline.fetch.robots import SIZE, Robots, RobotsCache
from pipeline.fetch.transport import Answer, Limits, NoConnection, Transport
from pipeline.model.errors import FetchError, Gone, Throttled, Unreachable
from pipeline.model.page import Page
from pipeline.model.source import Source

GONE = frozenset({404, 410})
NOT_MODIFIED = 304
ROBOTS_REDIRECTS = 5
DEFAULT_WAIT = 60.0


class Client:
    """Fetches pages. Safe to share between threads."""

    def __init__(
        self,
        *,
        user_agent: str,
        connect_timeout: float = 10,
        read_timeout: float = 20,
        total_timeout: float = 60,
        max_bytes: int = 10_000_000,
        max_redirects: int = 10,
        retries: int = 3,
        backoff: float = 0.5,
        pace: Pace | None = None,
        robots: RobotsCache | None = None,
        proxy: str | None = None,
    ) -> None:
        limits = Limits(connect_timeout, read_timeout, total_timeout, max_bytes)
        self._transport = Transport(user_agent, limits, patient(retries, backoff), proxy)
        self._pace = pace if pace is not None else Pace()
        self._retries, self._backoff = retries, backoff
        self._max_redirects = max_redirects
        self.believed: set[str] = set()  # hosts whose "not modified" was checked and is taken at its word from then on
        self.robots = Robots(user_agent, self._ask_robots, robots)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection."""
        self._transport.close()

    def get(
        self,
        url: str,
        source: Source,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        max_bytes: int | None = None,
    ) -> Page:
        """The page at `url`; status 304 and no body where the validators still hold. Raises the FetchError tree."""
        conditions = _conditions(etag, last_modified)

        def ask(hop: str) -> Answer:
            rules = self.robots.check(hop, source)
            interval = max(source.pace, rules.delay(self.robots.agent))
            return self._ask(hop, source, interval, headers=conditions, size=max_bytes)

        final_url, answer = _follow(url, source, ask, self._max_redirects)
        _judge(final_url, answer, conditional=bool(conditions))
        return Page(url, final_url, answer.status, answer.body, datetime.now(UTC), answer.headers, answer.request)

    def _ask_robots(self, url: str, source: Source) -> Answer:
        def ask(hop: str) -> Answer:
            return self._ask(hop, source, source.pace, size=SIZE, cut=True)

        return _follow(url, source, ask, ROBOTS_REDIRECTS)[1]

    def _ask(
        self,
        hop: str,
        source: Source,
        interval: float,
        *,
        headers: Mapping[str, str] | None = None,
        size: int | None = None,
        cut: bool = False,
    ) -> Answer:
        """One hop, asked again while it fails for a moment. What a host wishes is kept by all who share the pace."""
        host = host_key(hop)
        for attempt in range(self._retries + 1):
            self._pace.wait(host, interval)
            try:
                answer = self._transport.exchange(hop, loopback=source.loopback, headers=headers, size=size, cut=cut)
            except NoConnection:
                self._pace.slots.bury(host, DEAD_SECONDS)
                raise
            if answer.status not in TEMPORARY:
                self._pace.slots.settle(host)
                return answer
            wished = retry_after(answer.headers.get("retry-after")) if answer.status in THROTTLED else None
            if attempt == self._retries or (wished or 0) > LONGEST_WAIT:
                if answer.status in THROTTLED:
                    self._pace.slots.strike(host, wished)
                return answer
            self._pace.slots.hold(host, self._backoff * 2**attempt if wished is None else wished)
        raise AssertionError  # the last attempt returns or raises


def _conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    wanted = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in wanted.items() if value is not None}


def _follow(url: str, source: Source, ask: Callable[[str], Answer], most: int) -> tuple[str, Answer]:
    """Asks hop by hop, each one checked like the first; returns the last address and its answer."""
    hop, seen = url, {url}
    while True:
        check_url(hop, source)
        answer = ask(hop)
        if answer.location is None:
            return hop, answer
        hop = _join(hop, answer)
        if hop in seen or len(seen) > most:
            what = "it redirects in a circle" if hop in seen else f"over {most} redirects"
            raise Unreachable(what, where=url, hint=f"The last one was to {hop}", status=answer.status)
        seen.add(hop)


def _join(hop: str, answer: Answer) -> str:
    raw = answer.location or ""
    try:
        # http.client reads headers as Latin-1; servers that send other letters mean UTF-8
        target = raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        target = raw
    try:
        return urljoin(hop, target.strip()).partition("#")[0]
    except ValueError as error:
        raise Unreachable(
            f"it redirects to {target!r}, which is no address", where=hop, status=answer.status
        ) from error


def _judge(url: str, answer: Answer, *, conditional: bool) -> None:
    status = answer.status
    if status in GONE:
        raise Gone(f"the page is gone ({status})", where=url, status=status)
    if status in THROTTLED:
        raise _throttled(url, status, answer.headers)
    if status >= 500:
        raise Unreachable(f"the server failed ({status})", where=url, hint="Try again later.", status=status)
    if status >= 400:
        raise FetchError(f"the server refused ({status})", where=url, hint="Look at it in a browser.", status=status)
    if status >= 300 and not (status == NOT_MODIFIED and conditional):
        raise Unreachable(f"an answer that makes no sense ({status})", where=url, status=status)


def _throttled(url: str, status: int, headers: Mapping[str, str]) -> Throttled:
    wait = retry_after(headers.get("retry-after"))
    seconds = DEFAULT_WAIT if wait is None else wait
    return Throttled(
        f"the server asks us to wait ({status})",
        where=url,
        hint=f"Try again after {seconds:.0f} s.",
        status=status,
        retry_after=seconds,
    )

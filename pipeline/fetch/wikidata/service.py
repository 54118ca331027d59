"""Asking Wikidata: one request at a time, each answer kept, with patience for a busy server and an end to it.

robots.txt is not asked: it speaks to crawlers, and closes the very addresses that Wikidata's API rules open to programs
which introduce themselves, ask one thing at a time and wait when told.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from pipeline.fetch.address import check_url, host_key
from pipeline.fetch.politeness import Pace
from pipeline.fetch.retries import THROTTLED, patient, retry_after
from pipeline.fetch.transport import Answer, Limits, Transport
from pipeline.fetch.wikidata.cache import Cache
from pipeline.model.errors import FetchError, Throttled, Unreachable
from pipeline.model.source import Source

TRIES = 3
ERRORS = 20  # failed answers in one refresh; the query service bans a client after 30 in a minute
HOLD = 300.0  # seconds that we wait at most within one run
CONNECT, READ, TOTAL = 10.0, 65.0, 75.0  # the query service ends a query after 60 s, and says so a little later
KEPT = "The answers so far are kept: run it again."

Check = Callable[[bytes], object]  # raises a FetchError where an answer is none


@dataclass(frozen=True, slots=True)
class Services:
    """Where Wikidata is. `loopback` is for tests only; `pace` is the seconds between two requests to one host."""

    sparql: str = "https://query.wikidata.org/sparql"
    api: str = "https://www.wikidata.org/w/api.php"
    loopback: bool = False
    pace: float = 1.0


@dataclass(slots=True)
class Tally:
    """What one refresh did: requests that went out, failed answers, answers that were kept from before."""

    sent: int = 0
    failed: int = 0
    kept: int = 0


@dataclass(slots=True)
class Wikidata:
    """The one door to Wikidata's services."""

    user_agent: str
    cache: Cache
    services: Services = field(default_factory=Services)
    fresh: bool = False  # ask anew, whatever is kept
    sleep: Callable[[float], None] = time.sleep
    backoff: float = 2.0
    tally: Tally = field(default_factory=Tally)
    _pace: Pace = field(default_factory=Pace)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _transport: Transport = field(init=False)

    def __post_init__(self) -> None:
        # waiting is done here, where failed answers are counted, and not within urllib3
        self._transport = Transport(self.user_agent, Limits(CONNECT, READ, TOTAL, 1), patient(0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transport.close()

    def ask(self, url: str, params: Mapping[str, str], *, accept: str, most: int, check: Check) -> bytes:
        """The answer, from the cache or the network; it has passed `check`. Raises the FetchError tree."""
        with self._lock:
            body = None if self.fresh else self.cache.get(url, params)
            if body is not None:
                self.tally.kept += 1
                return body
            body = self._patiently(url, params, accept, most, check)
            self.cache.put(url, params, body)
            return body

    def _patiently(self, url: str, params: Mapping[str, str], accept: str, most: int, check: Check) -> bytes:
        for attempt in range(1, TRIES + 1):
            try:
                body = self._once(url, params, accept, most)
                check(body)
                return body
            except (Throttled, Unreachable) as error:
                self._count(url, error)
                if attempt == TRIES:
                    raise
                self._wait(error, attempt)
        raise AssertionError  # the last attempt returns or raises

    def _once(self, url: str, params: Mapping[str, str], accept: str, most: int) -> bytes:
        source = Source(id="wikidata", name="Wikidata", home=url, loopback=self.services.loopback)
        check_url(url, source)
        self._pace.wait(host_key(url), self.services.pace)
        self.tally.sent += 1
        answer = self._transport.exchange(
            f"{url}?{urlencode(params)}", loopback=self.services.loopback, headers={"Accept": accept}, size=most
        )
        _judge(url, answer)
        return answer.body

    def _count(self, url: str, error: FetchError) -> None:
        self.tally.failed += 1
        if self.tally.failed >= ERRORS:
            what = f"{ERRORS} answers failed, the last one: {error.what}"
            raise FetchError(what, where=url, hint=f"{KEPT} Wait an hour first.", status=error.status) from error

    def _wait(self, error: FetchError, attempt: int) -> None:
        wished = error.retry_after if isinstance(error, Throttled) else 0.0
        if wished > HOLD:
            raise Throttled(
                f"the server asks us to wait for {wished:.0f} s, longer than we hold a run",
                where=error.where, hint=KEPT, status=error.status, retry_after=wished,
            ) from error  # fmt: skip
        self.sleep(max(wished, self.backoff * 2 ** (attempt - 1)))


def _judge(url: str, answer: Answer) -> None:
    if answer.status == 200:
        return
    if answer.status in THROTTLED:
        seconds = retry_after(answer.headers.get("retry-after"))
        raise Throttled(
            f"the server asks us to wait ({answer.status})",
            where=url, hint=KEPT, status=answer.status, retry_after=0.0 if seconds is None else seconds,
        )  # fmt: skip
    if answer.status >= 500:
        raise Unreachable(f"the server failed ({answer.status})", where=url, hint=KEPT, status=answer.status)
    hint = "Put a contact into NEWSMEND_USER_AGENT." if answer.status == 403 else "The service may have moved."
    raise FetchError(f"the server refused ({answer.status})", where=url, hint=hint, status=answer.status)

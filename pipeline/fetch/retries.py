"""When to ask again, and how long to wait first."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from urllib3 import BaseHTTPResponse
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from pipeline.fetch.deadline import CURRENT

LONGEST_WAIT = 60.0
LONGEST_RETRY_AFTER = 24 * 3600.0
THROTTLED = frozenset({429, 503})
TEMPORARY = frozenset({429, 502, 503, 504})


_PARSER = Retry(retry_after_max=int(LONGEST_RETRY_AFTER))


class PatientRetry(Retry):
    """Tries broken connections again; a spent deadline ends it all. What an answer says is the client's to judge."""

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        deadline = CURRENT.get()
        if deadline is not None:
            deadline.stop()  # the wait is no part of any attempt
        super().sleep(response)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        deadline = CURRENT.get()
        if error is not None and deadline is not None and deadline.expired:
            raise error
        return super().increment(method, url, response, error, _pool, _stacktrace)


def retry_after(value: str | None) -> float | None:
    """Seconds from a Retry-After header, at most a day; None where there is none or it makes no sense."""
    if value is None:
        return None
    try:
        return min(_PARSER.parse_retry_after(value), LONGEST_RETRY_AFTER)
    except (InvalidHeader, OverflowError, ValueError):
        return None


def patient(total: int, backoff: float) -> PatientRetry:
    """The retries of one request whose connection breaks."""
    return PatientRetry(
        total=total,
        read=min(total, 1),
        other=0,
        status=0,
        respect_retry_after_header=False,
        backoff_factor=backoff,
    )

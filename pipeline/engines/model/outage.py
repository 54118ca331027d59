"""A circuit breaker: what is down is left alone for a while, and one call then tries whether it is back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

IN_A_ROW, REST = 3, 60.0


class Outage:
    """Closed after `IN_A_ROW` failures in a row, for `seconds`; then a single trial decides. Threads may share it."""

    def __init__(self, seconds: float = REST, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._lock = threading.Lock()
        self._failures = 0
        self._until = 0.0

    def may_ask(self) -> bool:
        """Whether a call may be made now. After the rest only the first who asks may."""
        with self._lock:
            if self._failures < IN_A_ROW:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._seconds
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._until = self._clock() + self._seconds

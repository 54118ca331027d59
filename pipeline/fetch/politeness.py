"""How often one host is asked."""

from __future__ import annotations

import threading
import time


class Pace:
    """Spaces the starts of requests to one host. One process wide; share one between the clients of a process.

    Invariant: `_last` holds, per host, the latest start that was handed out, in the past or still to come.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, float] = {}

    def wait(self, host: str, interval: float) -> float:
        """Sleeps until it is this caller's turn; returns the seconds slept."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._last.get(host, now - interval) + interval)
            self._last[host] = turn
        if turn > now:
            time.sleep(turn - now)
        return turn - now

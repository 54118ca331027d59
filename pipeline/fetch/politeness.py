"""How often one host is asked, and when it is left alone."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Protocol

from pipeline.fetch.retries import LONGEST_RETRY_AFTER, LONGEST_WAIT
from pipeline.model.errors import Throttled, Unreachable

DEAD_SECONDS = 600.0
FIRST_HOLD = 60.0


@dataclass(frozen=True, slots=True)
class Slot:
    """When a host may be asked: after `wait` seconds; or not, while it is held or taken for dead (seconds left)."""

    wait: float = 0.0
    held_for: float = 0.0
    dead_for: float = 0.0


class Slots(Protocol):
    """Who keeps the next free moment of each host. All methods are atomic, and safe to call from any thread."""

    def reserve(self, host: str, interval: float, longest: float) -> Slot:
        """Takes the next free moment. Nothing is taken of a dead host, or of one that is held longer than `longest`."""

    def hold(self, host: str, seconds: float) -> None:
        """Nobody asks the host for so long."""

    def strike(self, host: str, seconds: float | None) -> float:
        """As `hold`, after a request that was given up; without a wish a minute, doubled each time, up to a day."""

    def settle(self, host: str) -> None:
        """The host answers as it should: what it did before is forgotten."""

    def bury(self, host: str, seconds: float) -> None:
        """The host cannot be reached; it is not tried again for so long."""


class LocalSlots:
    """The slots of one process.

    Invariant: `_last` holds, per host, the latest start that was handed out, in the past or still to come.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, float] = {}
        self._held: dict[str, float] = {}
        self._dead: dict[str, float] = {}
        self._strikes: dict[str, int] = {}

    def reserve(self, host: str, interval: float, longest: float) -> Slot:
        with self._lock:
            now = time.monotonic()
            dead, held = self._dead.get(host, now) - now, self._held.get(host, now) - now
            if dead > 0 or held > longest:
                return Slot(0.0, max(held, 0.0), max(dead, 0.0))
            turn = max(now, self._last.get(host, now - interval) + interval, self._held.get(host, now))
            self._last[host] = turn
        return Slot(turn - now)

    def hold(self, host: str, seconds: float) -> None:
        with self._lock:
            self._held[host] = max(self._held.get(host, 0.0), time.monotonic() + seconds)

    def strike(self, host: str, seconds: float | None) -> float:
        with self._lock:
            before = self._strikes.get(host, 0)
            self._strikes[host] = before + 1
        length = grown(before) if seconds is None else seconds
        self.hold(host, length)
        return length

    def settle(self, host: str) -> None:
        with self._lock:
            self._strikes.pop(host, None)

    def bury(self, host: str, seconds: float) -> None:
        with self._lock:
            self._dead[host] = time.monotonic() + seconds


def grown(strikes: int) -> float:
    """How long a host is left alone that throttles and names no time: a minute, doubled for each time before."""
    return min(FIRST_HOLD * 2.0 ** min(strikes, 20), LONGEST_RETRY_AFTER)


class Pace:
    """Spaces the starts of requests to one host. Without `slots` it is one process wide: share it between clients."""

    def __init__(self, slots: Slots | None = None) -> None:
        self.slots = slots if slots is not None else LocalSlots()

    def wait(self, host: str, interval: float) -> float:
        """Sleeps until it is this caller's turn; returns the seconds slept.

        Raises:
            Throttled: the host asked to be left alone for more than a minute.
            Unreachable: it did not answer a short time ago.
        """
        slot = self.slots.reserve(host, interval, LONGEST_WAIT)
        if slot.dead_for > 0:
            hint = f"It is tried again in {slot.dead_for:.0f} s."
            raise Unreachable("the host did not answer a short time ago", where=host, hint=hint)
        if slot.held_for > LONGEST_WAIT:
            what, hint = "the host asked to be left alone", f"It is asked again in {slot.held_for:.0f} s."
            raise Throttled(what, where=host, hint=hint, retry_after=slot.held_for)
        if slot.wait > 0:
            time.sleep(slot.wait)
        return slot.wait

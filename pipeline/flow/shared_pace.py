"""Politeness that all processes share: what one learns of a host, the others keep to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.fetch.politeness import Slot, grown
from pipeline.fetch.robots import RobotsFile
from pipeline.store import hosts, robots
from pipeline.store.database import Store


@dataclass(slots=True)
class SharedSlots:
    """`Slots` in the store. `_struck` are the hosts that this process saw in trouble: the others need no write."""

    store: Store
    _struck: set[str] = field(default_factory=set)

    def reserve(self, host: str, interval: float, longest: float) -> Slot:
        with self.store.begin() as conn:
            slot = hosts.reserve(conn, host, interval, longest)
        if slot.strikes:
            self._struck.add(host)
        return Slot(slot.wait, slot.held_for, slot.dead_for)

    def hold(self, host: str, seconds: float) -> None:
        with self.store.begin() as conn:
            hosts.hold(conn, host, seconds)

    def strike(self, host: str, seconds: float | None) -> float:
        self._struck.add(host)
        with self.store.begin() as conn:
            before = hosts.strike(conn, host)
            length = grown(before) if seconds is None else seconds
            hosts.hold(conn, host, length)
        return length

    def settle(self, host: str) -> None:
        if host in self._struck:
            with self.store.begin() as conn:
                hosts.settle(conn, host)
            self._struck.discard(host)

    def bury(self, host: str, seconds: float) -> None:
        with self.store.begin() as conn:
            hosts.bury(conn, host, seconds)


@dataclass(frozen=True, slots=True)
class SharedRobots:
    """The robots.txt files that any process has read, while they are fresh."""

    store: Store

    def get(self, root: str) -> RobotsFile | None:
        with self.store.read() as conn:
            row = robots.get(conn, root, datetime.now(UTC))
        return None if row is None else RobotsFile(row.until, row.status, row.refusal, row.text)

    def put(self, root: str, file: RobotsFile) -> None:
        with self.store.begin() as conn:
            robots.put(conn, root, status=file.status, refusal=file.refusal, text=file.text, until=file.until)

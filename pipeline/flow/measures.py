"""Counts for StatsD, by source: found, stored, duplicate, refused, quarantined, and edits by outcome (NEWSMEND_STATSD).

They go beside Airflow's own metrics to the same collector, from the command line as well; OpenTelemetry's collector
reads StatsD too. A datagram is sent and forgotten: a collector that is down costs a run nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from contextlib import suppress

from pipeline.model.errors import UsageError
from pipeline.settings import Settings

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


def count(settings: Settings, source: str, numbers: Mapping[str, int]) -> None:
    """Adds each number to `newsmend.NAME.SOURCE`; does nothing unless the settings name a collector.

    Raises:
        UsageError: the setting is no host:port.
    """
    if not settings.statsd or not any(numbers.values()):
        return
    host, port = _place(settings.statsd)
    where = _UNSAFE.sub("_", source) or "none"
    lines = [f"newsmend.{name}.{where}:{number}|c" for name, number in sorted(numbers.items()) if number]
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        sender.sendto("\n".join(lines).encode(), (host, port))


def _place(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65_536:
        hint = "Write it as host:port, such as 127.0.0.1:8125."
        raise UsageError(f"{text!r} is no address of a collector", where="NEWSMEND_STATSD", hint=hint)
    return host, int(port)

"""Choosing ports that nobody uses."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import psutil  # type: ignore[import-untyped]

from stack.failure import StackError
from stack.layout import Layout, read_json, write_json

UI_PORT, DEMO_PORT = 18080, 8765
TRIES = 100


def is_free(port: int) -> bool:
    """Whether 127.0.0.1 can be bound on this port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """So many different ports of 127.0.0.1 that nobody uses now."""
    probes = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def holder(port: int) -> str:
    """Who listens on the port, as "name (pid 7)", or "another program" where the system does not tell."""
    with suppress(psutil.Error, OSError):
        for connection in psutil.net_connections(kind="tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return "another program"


def choose(wanted: int, name: str, say: Callable[[str], None], taken: frozenset[int] = frozenset()) -> int:
    """The wanted port, or the next free one, which is then said."""
    if wanted not in taken and is_free(wanted):
        return wanted
    for port in range(wanted + 1, min(wanted + TRIES, 65_536)):
        if port not in taken and is_free(port):
            say(f"Port {wanted} for the {name} is in use by {holder(wanted)}; taking {port}.")
            return port
    raise StackError(
        f"port {wanted} for the {name} is in use by {holder(wanted)}, and so are those after it",
        hint="Give a free port: make run PORT=… DEMO_PORT=…",
    )


def choose_both(layout: Layout, say: Callable[[str], None], port: int | None, demo_port: int | None) -> tuple[int, int]:
    """The ports of the UI and of the demo site: as asked for, else as last time, else the usual ones."""
    last = read_json(layout.ports)
    ui = choose(port if port is not None else int(last.get("ui", UI_PORT)), "UI", say)
    wanted = demo_port if demo_port is not None else int(last.get("demo", DEMO_PORT))
    demo = choose(wanted, "demo site", say, frozenset({ui}))
    write_json(layout.ports, {"ui": ui, "demo": demo})
    return ui, demo

"""The pace of each host, shared by all processes: one row a host, each change one transaction.

Whoever is killed after it took a moment leaves it unused: the host waits a little longer, and nothing else is lost.
"""

from __future__ import annotations

import time

from sqlalchemy import Connection, func, select, update

from pipeline.store import tables
from pipeline.store.records import HostSlot
from pipeline.store.statements import insert_one

_t = tables.host_pace.c
_NEW = {"last_at": 0.0, "held_until": 0.0, "dead_until": 0.0, "strikes": 0, "lies": 0}


def reserve(conn: Connection, host: str, interval: float, longest: float) -> HostSlot:
    """The next free moment of the host, taken; nothing is taken where it is dead or held longer than `longest`."""
    _ensure(conn, host)
    columns = (_t.last_at, _t.held_until, _t.dead_until, _t.strikes)
    row = conn.execute(select(*columns).where(_t.host == host).with_for_update()).one()
    now = _now(conn)
    dead, held = max(row.dead_until - now, 0.0), max(row.held_until - now, 0.0)
    if dead > 0 or held > longest:
        return HostSlot(0.0, held, dead, row.strikes)
    # an interval from a clock that ran ahead must not hold the host for longer than it would itself
    last = min(row.last_at, now + 3600)
    turn = max(now, last + interval, row.held_until)
    conn.execute(update(tables.host_pace).where(_t.host == host).values(last_at=turn))
    return HostSlot(turn - now, strikes=row.strikes)


def hold(conn: Connection, host: str, seconds: float) -> None:
    """Nobody asks the host for so long; an earlier, longer hold stays."""
    _ensure(conn, host)
    until = _now(conn) + seconds
    conn.execute(update(tables.host_pace).where(_t.host == host, _t.held_until < until).values(held_until=until))


def strike(conn: Connection, host: str) -> int:
    """Counts a request that the host refused for good; the strikes before this one."""
    _ensure(conn, host)
    before: int = conn.execute(select(_t.strikes).where(_t.host == host).with_for_update()).scalar_one()
    conn.execute(update(tables.host_pace).where(_t.host == host).values(strikes=before + 1))
    return before


def settle(conn: Connection, host: str) -> None:
    """Forgets the strikes."""
    conn.execute(update(tables.host_pace).where(_t.host == host, _t.strikes > 0).values(strikes=0))


def bury(conn: Connection, host: str, seconds: float) -> None:
    """The host is not tried for so long."""
    _ensure(conn, host)
    conn.execute(update(tables.host_pace).where(_t.host == host).values(dead_until=_now(conn) + seconds))


def distrust(conn: Connection, host: str) -> None:
    """The host said "not modified" of a page that was: it is never asked that way again."""
    _ensure(conn, host)
    conn.execute(update(tables.host_pace).where(_t.host == host).values(lies=1))


def lies(conn: Connection, host: str) -> bool:
    """Whether `distrust` was ever said of the host."""
    return bool(conn.execute(select(_t.lies).where(_t.host == host)).scalar_one_or_none())


def _ensure(conn: Connection, host: str) -> None:
    insert_one(conn, tables.host_pace, {"host": host, **_NEW})


def _now(conn: Connection) -> float:
    """Seconds since 1970 by one clock: the server's, or this machine's where the database is a file of it."""
    if conn.dialect.name == "sqlite":
        return time.time()
    return float(conn.execute(select(func.extract("epoch", func.clock_timestamp()))).scalar_one())

"""Rules that this deployment does not use, one row an event; only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from pipeline.model.errors import Conflict
from pipeline.store import tables
from pipeline.store.statements import insert_one

WITHDRAWN, RESTORED = "WITHDRAWN", "RESTORED"
_t = tables.rule_switch.c


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule as its newest event left it; `number` counts its events from 1."""

    rule: str
    state: str
    actor: str
    at: datetime
    reason: str
    number: int = 1

    @property
    def because(self) -> str:
        """What the log gives as the reason for not doing what the rule says; it never changes."""
        return f"the rule was withdrawn by {self.actor} on {self.at:%Y-%m-%d}: {self.reason}"


def add(conn: Connection, switch: Switch) -> None:
    """The next event of a rule.

    Raises:
        Conflict: somebody else added that event first.
    """
    row = {name: getattr(switch, name) for name in ("rule", "state", "actor", "at", "reason", "number")}
    if not insert_one(conn, tables.rule_switch, row):
        raise Conflict(f"somebody else switched {switch.rule} just now", hint="Look at it again.")


def latest(conn: Connection) -> dict[str, Switch]:
    """Every rule that was ever switched, as its newest event left it."""
    other = tables.rule_switch.alias()
    newest = select(func.max(other.c.number)).where(other.c.rule == _t.rule).scalar_subquery()
    rows = conn.execute(select(tables.rule_switch).where(_t.number == newest).order_by(_t.rule))
    return {row.rule: _switch(row) for row in rows}


def withdrawn(conn: Connection) -> dict[str, str]:
    """The rules that are not in use, each with the reason as the log tells it."""
    return {rule: switch.because for rule, switch in latest(conn).items() if switch.state == WITHDRAWN}


def history(conn: Connection, rule: str) -> list[Switch]:
    """Every event of a rule, oldest first."""
    return [_switch(row) for row in conn.execute(select(tables.rule_switch).where(_t.rule == rule).order_by(_t.number))]


def _switch(row: Row[Any]) -> Switch:
    return Switch(row.rule, row.state, row.actor, row.at, row.reason, row.number)

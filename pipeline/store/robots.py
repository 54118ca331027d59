"""The robots.txt files that were read, each until it is too old."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.store import tables
from pipeline.store.records import RobotsRow
from pipeline.store.statements import replace_one

_t = tables.robots.c


def get(conn: Connection, root: str, at: datetime) -> RobotsRow | None:
    """The file of a host (`https://host`) that is still good at `at`."""
    columns = (_t.status, _t.refusal, _t.text, _t.until)
    row = conn.execute(select(*columns).where(_t.root == root, _t.until > at)).one_or_none()
    return None if row is None else RobotsRow(**row._mapping)


def put(conn: Connection, root: str, *, status: int, refusal: str, text: str | None, until: datetime) -> None:
    """The newest one takes the place of the one before."""
    row = {"root": root, "status": status, "refusal": refusal, "text": text, "until": until}
    replace_one(conn, tables.robots, row, ("root",))

"""Tokens of programs that ask the desk. Only their hashes are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, select, update

from pipeline.model.digest import digest
from pipeline.store import tables

_t = tables.api_token.c


class Role(StrEnum):
    """What a token is good for: VIEW reads, REVIEW decides as well."""

    VIEW = "view"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """`id` may be shown; `name` is what the log calls whoever holds the token. Times are UTC."""

    id: str
    name: str
    role: Role
    made_by: str
    at: datetime
    expires: datetime
    revoked: datetime | None = None

    def good(self, now: datetime) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked is None and self.expires > now


def hash_of(secret: str) -> str:
    """What is kept of a token: 256 random bits need no salt."""
    return digest("newsmend api token", secret)


def add(conn: Connection, token: ApiToken, secret: str) -> None:
    """`secret` is what the program will send."""
    row = {name: getattr(token, name) for name in ApiToken.__slots__}
    conn.execute(tables.api_token.insert().values(**row, hash=hash_of(secret)))


def find(conn: Connection, secret: str) -> ApiToken | None:
    """The token that this secret opens, good or not any more; None where there is none."""
    row = conn.execute(select(tables.api_token).where(_t.hash == hash_of(secret))).one_or_none()
    return None if row is None else _from_row(row)


def all_tokens(conn: Connection) -> list[ApiToken]:
    """Every token there ever was, oldest first."""
    return list(_read(conn.execute(select(tables.api_token).order_by(_t.at, _t.id))))


def revoke(conn: Connection, id: str, at: datetime) -> bool:
    """False where no such token is in use."""
    done = conn.execute(update(tables.api_token).where(_t.id == id, _t.revoked.is_(None)).values(revoked=at))
    return done.rowcount == 1


def _read(rows: Iterable[Row[tuple[object, ...]]]) -> Iterable[ApiToken]:
    return (_from_row(row) for row in rows)


def _from_row(row: Row[tuple[object, ...]]) -> ApiToken:
    return ApiToken(row.id, row.name, Role(row.role), row.made_by, row.at, row.expires, row.revoked)

"""Who has which article before them; a claim ends by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.store import tables
from pipeline.store.statements import chunks

_t = tables.claim.c


@dataclass(frozen=True, slots=True)
class Claim:
    """One person has the article until then (UTC)."""

    article: str
    actor: str
    until: datetime


def take(conn: Connection, claim: Claim, now: datetime) -> Claim:
    """The claim that holds: the one given, or somebody else's that has not ended."""
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    row = {"article": claim.article, "actor": claim.actor, "until": claim.until}
    free = or_(_t.until <= now, _t.actor == claim.actor)
    changed = {"actor": claim.actor, "until": claim.until}
    statement = dialect.insert(tables.claim).values(**row)
    conn.execute(statement.on_conflict_do_update(index_elements=["article"], set_=changed, where=free))
    return held(conn, [claim.article], now).get(claim.article, claim)


def release(conn: Connection, article: str, actor: str) -> None:
    """Gives the article back, where this person has it."""
    conn.execute(delete(tables.claim).where(_t.article == article, _t.actor == actor))


def held(conn: Connection, articles: Iterable[str], now: datetime) -> dict[str, Claim]:
    """The claims on these articles that have not ended."""
    queries = (select(tables.claim).where(_t.article.in_(some), _t.until > now) for some in chunks(articles))
    rows = [row for query in queries for row in conn.execute(query)]
    return {row.article: Claim(row.article, row.actor, row.until) for row in rows}

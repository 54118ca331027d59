"""Column types that behave the same on PostgreSQL and SQLite."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator, TypeEngine

from pipeline.model.errors import StoreError

# PostgreSQL keeps no NUL in a text, and UTF-8 has no place for half a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Serial = BigInteger().with_variant(Integer(), "sqlite")


class Unstorable(StoreError, DontWrapMixin):
    """A value that neither database can keep as it is; SQLAlchemy passes it on unwrapped."""


def canonical_json(value: object) -> str:
    """One JSON text for one value, in ASCII, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def readable(value: str) -> str:
    """The text with what cannot be kept replaced."""
    return UNSTORABLE.sub("\ufffd", value)


class Utc(TypeDecorator[datetime]):
    """An aware time, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise Unstorable(f"the time {value.isoformat()} has no zone", hint="Give it one: datetime.now(UTC).")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class _Text(TypeDecorator[str]):
    """Sorted by code point on both databases, whatever the locale of the server."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())


class Exact(_Text):
    """A text that offsets and digests depend on: kept as it is, or refused."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and UNSTORABLE.search(value):
            raise Unstorable("a text holds NUL or half a surrogate pair", hint="Normalise it before it is stored.")
        return value


class Loose(_Text):
    """A text that people read: what cannot be kept becomes a replacement character."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else readable(value)


class Strings(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings as a JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else canonical_json(list(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))

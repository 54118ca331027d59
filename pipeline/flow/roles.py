"""The database's roles, as a use case."""

from __future__ import annotations

from pipeline.flow.workplace import Workplace
from pipeline.store import roles


def role_statements() -> list[str]:
    """The SQL, for somebody who runs it himself."""
    return roles.statements()


def make_roles(place: Workplace) -> tuple[str, ...]:
    """Makes the roles and sets their rights; their names.

    Raises:
        StoreError: SQLite, or a user who may not make roles.
    """
    place.store.check()
    with place.store.begin() as conn:
        return roles.apply(conn)

"""Making, listing and taking back the tokens of programs that ask the desk."""

from __future__ import annotations

import secrets
from datetime import timedelta

from pipeline.flow.workplace import Workplace, now
from pipeline.model.errors import UsageError
from pipeline.store import api_tokens
from pipeline.store.api_tokens import ApiToken, Role
from pipeline.text.printable import printable

PREFIX = "nm_"
LONGEST_NAME = 100


def make(place: Workplace, name: str, role: Role, life: timedelta, made_by: str) -> tuple[ApiToken, str]:
    """The token's row, and the secret, which nobody can see again.

    Raises:
        UsageError: the name cannot stand in the log.
    """
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise UsageError(f"{printable(name)[:60]!r} is no name", where="--as", hint="Say who uses the token.")
    place.store.check()
    secret, at = PREFIX + secrets.token_urlsafe(32), now()
    token = ApiToken(secrets.token_hex(4), plain, role, made_by, at, at + life)
    with place.store.begin() as conn:
        api_tokens.add(conn, token, secret)
    return token, secret


def listed(place: Workplace) -> list[ApiToken]:
    """Every token there ever was, oldest first."""
    place.store.check()
    with place.store.read() as conn:
        return api_tokens.all_tokens(conn)


def revoke(place: Workplace, id: str) -> None:
    """Closes it from the next request on.

    Raises:
        UsageError: no such token is in use.
    """
    place.store.check()
    with place.store.begin() as conn:
        if not api_tokens.revoke(conn, id, now()):
            raise UsageError(f"no token {id!r} is in use", hint="newsmend token list shows them.")


def opened_by(place: Workplace, secret: str) -> ApiToken | None:
    """The token that this secret opens now; None for any other."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    with place.store.read() as conn:
        found = api_tokens.find(conn, secret)
    return found if found is not None and found.good(now()) else None

"""What a database's complaint means, in one line."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from pipeline.model.errors import StoreError

MIGRATE = "Run `newsmend migrate`."
UNREACHABLE = "Is the database running, and is NEWSMEND_DATABASE_URL its address?"

# (a piece of the message in lower case, what it means, what to do)
_MEANINGS = (
    ("no such table", "the store is not set up", MIGRATE),
    ("no such column", "the store is of another version", MIGRATE),
    ("undefinedtable", "the store is not set up", MIGRATE),
    ("undefinedcolumn", "the store is of another version", MIGRATE),
    ("disk is full", "the disk is full", "Free some space, then run the same again: nothing was written."),
    ("diskfull", "the disk is full", "Free some space, then run the same again: nothing was written."),
    ("disk i/o error", "the disk cannot be read or written", "Check the disk and its free space."),
    ("is locked", "another process holds the store", "Wait for it to end, then run the same again."),
    ("deadlock", "two writers waited for each other", "Run the same again."),
    ("insert-only", "the log and the decisions are insert-only", "Add a new row instead."),
    ("readonly", "the store is read-only here", "Give this user the right to write there."),
    ("read-only", "the store is read-only here", "Give this user the right to write there."),
    ("unable to open database file", "the database file cannot be opened", "Check its folder and who may write there."),
    ("not a database", "the file is no database", "Point NEWSMEND_DATABASE_URL at another file."),
    ("malformed", "the database file is damaged", "Restore it from a backup."),
    ("password authentication failed", "the database refused the user or password", UNREACHABLE),
    ("does not exist", "the database or its user does not exist", UNREACHABLE),
    ("connection refused", "the database cannot be reached", UNREACHABLE),
    ("could not translate host name", "the database cannot be reached", UNREACHABLE),
    ("no such file or directory", "the database cannot be reached", UNREACHABLE),
    ("timeout expired", "the database cannot be reached", UNREACHABLE),
)


def explain(error: DBAPIError, where: str) -> StoreError:
    """The error that a person is shown; the database's own words come along where we have none."""
    message = str(error.orig).strip()
    told = f"{type(error.orig).__name__} {message}".lower()
    for piece, what, hint in _MEANINGS:
        if piece in told:
            return StoreError(what, where=where, hint=hint)
    first = message.splitlines()[0] if message else type(error.orig).__name__
    if error.connection_invalidated:
        return StoreError(f"the connection broke ({first})", where=where, hint=UNREACHABLE)
    return StoreError(f"the database says: {first}", where=where)

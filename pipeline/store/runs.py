"""Which code, rules and policy made a mending."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from pipeline.model.digest import digest
from pipeline.store import tables
from pipeline.store.statements import insert_one


def ensure(conn: Connection, code_version: str, rules: str, policy: str, at: datetime) -> str:
    """The id of this code with these rules and this policy; noted when first seen."""
    id = id_of(code_version, rules, policy)
    row = {"id": id, "code_version": code_version, "rules": rules, "policy": policy, "at": at}
    insert_one(conn, tables.run, row)
    return id


def id_of(code_version: str, rules: str, policy: str) -> str:
    """What names this code with these rules and this policy."""
    return digest(code_version, rules, policy)

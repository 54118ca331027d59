"""Addresses of pages and people are left alone."""

from __future__ import annotations

import re

from pipeline.repair.guards.change import Change

_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]{1,64}@\S+\.\w+|\b[\w-]{1,64}\.(?:com|org|net|gov|edu)\b", re.IGNORECASE
)


def addresses(change: Change) -> str | None:
    """An address that is gone, new or another one."""
    same = _ADDRESS.findall(change.before) == _ADDRESS.findall(change.after)
    return None if same else "an address"

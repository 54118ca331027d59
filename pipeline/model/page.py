"""What the network gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be an article, where it was found, and the dates given there (UTC).

    `listed_as` is the address as it stands there, where that is another spelling than `url`.
    """

    url: str
    found_in: str
    published: datetime | None = None
    modified: datetime | None = None
    title: str = ""
    listed_as: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer, raw: `body` is decompressed but not decoded; header names are lower case. `fetched_at` is UTC.

    `request` are the headers that it was asked with, where they are known.
    """

    url: str
    final_url: str
    status: int
    body: bytes
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    request: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_type(self) -> str:
        return self.headers.get("content-type", "")

"""Answers kept on disk, so that a refresh that was killed asks nothing twice.

Invariant: a file holds one whole answer, or it is not read: the heading names the digest of the rest.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

AGE = timedelta(days=6)  # below the week of the schedule, so that each weekly refresh asks anew


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Cache:
    """Answers by the digest of their request; those that are older than `age` count for nothing."""

    folder: Path
    age: timedelta = AGE
    now: Callable[[], datetime] = utc_now

    def get(self, url: str, params: Mapping[str, str]) -> bytes | None:
        """The answer to that request, if a whole and young one is kept."""
        try:
            heading, _, body = self._path(url, params).read_bytes().partition(b"\n")
            kept = json.loads(heading)
            age = self.now() - datetime.fromisoformat(kept["at"])
            whole = hashlib.sha256(body).hexdigest() == kept["sha256"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return body if whole and timedelta() <= age <= self.age else None

    def put(self, url: str, params: Mapping[str, str], body: bytes) -> None:
        """Keeps an answer: whole, or not at all."""
        heading = {"at": self.now().isoformat(), "url": url, "sha256": hashlib.sha256(body).hexdigest()}
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, prefix=".answer-")
        try:
            with os.fdopen(handle, "wb") as sink:
                sink.write(json.dumps(heading).encode() + b"\n" + body)
            Path(name).replace(self._path(url, params))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def prune(self) -> None:
        """Removes what is too old to be read again, and what a killed process left."""
        oldest = (self.now() - self.age).timestamp()
        for path in [*self.folder.glob("*.answer"), *self.folder.glob(".answer-*")]:
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
            except FileNotFoundError:
                continue  # another process was faster

    def _path(self, url: str, params: Mapping[str, str]) -> Path:
        request = json.dumps([url, sorted(params.items())])
        return self.folder / f"{hashlib.sha256(request.encode()).hexdigest()}.answer"

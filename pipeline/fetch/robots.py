"""robots.txt by RFC 9309: what cannot be read forbids everything, what does not exist forbids nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

from pipeline.fetch.transport import Answer
from pipeline.model.errors import Denied, FetchError, Postponed, Throttled
from pipeline.model.source import Source

SIZE = 512_000
KEEP = timedelta(hours=24)
KEEP_FAILURE = timedelta(minutes=10)
LONGEST_DELAY = 60.0
CLOSED = frozenset({401, 403})  # a source may say that these forbid nothing, as the RFC does
FORBIDDEN = frozenset({*CLOSED, 429})

Ask = Callable[[str, Source], Answer]


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """What a host answered, good until `until`. `text` is None where there is no file."""

    until: datetime
    status: int = 0
    refusal: str = ""
    text: str | None = None


class RobotsCache(Protocol):
    """Where answers are kept for other processes. `get` gives none that is too old."""

    def get(self, root: str) -> RobotsFile | None: ...

    def put(self, root: str, file: RobotsFile) -> None: ...


@lru_cache(maxsize=64)
def _parsed(text: str) -> Protego:
    return Protego.parse(text)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host wishes. `refusal` says why nothing may be fetched; `text` is None where there is no file."""

    text: Protego | None = None
    refusal: str = ""
    status: int = 0

    def allow(self, url: str, agent: str) -> bool:
        return self.text is None or bool(self.text.can_fetch(url, agent))

    def delay(self, agent: str) -> float:
        """Seconds between two requests that the host asks for, at most a minute."""
        if self.text is None:
            return 0.0
        rate = self.text.request_rate(agent)
        per_request = rate.seconds / rate.requests if rate is not None and rate.requests > 0 else 0.0
        return min(max(float(self.text.crawl_delay(agent) or 0), float(per_request), 0.0), LONGEST_DELAY)

    def sitemaps(self) -> tuple[str, ...]:
        return () if self.text is None else tuple(self.text.sitemaps)


class Robots:
    """The rules of each host, asked for once a day. Failures are asked for again after ten minutes."""

    def __init__(self, user_agent: str, ask: Ask, cache: RobotsCache | None = None) -> None:
        self.agent = user_agent.partition("/")[0].strip()
        self._ask = ask
        self._cache = cache
        self._lock = threading.Lock()
        self._files: dict[tuple[str, bool], RobotsFile] = {}

    def rules(self, url: str, source: Source) -> Rules:
        """The rules for the host of `url`."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}".lower()
        file = self._file(root, source)
        if file.status in CLOSED and source.robots_closed == "allow":
            return Rules(status=file.status)
        return Rules(None if file.text is None else _parsed(file.text), file.refusal, file.status)

    def check(self, url: str, source: Source) -> Rules:
        """The rules for `url`, or Denied."""
        rules = self.rules(url, source)
        if rules.refusal:
            refused = Denied if rules.status in CLOSED else Postponed
            raise refused(
                f"robots.txt of the host {rules.refusal}, so nothing there is fetched",
                where=url,
                hint="It is asked again after ten minutes.",
                status=rules.status,
            )
        if not rules.allow(url, self.agent):
            raise Denied("robots.txt does not allow this address", where=url, hint="Leave it out of the source.")
        return rules

    def _file(self, root: str, source: Source) -> RobotsFile:
        with self._lock:
            known = self._files.get((root, source.loopback))
        if known is not None and known.until > datetime.now(UTC):
            return known
        # what this machine's own sites say is no business of other machines
        shared = self._cache if not source.loopback else None
        file = shared.get(root) if shared is not None else None
        if file is None:
            file = self._load(f"{root}/robots.txt", source)
            if shared is not None:
                shared.put(root, file)
        with self._lock:
            self._files[root, source.loopback] = file
        return file

    def _load(self, url: str, source: Source) -> RobotsFile:
        now = datetime.now(UTC)
        try:
            answer = self._ask(url, source)
        except (Denied, Throttled):
            raise
        except FetchError as error:
            return RobotsFile(now + KEEP_FAILURE, error.status, f"could not be read ({error.what})")
        if answer.status >= 500 or answer.status in FORBIDDEN:
            return RobotsFile(now + KEEP_FAILURE, answer.status, f"answers {answer.status}")
        if answer.status >= 300:
            return RobotsFile(now + KEEP, answer.status)
        text = answer.body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return RobotsFile(now + KEEP, answer.status, text=text)

"""robots.txt by RFC 9309: what cannot be read forbids everything, what does not exist forbids nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from pipeline.fetch.transport import Answer
from pipeline.model.errors import Denied, FetchError, Postponed
from pipeline.model.source import Source

SIZE = 512_000
KEEP = 24 * 3600.0
KEEP_FAILURE = 600.0
LONGEST_DELAY = 60.0
FORBIDDEN = frozenset({401, 403, 429})

Ask = Callable[[str, Source], Answer]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host wishes. `refusal` says why nothing may be fetched; `text` is None where there is no file."""

    until: float
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

    def __init__(self, user_agent: str, ask: Ask) -> None:
        self.agent = user_agent.partition("/")[0].strip()
        self._ask = ask
        self._lock = threading.Lock()
        self._hosts: dict[tuple[str, bool], Rules] = {}

    def rules(self, url: str, source: Source) -> Rules:
        """The rules for the host of `url`."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            known = self._hosts.get((root, source.loopback))
        if known is None or known.until < time.monotonic():
            known = self._load(f"{root}/robots.txt", source)
            with self._lock:
                self._hosts[root, source.loopback] = known
        return known

    def check(self, url: str, source: Source) -> Rules:
        """The rules for `url`, or Denied."""
        rules = self.rules(url, source)
        if rules.refusal:
            refused = Denied if rules.status in (401, 403) else Postponed
            raise refused(
                f"robots.txt of the host {rules.refusal}, so nothing there is fetched",
                where=url,
                hint="It is asked again after ten minutes.",
                status=rules.status,
            )
        if not rules.allow(url, self.agent):
            raise Denied("robots.txt does not allow this address", where=url, hint="Leave it out of the source.")
        return rules

    def _load(self, url: str, source: Source) -> Rules:
        now = time.monotonic()
        try:
            answer = self._ask(url, source)
        except Denied:
            raise
        except FetchError as error:
            return Rules(now + KEEP_FAILURE, refusal=f"could not be read ({error.what})", status=error.status)
        if answer.status >= 500 or answer.status in FORBIDDEN:
            return Rules(now + KEEP_FAILURE, refusal=f"answers {answer.status}", status=answer.status)
        if answer.status >= 300:
            return Rules(now + KEEP)
        text = answer.body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        return Rules(now + KEEP, Protego.parse(text))

"""One request, one answer, within the limits. It follows nothing and judges nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import requests
import urllib3
from requests.cookies import RequestsCookieJar
from urllib3.util.request import ACCEPT_ENCODING

from pipeline.fetch.connection import VettedAdapter
from pipeline.fetch.deadline import CURRENT, Deadline
from pipeline.fetch.retries import PatientRetry
from pipeline.model.errors import Denied, FetchError, TooLarge, Unreachable

CHUNK = 65_536
FIRST_ERROR = 400
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CODINGS = frozenset(ACCEPT_ENCODING.split(",")) | {"identity", "x-gzip", ""}
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/rss+xml,application/atom+xml,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """`location` is where a redirect points to, as sent. Bodies of redirects and errors are not read."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two reads, for the whole exchange; bytes after decompression."""

    connect: float
    read: float
    total: float
    size: int


class Transport:
    """Two sessions that share nothing: one for the public network, one for this machine. Neither keeps cookies."""

    def __init__(self, user_agent: str, limits: Limits, retries: PatientRetry) -> None:
        self.limits = limits
        self._sessions = {loopback: _session(user_agent, loopback, retries) for loopback in (False, True)}

    def close(self) -> None:
        """Closes every connection."""
        for session in self._sessions.values():
            session.close()

    def exchange(
        self,
        url: str,
        *,
        loopback: bool,
        headers: Mapping[str, str] | None = None,
        size: int | None = None,
        cut: bool = False,
    ) -> Answer:
        """Asks for `url`; a body over `size` is TooLarge, or cut short where `cut` says so."""
        deadline = Deadline(self.limits.total)
        token = CURRENT.set(deadline)
        try:
            with self._sessions[loopback].get(
                url,
                headers=dict(headers or {}),
                stream=True,
                allow_redirects=False,
                timeout=(self.limits.connect, self.limits.read),
            ) as response:
                return self._answer(response, size or self.limits.size, cut, deadline)
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, UnicodeError) as error:
            raise Denied(f"not a web address that we can ask: {error}", where=url) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise _unreachable(url, error, deadline) from error
        finally:
            CURRENT.reset(token)
            deadline.stop()

    def _answer(self, response: requests.Response, size: int, cut: bool, deadline: Deadline) -> Answer:
        headers = {name.lower(): value for name, value in response.headers.items()}
        location = headers.get("location")
        if response.status_code in REDIRECTS and location is not None:
            return Answer(response.status_code, headers, b"", location)
        # nobody reads what an error page says, and it may be endless
        body = _read(response, size, cut) if response.status_code < FIRST_ERROR else b""
        if deadline.expired:  # a body without a length looks whole when its socket is shut
            raise TimeoutError
        return Answer(response.status_code, headers, body)


def _session(user_agent: str, loopback: bool, retries: PatientRetry) -> requests.Session:
    session = _Session()
    session.trust_env = False  # no proxies, no netrc, no other certificates from the environment
    session.cookies = _NoCookies()
    session.headers.update(
        {"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Language": "en", "Accept-Encoding": ACCEPT_ENCODING}
    )
    adapter = VettedAdapter(loopback=loopback, retries=retries)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None: asked not to follow redirects, requests would still unpack the whole body of one into memory."""


class _NoCookies(RequestsCookieJar):
    def set_cookie(self, cookie: object, *args: object, **kwargs: object) -> None:
        """Keeps none: an answer must not depend on the ones before."""


def _read(response: requests.Response, size: int, cut: bool) -> bytes:
    """The decompressed body. It is counted chunk by chunk, since a small answer may unpack to gigabytes."""
    codings = response.headers.get("content-encoding", "").lower().split(",")
    if unknown := [coding for coding in codings if coding.strip() not in CODINGS]:
        raise urllib3.exceptions.DecodeError(f"it is packed as {unknown[0].strip()!r}, which was not asked for")
    parts, total = [], 0
    for chunk in response.raw.stream(CHUNK, decode_content=True):
        parts.append(chunk)
        total += len(chunk)
        if total > size and cut:
            break
        if total > size:
            raise TooLarge(
                f"the page is over the limit of {size:,} bytes", where=response.url, status=response.status_code
            )
    return b"".join(parts)[:size]


_POOL_WORDS = re.compile(r"^_?\w+\(host=[^)]*\): ")  # urllib3 puts its connection before the reason


def _unreachable(url: str, error: Exception, deadline: Deadline) -> FetchError:
    if deadline.expired:
        return Unreachable(f"not done after {deadline.seconds:g} s", where=url, hint="The answer was too slow.")
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(f"the certificate or TLS is not in order: {_reason(error)}", where=url)
    return Unreachable(f"no whole answer: {_reason(error)}", where=url, hint="Try again later.")


def _reason(error: BaseException) -> str:
    """The innermost words: requests and urllib3 wrap one error in three."""
    inner = getattr(error, "reason", None) or next((arg for arg in error.args if isinstance(arg, Exception)), None)
    return _reason(inner) if isinstance(inner, Exception) else _POOL_WORDS.sub("", str(error))

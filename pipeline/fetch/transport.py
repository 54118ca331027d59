"""One request, one answer, within the limits. It follows nothing and judges nothing."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests
import urllib3
from requests.cookies import RequestsCookieJar
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from pipeline.fetch.address import SCHEMES, vet
from pipeline.fetch.coding import ACCEPTED, unpacked
from pipeline.fetch.connection import VettedAdapter
from pipeline.fetch.deadline import CURRENT, Deadline
from pipeline.fetch.retries import PatientRetry
from pipeline.model.errors import Denied, FetchError, TooLarge, Unreachable

CHUNK = 65_536
FIRST_ERROR = 400
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/rss+xml,application/atom+xml,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Answer:
    """`location` is where a redirect points to, as sent. Bodies of redirects and errors are not read.

    `request` are the headers that were sent.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    location: str | None = None
    request: Mapping[str, str] = field(default_factory=dict)


class NoConnection(Unreachable):
    """Nobody answers there at all; a page that is slow or broken is another matter."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two reads, for the whole exchange; bytes after decompression."""

    connect: float
    read: float
    total: float
    size: int


class Transport:
    """Two sessions that share nothing: one for the public network, one for this machine. Neither keeps cookies."""

    def __init__(self, user_agent: str, limits: Limits, retries: PatientRetry, proxy: str | None = None) -> None:
        self.limits = limits
        self._proxy = proxy
        self._sessions = {loopback: _session(user_agent, loopback, retries) for loopback in (False, True)}
        if proxy is not None:
            self._sessions[False].proxies = {"http": proxy, "https": proxy}

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
        if self._proxy is not None and not loopback:
            _vet_here(url)
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
        sent = {name.lower(): _text(value) for name, value in response.request.headers.items()}
        location = headers.get("location")
        if response.status_code in REDIRECTS and location is not None:
            return Answer(response.status_code, headers, b"", location, sent)
        # nobody reads what an error page says, and it may be endless
        body = _read(response, size, cut) if response.status_code < FIRST_ERROR else b""
        if deadline.expired:  # a body without a length looks whole when its socket is shut
            raise TimeoutError
        return Answer(response.status_code, headers, body, None, sent)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _vet_here(url: str) -> None:
    """Behind a proxy, a name that leads to a private address is refused by what this machine knows of it.

    A name that cannot be looked up here is the proxy's to judge.
    """
    parts = urlsplit(url)
    with suppress(socket.gaierror, UnicodeError):
        vet(parts.hostname or "", parts.port or SCHEMES[parts.scheme], loopback=False)


def _session(user_agent: str, loopback: bool, retries: PatientRetry) -> requests.Session:
    session = _Session()
    session.trust_env = False  # no proxies, no netrc, no other certificates from the environment
    session.cookies = _NoCookies()
    session.headers.update(
        {"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Language": "en", "Accept-Encoding": ACCEPTED}
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
    parts, total = [], 0
    packed = response.raw.stream(CHUNK, decode_content=False)
    for chunk in unpacked(packed, response.headers.get("content-encoding", "")):
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
    if _has_no_connection(error):
        return NoConnection(f"no whole answer: {_reason(error)}", where=url, hint="Try again later.")
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable(f"the certificate or TLS is not in order: {_reason(error)}", where=url)
    return Unreachable(f"no whole answer: {_reason(error)}", where=url, hint="Try again later.")


def _has_no_connection(error: BaseException) -> bool:
    """Whether it is about the connection itself: requests and urllib3 wrap one error in three."""
    if isinstance(error, ConnectTimeoutError | NameResolutionError | NewConnectionError):
        return True
    inner = getattr(error, "reason", None) or next((arg for arg in error.args if isinstance(arg, Exception)), None)
    return isinstance(inner, Exception) and _has_no_connection(inner)


def _reason(error: BaseException) -> str:
    """The innermost words: requests and urllib3 wrap one error in three."""
    inner = getattr(error, "reason", None) or next((arg for arg in error.args if isinstance(arg, Exception)), None)
    return _reason(inner) if isinstance(inner, Exception) else _POOL_WORDS.sub("", str(error))

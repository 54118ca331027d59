"""One kept connection to a server that answers JSON, with a wall-clock limit on every exchange.

No proxies, no redirects, no compression, no cookies: a request goes to the configured host or nowhere.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, IncompleteRead
from urllib.parse import urlencode, urlsplit

from pipeline.model.errors import EngineError, UsageError

LARGEST = 64 * 1024 * 1024  # bytes of an answer; a check of 8,000 characters gives some 100 kB
_STALE = (ConnectionResetError, ConnectionAbortedError, BrokenPipeError)  # RemoteDisconnected is one


class Transport:
    """Invariant: one exchange at a time. A process that was forked makes a connection of its own."""

    def __init__(self, url: str, timeout: float) -> None:
        self.url = url
        self.timeout = timeout
        try:
            parts = urlsplit(url)
            host, port, scheme = parts.hostname, parts.port, parts.scheme
        except ValueError as error:
            raise _bad(url) from error
        if scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
            raise _bad(url)
        self._secure = scheme == "https"
        self._host, self._port = host, port or (443 if self._secure else 80)
        self._connection: HTTPConnection | None = None
        self._process = os.getpid()
        self._lock = threading.Lock()

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> object:
        """The JSON that the server answers: GET without a form, else POST.

        Raises:
            EngineError: no answer within `timeout` seconds, or an answer that is none.
        """
        body = None if form is None else urlencode(form).encode("ascii")
        until = time.monotonic() + self.timeout
        with self._lock:
            if self._process != os.getpid():  # the parent's connection is not ours to talk on or to shut
                self._connection, self._process = None, os.getpid()
            try:
                kept = self._connection is not None
                try:
                    answer = self._exchange(path, body, until)
                except _STALE:
                    if not kept or _over(until):
                        raise
                    self._drop()  # the server shut a connection that it had kept long enough
                    answer = self._exchange(path, body, until)
                return json.loads(answer)
            except (OSError, HTTPException, ValueError, RecursionError, EngineError) as error:
                self._drop()
                raise self._failed(error, _over(until)) from error

    def close(self) -> None:
        """Shuts the connection; the next question opens another."""
        with self._lock:
            self._drop()

    def _exchange(self, path: str, body: bytes | None, until: float) -> bytes:
        connection = self._connection or self._connect(until)
        self._connection = connection
        with _Watch(connection.sock, until):
            kind = {} if body is None else {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("GET" if body is None else "POST", path, body, kind | {"Accept": "application/json"})
            response = connection.getresponse()
            declared = response.length
            answer = response.read(LARGEST + 1)
        if len(answer) > LARGEST:
            raise EngineError(f"the answer is larger than {LARGEST >> 20} MiB", hint="Is it a LanguageTool server?")
        if declared is not None and len(answer) < declared:
            raise IncompleteRead(answer, declared - len(answer))
        if response.status != 200:
            said = " ".join(answer[:300].decode("utf-8", "replace").split())
            what = f"it answered {response.status}" + (f": {said!r}" if said else "")
            raise EngineError(what, hint="The server's log says more")
        if response.will_close:
            self._drop()
        return answer

    def _connect(self, until: float) -> HTTPConnection:
        raw = socket.create_connection((self._host, self._port), max(0.01, until - time.monotonic()))
        try:
            raw.settimeout(self.timeout)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = HTTPConnection(self._host, self._port, timeout=self.timeout)
            connection.auto_open = 0
            if self._secure:
                with _Watch(raw, until):
                    connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=self._host)
            else:
                connection.sock = raw
        except BaseException:
            raw.close()
            raise
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _failed(self, error: Exception, late: bool) -> EngineError:
        if late or isinstance(error, TimeoutError):
            what, hint = f"no answer within {self.timeout:g} seconds", "Is the server overloaded? Its log says more"
        elif isinstance(error, EngineError):
            what, hint = error.what, error.hint
        elif isinstance(error, (ConnectionRefusedError, socket.gaierror)):
            what = f"no server is there ({error.strerror})"
            hint = "Start one: `docker compose up languagetool`, or see `newsmend languagetool install`"
        elif isinstance(error, (OSError, HTTPException)):
            what, hint = f"the exchange broke off ({error or type(error).__name__})", "The server's log says more"
        else:
            what, hint = "the answer is no JSON", "Is it a LanguageTool server?"
        return EngineError(what, where=self.url, hint=hint)


class _Watch:
    """Shuts a socket down when time is over: a time-out of a socket is per read, and a slow drip never trips it."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self._copy = socket.socket(sock.family, sock.type, fileno=os.dup(sock.fileno()))  # TLS takes the original over
        self._timer = threading.Timer(max(0.0, until - time.monotonic()), self._expire)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        self._copy.close()

    def _expire(self) -> None:
        with suppress(OSError):
            self._copy.shutdown(socket.SHUT_RDWR)


def _over(until: float) -> bool:
    return time.monotonic() >= until - 0.01


def _bad(url: str) -> UsageError:
    hint = "Write it like: http://127.0.0.1:8010"
    return UsageError(f"{url!r} is no address of a LanguageTool server", where="NEWSMEND_LANGUAGETOOL_URL", hint=hint)

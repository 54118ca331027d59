"""One POST of JSON to the operator's endpoint, within a wall-clock limit.

It follows no redirect, keeps no cookie, and reads no proxy from the environment. The address is configured and never
comes from a page, so that private and loopback addresses are allowed.
"""

from __future__ import annotations

import json
import os
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from pipeline.model.errors import EngineError

LONGEST_BODY = 262_144  # bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """`retry_after` is in seconds, None where the server named none."""

    status: int
    body: bytes
    retry_after: float | None = None


def post_json(url: str, body: Mapping[str, Any], headers: Mapping[str, str], seconds: float) -> Answer:
    """The answer, whatever its status.

    Raises:
        EngineError: no connection, no whole answer in `seconds`, or an answer over the size limit.
    """
    parts = urlsplit(url)
    where = f"{parts.hostname}:{parts.port or parts.scheme}"
    data = json.dumps(body, ensure_ascii=True, sort_keys=True).encode("ascii")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(str(parts.hostname), parts.port, timeout=seconds)
    watch = _Watch(seconds)
    try:
        connection.connect()
        watch.start(connection.sock)
        connection.request("POST", parts.path or "/", data, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        read = response.read(LONGEST_BODY + 1)
        whole = response.length in (None, 0) or len(read) > LONGEST_BODY
        answer = Answer(response.status, read, _seconds(response.headers.get("Retry-After")))
    except (OSError, HTTPException, ValueError) as error:
        raise _failed(where, error, watch) from error
    finally:
        watch.stop()
        connection.close()
    if watch.expired or not whole:  # a body whose socket is shut looks ended
        raise _failed(where, HTTPException("the answer is cut short"), watch)
    if len(answer.body) > LONGEST_BODY:
        raise EngineError(f"the answer is over {LONGEST_BODY:,} bytes", where=where, hint="Is it a model server?")
    return answer


class _Watch:
    """Shuts the socket down when the time is over: time-outs of sockets are per read, and a drip never trips them.

    It keeps a duplicate, since TLS and the end of a response close the original.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds, self.expired = seconds, False
        self._lock, self._socket = threading.Lock(), None  # type: tuple[Any, socket.socket | None]
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def start(self, sock: socket.socket) -> None:
        self._socket = socket.socket(sock.family, sock.type, fileno=os.dup(sock.fileno()))
        self._timer.start()

    def stop(self) -> None:
        self._timer.cancel()
        with self._lock:
            if self._socket is not None:
                self._socket.close()
            self._socket = None

    def _expire(self) -> None:
        with self._lock:
            if self._socket is None:
                return
            self.expired = True
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # the other side was faster


def _failed(where: str, error: Exception, watch: _Watch) -> EngineError:
    if watch.expired or isinstance(error, TimeoutError):
        return EngineError(f"no answer within {watch.seconds:.1f} s", where=where, hint="Raise NEWSMEND_MODEL_TIMEOUT.")
    if isinstance(error, ssl.SSLError):
        return EngineError(f"the certificate or TLS is not in order: {error}", where=where, hint="Check the address.")
    reason = f"{type(error).__name__}: {error}"[:200]
    return EngineError(f"no whole answer: {reason}", where=where, hint="Is the model server running?")


def _seconds(value: str | None) -> float | None:
    return float(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 6 else None

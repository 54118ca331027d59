"""A wall-clock limit on one whole exchange. Time-outs of sockets are per read, and a slow drip never trips them."""

from __future__ import annotations

import os
import socket
import threading
from contextvars import ContextVar

CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


class Deadline:
    """Shuts the watched socket down when its time is over.

    Invariant: at most one socket and one timer at a time. The socket is a duplicate, since TLS takes over the original.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.expired = False
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._socket: socket.socket | None = None

    def watch(self, sock: socket.socket) -> None:
        """Starts the time of one attempt anew, for this socket."""
        self.stop()
        with self._lock:
            self.expired = False
            self._socket = socket.socket(sock.family, sock.type, fileno=os.dup(sock.fileno()))
            self._timer = threading.Timer(self.seconds, self._expire)
            self._timer.daemon = True
            self._timer.start()

    def stop(self) -> None:
        """The exchange is over; the connection may serve another."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._socket is not None:
                self._socket.close()
            self._timer = self._socket = None

    def _expire(self) -> None:
        with self._lock:
            if self._socket is None:
                return
            self.expired = True
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # the other side was faster

"""A relay between a program and PostgreSQL's socket that breaks the connection at a COMMIT, once."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PORT_NAME = ".s.PGSQL.5432"
COMMIT = b"COMMIT\x00"


@dataclass
class Relay:
    """`at` is the number of the COMMIT to break at; `after` lets the server have it, and only the answer is lost."""

    server: Path
    at: int
    after: bool
    commits: int = 0
    cut: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            upstream = socket.socket(socket.AF_UNIX)
            upstream.connect(str(self.server))
            threading.Thread(target=self._to_client, args=(upstream, client), daemon=True).start()
            threading.Thread(target=self._to_server, args=(client, upstream), daemon=True).start()

    def _to_client(self, upstream: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while data := upstream.recv(65536):
                client.sendall(data)
        _close(client, upstream)

    def _to_server(self, client: socket.socket, upstream: socket.socket) -> None:
        with suppress(OSError):
            while data := client.recv(65536):
                if self._is_the_one(data):
                    if self.after:
                        client.shutdown(socket.SHUT_RDWR)  # no answer goes back any more
                        upstream.sendall(data)
                    break
                upstream.sendall(data)
        _close(client, upstream)

    def _is_the_one(self, data: bytes) -> bool:
        if not data.endswith(COMMIT):
            return False
        with self._lock:
            self.commits += 1
            due = not self.cut and self.commits >= self.at
            self.cut = self.cut or due
            return due


def _close(*sockets: socket.socket) -> None:
    for each in sockets:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()


@contextmanager
def relay(server: Path, folder: Path, *, at: int, after: bool) -> Iterator[Relay]:
    """Listens in `folder` as PostgreSQL would; `server` is the folder of the real socket."""
    made = Relay(server / PORT_NAME, at, after)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / PORT_NAME))
    listener.listen()
    thread = threading.Thread(target=made.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)

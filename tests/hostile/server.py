"""A web server of ours that does everything wrong, on 127.0.0.1: it writes what a test scripts, byte by byte."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Write = Callable[[bytes], None]
Script = Callable[[Write], None]
BIGGEST_REQUEST = 65_536


@dataclass
class Hostile:
    """`routes` by path: raw bytes of a whole answer, or a function that writes it. `asked` are the requests' heads."""

    url: str
    routes: dict[str, bytes | Script] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def page(self, path: str, body: bytes, status: str = "200 OK", **headers: str) -> None:
        """An answer that is in order."""
        self.routes[path] = answer(body, status, **headers)

    @property
    def paths(self) -> list[str]:
        """What was asked for besides robots.txt."""
        found = [head.split(b" ")[1].decode("latin-1") for head in self.asked]
        return [path for path in found if path != "/robots.txt"]


def answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; `content_length` and the like replace what is sent unasked."""
    named = {"content-type": "text/html", "content-length": str(len(body)), "connection": "close"}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


@contextmanager
def hostile_server(tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", port: int = 0) -> Iterator[Hostile]:
    """Serves each connection in a thread of its own until the block ends."""
    listener = socket.create_server((host, port))
    listener.settimeout(0.05)
    scheme = "https" if tls is not None else "http"
    site = Hostile(f"{scheme}://{host}:{listener.getsockname()[1]}")
    site.page("/robots.txt", b"", "404 Not Found")
    thread = threading.Thread(target=_accept, args=(listener, site, tls), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        thread.join(5)
        listener.close()


def _accept(listener: socket.socket, site: Hostile, tls: ssl.SSLContext | None) -> None:
    while not site.closing.is_set():
        with suppress(TimeoutError):
            sock, _ = listener.accept()
            threading.Thread(target=_serve, args=(sock, site, tls), daemon=True).start()


def _serve(sock: socket.socket, site: Hostile, tls: ssl.SSLContext | None) -> None:
    sock.settimeout(20)
    with suppress(OSError), sock:
        wrapped = sock if tls is None else tls.wrap_socket(sock, server_side=True)
        with wrapped:
            head = _head(wrapped)
            if not head:
                return
            site.asked.append(head)
            route = site.routes.get(head.split(b" ")[1].decode("latin-1"), answer(b"", "404 Not Found"))
            if callable(route):
                route(wrapped.sendall)
            else:
                wrapped.sendall(route)


def _head(sock: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data and len(data) < BIGGEST_REQUEST:
        piece = sock.recv(4096)
        if not piece:
            return b""
        data += piece
    return data

"""A real HTTP server on this machine, scripted by each test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

AGENT = "Newsmend/0.1 (tests)"


@dataclass
class Reply:
    """What the server says; with `drip` it sends the body byte by byte, that many seconds apart."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip: float = 0.0


Route = Reply | Callable[[BaseHTTPRequestHandler], Reply]


@dataclass
class Site:
    """`routes` by path with query; unknown paths are 404. `asked` are the paths in order, `sent` their headers."""

    url: str
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def add(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> None:
        raw = body.encode() if isinstance(body, str) else body
        self.routes[path] = Reply(raw, status, {name.replace("_", "-"): value for name, value in headers.items()})

    def count(self, path: str) -> int:
        return self.asked.count(path)

    @property
    def pages(self) -> list[str]:
        """What was asked for besides robots.txt."""
        return [path for path in self.asked if path != "/robots.txt"]


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.sent.append({name.lower(): value for name, value in self.headers.items()})
            route = site.routes.get(self.path, Reply(b"unknown", 404))
            reply = route(self) if callable(route) else route
            self.send_response(reply.status)
            headers = {"content-type": "text/html"} | {name.lower(): value for name, value in reply.headers.items()}
            for name, value in headers.items():
                self.send_header(name, value)
            if "transfer-encoding" not in headers:
                self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            try:
                self._send(reply)
            except OSError:
                self.close_connection = True

        def _send(self, reply: Reply) -> None:
            if not reply.drip:
                self.wfile.write(reply.body)
                return
            for i in range(len(reply.body)):
                self.wfile.write(reply.body[i : i + 1])
                self.wfile.flush()
                if site.closing.wait(reply.drip):
                    return

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    return Handler


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Silent: some tests break the connection on purpose."""


def serve() -> Iterator[Site]:
    site = Site("")
    server = _Server(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()

"""LanguageTool's /v2 protocol on 127.0.0.1, answered by the embedded engine."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from pipeline.engines.embedded import Embedded
from pipeline.engines.server.answer import LANGUAGES, answer
from pipeline.engines.server.question import LONGEST, Refused, read
from pipeline.model.errors import EngineError, UsageError

HOST = "127.0.0.1"
LARGEST = 9 * LONGEST  # bytes of a form: each code point of the longest text percent-encoded
PATIENCE = 30.0  # seconds that a caller may keep a line silent
_FORM = "application/x-www-form-urlencoded"


class Server(ThreadingHTTPServer):
    """A thread a caller, one engine for all of them."""

    daemon_threads = True

    def __init__(self, port: int, engine: Embedded) -> None:
        self.engine = engine
        super().__init__((HOST, port), _Handler)


def open_server(port: int) -> Server:
    """A server that listens, with every rule of the engine, the speller's too; port 0 takes a free one.

    Raises:
        EngineError: the engine is not installed.
        UsageError: the port is taken.
    """
    engine = Embedded(without=())
    engine.load()
    try:
        return Server(port, engine)
    except OSError as error:
        hint = "Choose another with --port."
        raise UsageError(f"port {port} cannot be had: {error.strerror}", where=HOST, hint=hint) from error


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Newsmend", ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        self._respond("GET")

    def do_POST(self) -> None:
        self._respond("POST")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: texts may be confidential, and a line a request helps nobody."""

    def _respond(self, method: str) -> None:
        try:
            status, kind, body = self._answer(method)
        except Refused as refusal:
            status, kind, body = refusal.status, "text/plain", str(refusal).encode()
            self.close_connection = True  # what is left of a refused form is not read
        except EngineError as error:
            status, kind, body = 500, "text/plain", f"Error: {error}".encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def _answer(self, method: str) -> tuple[int, str, bytes]:
        parts = urlsplit(self.path)
        form = self._form() if method == "POST" else parts.query.encode("ascii", "replace")
        if parts.path == "/v2/check":
            question = read(form)
            engine = self.server.engine
            wanted = filter(question.wants, engine.matches(question.text))
            return _json(answer(question.text, wanted, engine.version))
        if parts.path == "/v2/languages":
            return _json(LANGUAGES)
        if parts.path == "/v2/healthcheck":
            return 200, "text/plain", b"OK"
        raise Refused(404, "Error: there are /v2/check, /v2/languages and /v2/healthcheck")

    def _form(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            raise Refused(411, "Error: the length of the form has to be said")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refused(411, "Error: the length of the form has to be said")
        if len(length) > 12 or int(length) > LARGEST:
            raise Refused(413, f"Error: the form is larger than {LARGEST:,} bytes")
        if self.headers.get_content_type() != _FORM:
            raise Refused(415, f"Error: the form has to be {_FORM}")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Refused(400, "Error: the form breaks off")
        return body


def _json(value: object) -> tuple[int, str, bytes]:
    return 200, "application/json", json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")

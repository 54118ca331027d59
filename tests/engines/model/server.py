"""A small server that really speaks OpenAI's chat protocol, over HTTP on 127.0.0.1.

Its answers come from honest logic: it chooses the wording whose words are commoner, and mends the few words that it
knows.
`mode` makes it misbehave as real servers do.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from wordfreq import zipf_frequency

DATA = re.compile(r"\A<(DATA-[0-9a-f]{16})>\n(.*)\n</\1>\Z", re.DOTALL)
KNOWN = {"informations": "information", "advices": "advice", "discussed about": "discussed", "a old": "an old"}
FIELDS = {"model", "messages", "temperature", "seed", "max_tokens", "stream", "response_format"}


class ModelServer(ThreadingHTTPServer):
    """`seen` are the bodies of the requests, `keys` their Authorization headers; "says" answers with `says`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mode, self.says, self.key, self.wait = "normal", "", "", 0.0
        self.seen: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Quiet: clients that hang up are what some tests are about."""


@contextmanager
def model_server() -> Iterator[ModelServer]:
    server = ModelServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def data_of(body: dict[str, Any]) -> dict[str, Any]:
    """The JSON object between the marks of a request."""
    match = DATA.fullmatch(body["messages"][1]["content"])
    assert match is not None
    found: dict[str, Any] = json.loads(match[2])
    return found


def thought(data: dict[str, Any]) -> str:
    """The honest answer."""
    if "candidates" in data:
        common = {letter: _commonness(text) for letter, text in data["candidates"].items()}
        best = max(sorted(common), key=lambda letter: common[letter])
        return best if common[best] > _commonness(data["quote"]) else "KEEP"
    text: str = data["sentence"]
    for wrong, right in KNOWN.items():
        text = text.replace(wrong, right)
    return text if text != data["sentence"] else "KEEP"


def _commonness(text: str) -> float:
    words = re.findall(r"\w+", text)
    return sum(zipf_frequency(word, "en") for word in words) / max(1, len(words))


class _Handler(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"
    STATUS: ClassVar = {"429": 429, "500": 500, "503": 503}

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        with server.lock:
            server.seen.append(body)
            server.keys.append(self.headers.get("Authorization"))
            mode = server.mode
        if self.path != "/v1/chat/completions" or set(body) != FIELDS:
            self._send(404 if self.path != "/v1/chat/completions" else 400, b"{}")
        elif server.key and self.headers.get("Authorization") != f"Bearer {server.key}":
            self._send(401, b'{"error": {"message": "no such key"}}')
        elif mode == "once 503":
            server.mode = "normal"
            self._send(503, b"", {"Retry-After": "0"})
        elif mode in self.STATUS:
            self._send(self.STATUS[mode], b"no", {"Retry-After": "0"})
        elif mode == "redirect":
            self._send(307, b"", {"Location": server.url + "/v1/chat/completions"})
        else:
            self._misbehave(mode, body)

    def _misbehave(self, mode: str, body: dict[str, Any]) -> None:
        said = self.server.says if mode == "says" else json.dumps({"answer": thought(data_of(body))})
        whole = json.dumps(_completion(said, "length" if mode == "length" else "stop")).encode()
        if mode == "slow":
            time.sleep(self.server.wait)
        if mode == "nonsense":
            self._send(200, b"<html>It works!</html>")
        elif mode == "shape":
            self._send(200, b'{"choices": [{"message": 7}]}')
        elif mode == "huge":
            self._send(200, b" " * 400_000 + whole)
        elif mode == "truncated":
            self._send(200, whole[:40], {"Content-Length": str(len(whole))})
        elif mode == "drip":
            self._drip(whole)
        else:
            self._send(200, whole)

    def _drip(self, whole: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        for byte in whole:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        found = {"Content-Type": "application/json", "Content-Length": str(len(body)), **(headers or {})}
        self.send_response(status)
        for name, value in found.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def _completion(content: str, ended: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": ended}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "tiny", "choices": [choice]}

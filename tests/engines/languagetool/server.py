"""A server on a real socket that answers what a test gives it, byte by byte."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

SOFTWARE = {"name": "LanguageTool", "version": "6.8", "buildDate": "2026-05-05 16:34:58 +0200"}
LANGUAGES = [{"name": "English (US)", "code": "en", "longCode": "en-US"}]
Answer = bytes | Callable[[socket.socket], None]


def http(body: bytes, status: str = "200 OK", *, declared: int | None = None, extra: str = "") -> bytes:
    length = len(body) if declared is None else declared
    return f"HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{extra}\r\n".encode() + body


def answer(value: object) -> bytes:
    return http(json.dumps(value).encode())


def checked(*matches: object, **more: object) -> bytes:
    return answer({"software": SOFTWARE, "matches": list(matches), **more})


def match(offset: object = 0, length: object = 5, **more: object) -> dict[str, object]:
    rule = {"id": "A_RULE", "issueType": "grammar", "category": {"id": "MISC", "name": "Miscellaneous"}}
    context = {"text": "Hello.", "offset": 0, "length": 5}
    plain = {"offset": offset, "length": length, "message": "No.", "replacements": [{"value": "Hi"}]}
    return {**plain, "context": context, "rule": rule, **more}


class Server:
    """`check` is what a check is answered with, `languages` what the first question is; both may change at any time."""

    def __init__(self) -> None:
        self.check: Answer = checked()
        self.languages: Answer = answer(LANGUAGES)
        self.closes = False  # shuts each connection after its answer, without saying so
        self.connections = 0
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Server:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for sock in [self._listener, *self._open]:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                self.connections += 1
                self._open.append(sock)
                threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with suppress(OSError, ValueError), sock, sock.makefile("rb") as stream:
            while line := stream.readline():
                size = 0
                while (header := stream.readline().strip()) != b"":
                    if header.lower().startswith(b"content-length:"):
                        size = int(header.split(b":")[1])
                self.requests.append(line + stream.read(size))
                given = self.languages if b"/languages" in line else self.check
                if callable(given):
                    given(sock)
                else:
                    sock.sendall(given)
                if self.closes:
                    sock.shutdown(socket.SHUT_RDWR)

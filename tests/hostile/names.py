"""A name server of ours, over real UDP, and the few lines of a resolver that asks it: names change as a test says."""

from __future__ import annotations

import ipaddress
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

A, AAAA, IN = 1, 28, 1


@dataclass
class Names:
    """`answers` by name: one list of addresses for each question, the last one for good. `asked` are the questions."""

    port: int
    answers: dict[str, list[list[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def getaddrinfo(self, host: str, port: int, *args: Any, **kwargs: Any) -> list[Any]:
        """Stands for `socket.getaddrinfo`: numbers as the system reads them, names from this server."""
        with suppress(socket.gaierror):
            return _system(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
        found = _ask(self.port, host)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]


_system = socket.getaddrinfo


@contextmanager
def name_server(host: str = "127.0.0.1", port: int = 0) -> Iterator[Names]:
    """Answers until the block ends; every answer has a time to live of 0."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind((host, port))
        sock.settimeout(0.05)
        names, stop = Names(sock.getsockname()[1]), threading.Event()
        thread = threading.Thread(target=_serve, args=(sock, names, stop), daemon=True)
        thread.start()
        try:
            yield names
        finally:
            stop.set()
            thread.join(5)


def _serve(sock: socket.socket, names: Names, stop: threading.Event) -> None:
    while not stop.is_set():
        with suppress(TimeoutError):
            question, whence = sock.recvfrom(2048)
            sock.sendto(_reply(question, names), whence)


def _reply(question: bytes, names: Names) -> bytes:
    name, end = _name(question, 12)
    kind = struct.unpack(">H", question[end : end + 2])[0]
    known = names.answers.get(name)
    records = []
    if kind == A and known:
        names.asked.append(name)
        now = known.pop(0) if len(known) > 1 else known[0]
        records = [ipaddress.IPv4Address(address).packed for address in now]
    head = question[:2] + struct.pack(">HHHHH", 0x8580 if known else 0x8583, 1, len(records), 0, 0)
    body = b"".join(struct.pack(">HHHIH", 0xC00C, A, IN, 0, 4) + data for data in records)
    return head + question[12 : end + 4] + body


def _name(data: bytes, at: int) -> tuple[str, int]:
    labels = []
    while data[at]:
        labels.append(data[at + 1 : at + 1 + data[at]].decode("ascii").lower())
        at += 1 + data[at]
    return ".".join(labels), at + 1


def _ask(port: int, host: str) -> list[str]:
    labels = b"".join(bytes([len(label)]) + label.encode("ascii") for label in host.split("."))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(2)
        sock.sendto(
            struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + labels + struct.pack(">BHH", 0, A, IN), ("127.0.0.1", port)
        )
        data = sock.recv(2048)
    count, (_, end) = struct.unpack(">H", data[6:8])[0], _name(data, 12)
    at = end + 4
    return [str(ipaddress.IPv4Address(data[at + n * 16 + 12 : at + n * 16 + 16])) for n in range(count)]

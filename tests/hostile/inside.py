"""Runs in a network of its own (user, mount and network namespaces): the system's resolver asks our name server.

There, a public address is this machine too, so that a page can be fetched from it. Prints what happened as JSON.
"""

from __future__ import annotations

import fcntl
import json
import socket
import struct
import subprocess
import sys
from pathlib import Path

from pipeline.fetch.client import Client
from pipeline.model.errors import FetchError
from pipeline.model.source import Source
from tests.hostile.names import name_server
from tests.hostile.server import hostile_server

PUBLIC = "93.184.215.14"
SET_ADDRESS, SET_FLAGS, UP = 0x8916, 0x8914, 0x41


def _bring_up(device: str, address: str | None) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        if address is not None:
            name = struct.pack("16sHH4s8x", device.encode(), socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(sock, SET_ADDRESS, name)
        fcntl.ioctl(sock, SET_FLAGS, struct.pack("16sH22x", device.encode(), UP))


def _resolve_here(folder: Path) -> None:
    file = folder / "resolv.conf"
    file.write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    subprocess.run(["mount", "--bind", str(file), "/etc/resolv.conf"], check=True)


def _get(client: Client, source: Source, url: str) -> str:
    try:
        return client.get(url, source).body.decode()
    except FetchError as error:
        return f"{type(error).__name__}: {error.what}"


def main(folder: Path) -> None:
    _bring_up("lo", None)
    _bring_up("lo:1", PUBLIC)
    _resolve_here(folder)
    source = Source(id="x", name="x", home="http://rebind.test/", pace=0)
    with (
        name_server("127.0.0.1", 53) as names,
        hostile_server(host=PUBLIC, port=80) as outside,
        hostile_server(host="127.0.0.1", port=80) as inner,
        Client(user_agent="x", retries=0, backoff=0, connect_timeout=2) as client,
    ):
        names.answers = {"steady.test": [[PUBLIC]], "rebind.test": [[PUBLIC], [PUBLIC], ["127.0.0.1"]]}
        outside.page("/a", b"public")
        inner.page("/a", b"secret")
        steady = _get(client, source, "http://steady.test/a")
        first = _get(client, source, "http://rebind.test/a")
        second = _get(client, source, "http://rebind.test/a")
        found = {"steady": steady, "first": first, "second": second, "inner": len(inner.asked), "asked": names.asked}
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))

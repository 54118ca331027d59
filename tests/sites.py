"""Real servers on loopback for tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import uvicorn

from demo.app import build


@contextmanager
def demo_site(
    now: datetime,
    *,
    port: int = 0,
    slow_seconds: float = 0.05,
    per_day: int | None = None,
    asked: list[str] | None = None,
) -> Iterator[str]:
    """The demo site as it is at `now`, on a free port; its address without a slash at the end.

    The path of each request is added to `asked`.
    """
    site = build(now=now, slow_seconds=slow_seconds, articles_per_day=per_day)

    async def noted(scope: Any, receive: Any, send: Any) -> None:
        if asked is not None and scope["type"] == "http":
            asked.append(scope["path"])
        await site(scope, receive, send)

    config = uvicorn.Config(noted, host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert time.monotonic() < deadline, "the demo site did not start"
        assert thread.is_alive(), "the demo site stopped at once"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)

"""`python -m demo`: serves the demo news site."""

from __future__ import annotations

import argparse
from datetime import datetime

import uvicorn

from demo.app import build


def main() -> None:
    """Serves until stopped."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--now", type=datetime.fromisoformat, help="stop the clock at this ISO time (UTC)")
    parser.add_argument("--per-day", type=int, help="at least so many articles a day, for load tests")
    parser.add_argument("--slow-seconds", type=float, default=2.0, help="the delay of the slow article")
    options = parser.parse_args()
    site = build(options.now, slow_seconds=options.slow_seconds, articles_per_day=options.per_day)
    uvicorn.run(site, host=options.host, port=options.port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()

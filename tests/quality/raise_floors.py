"""Write the floors of the quality gate anew: python -m tests.quality.raise_floors [--lower WHY]

Without an option what got better is raised and nothing is lowered. With --lower what got worse
is lowered, and why is kept.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from tests.quality import floors
from tests.quality.labelled import measure


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", metavar="WHY", help="lower what fell, for this reason")
    why = parser.parse_args().lower
    figures = measure()
    saved = floors.load() if floors.PATH.exists() else {"floors": {}, "lowered": []}
    if why is not None:
        try:
            saved = floors.lowered(figures, saved, why, datetime.now(UTC).date())
        except ValueError as error:
            print(f"raise_floors: {error}", file=sys.stderr)
            return 1
    now = floors.raised(figures, saved["floors"])
    for kind, named in sorted(now.items()):
        before = saved["floors"].get(kind, {})
        for name, value in named.items():
            print(f"{kind} {name}: {value:g}{'' if before.get(name) == value else ' (new)'}")
    floors.save({**saved, "floors": now})
    below = floors.fallen(figures, now)
    for kind, name, floor, reached in below:
        print(f"{kind} {name} fell from {floor:g} to {reached}: mend it, or give --lower WHY", file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())

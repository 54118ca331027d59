"""What a hostile answer may cost: memory and time."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = 50_000_000
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@contextmanager
def bounded(seconds: float, memory: int = MEMORY, *, cpu: bool = False) -> Iterator[None]:
    """Fails where the block takes longer, or where more memory is added at its worst moment.

    Time is the clock's, as a deadline has it; with `cpu`, what this process worked, whatever else the machine does.

    On Linux the whole process is measured, libraries in C included; elsewhere what Python allocates.
    """
    gc.collect()
    resident = _peak_since_now()
    if resident is None:
        tracemalloc.start()
    clock = time.process_time if cpu else time.monotonic
    started = clock()
    try:
        yield
    finally:
        took = clock() - started
        if resident is None:
            more = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        else:
            more = _field("VmHWM") - resident
    assert took < seconds, f"it took {took:.1f} s, the limit is {seconds} s"
    assert more < memory, f"it took {more / 1e6:.0f} MB, the limit is {memory / 1e6:.0f} MB"


def _peak_since_now() -> int | None:
    """Bytes in use now, the peak reset to them; None where the system cannot say."""
    try:
        _RESET.write_text("5")
        return _field("VmRSS")
    except (OSError, ValueError):
        return None


def _field(name: str) -> int:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) * 1024

"""The parts, opened when a page first needs them and kept for the life of the process."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Lock, Thread

from pipeline.flow.review import warm
from pipeline.flow.workplace import Workplace, workplace


class SharedPlace:
    """Opens once. A store that is down, not set up or wrongly named costs this page only; the next one tries again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._opened: Workplace | None = None

    def __call__(self) -> Workplace:
        """Raises UsageError for wrong settings, StoreError for a store that cannot be used."""
        with self._lock:
            if self._opened is None:
                with ExitStack() as stack:
                    place = stack.enter_context(workplace())
                    place.store.check()
                    stack.pop_all()  # stays open: the process is its only owner
                self._opened = place
                Thread(target=warm, args=(place,), name="newsmend-warm", daemon=True).start()
            return self._opened

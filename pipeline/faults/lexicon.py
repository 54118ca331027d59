"""How common an English word is; the look-up is shared with the guard."""

from __future__ import annotations

from pipeline.text.frequency import frequencies, is_common, zipf

__all__ = ["frequencies", "is_common", "zipf"]

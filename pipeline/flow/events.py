"""What happens, as one JSON line an event on standard error, for machines that collect logs (NEWSMEND_LOG=json)."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime

from pipeline.settings import Settings
from pipeline.text.printable import printable

MOST = 2000  # characters of one value
_USER = re.compile(r"(?<=://)[^/@\s]*@")
_SECRET = re.compile(r"(?i)((?:token|key|secret|password|passwd|signature|sig|auth\w*)=)[^&\s#]+")
Value = str | int | float | bool | None


def note(settings: Settings, event: str, **fields: Value) -> None:
    """Writes the line; does nothing unless the settings ask for it. Whatever a field holds, it stays one line."""
    if settings.log != "json":
        return
    line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
    sys.stderr.write(json.dumps(line | {name: _safe(value) for name, value in fields.items()}) + "\n")


def masked(text: str) -> str:
    """Without passwords in addresses."""
    return _SECRET.sub(r"\1***", _USER.sub("***@", text))


def _safe(value: Value) -> Value:
    return printable(masked(value[:MOST])) if isinstance(value, str) else value

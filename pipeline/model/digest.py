"""One way to name things by their content."""

from __future__ import annotations

import hashlib


def digest(*parts: object) -> str:
    """SHA-256, in hex, of the parts; each is framed by its length, so that ("ab", "c") is not ("a", "bc")."""
    sha = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        sha.update(b"%d:" % len(data))
        sha.update(data)
    return sha.hexdigest()

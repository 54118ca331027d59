"""What went wrong while looking for articles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DiscoveryFailure:
    """A feed, sitemap or section that could not be read, or not to its end, and why."""

    where: str
    what: str

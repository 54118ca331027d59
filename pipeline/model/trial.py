"""What a lesson would change in the stored texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effect:
    """One place where the rulings differ. `was` and `now` are outcomes, empty where there is no such proposal.

    `context` is the text around the place, as it stands.
    """

    url: str
    part: str
    start: int
    before: str
    after: str | None
    was: str
    now: str
    rule: str
    confidence: float
    evidence: str
    context: str
    proposal: str


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of a test: counts of all effects, and the first ones of each sort, newest articles first.

    A conflict is an edit that would be applied although reviewers refused it before. `rules` is the fingerprint of the
    rules that were asked; `failures` are rules that raised.
    """

    texts: int
    rules: str
    new: Mapping[str, int]
    changed: Mapping[str, int]
    gone: Mapping[str, int]
    conflicts: int = 0
    effects: tuple[Effect, ...] = ()
    lost: tuple[Effect, ...] = ()
    conflicting: tuple[Effect, ...] = ()
    failures: tuple[str, ...] = ()

"""All that the embedded engine tells of one place."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.engines.protocol import Alarm


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """An alarm with the words that LanguageTool's protocol has beside it. Offsets are code points."""

    start: int
    end: int
    rule: str
    sub: str  # which of the rule's patterns; may be ""
    category: str
    category_name: str
    issue: str  # such as "misspelling" or "grammar"
    short: str
    message: str
    replacements: tuple[str, ...] = ()

    @property
    def alarm(self) -> Alarm:
        return Alarm(self.start, self.end, self.rule, self.category, self.message, self.replacements)

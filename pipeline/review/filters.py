"""What a reviewer wants to see, as it stands in the address of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from pipeline.model.errors import UsageError
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome
from pipeline.store.review_items import OPEN, STATES

ANY = "any"
DRAWN = "drawn"  # by lot, among what was applied unasked
DISAGREED, AGREED = "disagreed", "agreed"  # a second reviewer with the first
LONGEST = 300
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Filters:
    """Every field narrows; None or "" does not. Days are those of the article, both ends included."""

    source: str = ""
    rule: str = ""
    fault: str = ""
    outcome: str = ""
    state: str = OPEN
    low: float | None = None
    high: float | None = None
    since: date | None = None
    until: date | None = None
    run: str = ""
    reviewer: str = ""
    like: str = ""
    text: str = ""
    sample: str = ""
    second: str = ""

    def query(self, **more: str) -> dict[str, str]:
        """What is not the default, as text; `more` is added."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        kept = {name: str(value) for name, value in said.items() if value not in (None, "")}
        if self.state == OPEN:
            del kept["state"]
        return kept | more

    @property
    def narrowed(self) -> bool:
        """Whether anything but the default is asked for."""
        return bool(self.query())


def read(query: Mapping[str, str]) -> Filters:
    """The filters in an address; names that are none of ours are passed over.

    Raises:
        UsageError: a value makes no sense; the message names it.
    """
    asked = {name: query.get(name, "").strip() for name in (field.name for field in fields(Filters))}
    for name, value in asked.items():
        if len(value) > LONGEST or re.search("[\x00\ud800-\udfff]", value):
            raise _wrong(name, value, f"at most {LONGEST} readable characters")
    for name in ("run", "like"):
        if asked[name] and not _SHA.fullmatch(asked[name]):
            raise _wrong(name, asked[name], "64 hexadecimal digits, as a link on these pages gives them")
    return Filters(
        source=asked["source"],
        rule=asked["rule"],
        fault=_one_of("fault", asked["fault"], tuple(Fault)),
        outcome=_one_of("outcome", asked["outcome"], tuple(Outcome)),
        state=_one_of("state", asked["state"], (*STATES, ANY)) or OPEN,
        low=_share("low", asked["low"]),
        high=_share("high", asked["high"]),
        since=_day("since", asked["since"]),
        until=_day("until", asked["until"]),
        run=asked["run"],
        reviewer=asked["reviewer"],
        like=asked["like"],
        text=asked["text"],
        sample=_one_of("sample", asked["sample"], (DRAWN,)),
        second=_one_of("second", asked["second"], (DISAGREED, AGREED)),
    )


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value and value not in known:
        raise _wrong(name, value, f"one of {', '.join(known)}")
    return value


def _share(name: str, value: str) -> float | None:
    if not value:
        return None
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise _wrong(name, value, "a number from 0 to 1")
    return share


def _day(name: str, value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong(name, value, "a day such as 2026-11-23") from None


def _wrong(name: str, value: str, wanted: str) -> UsageError:
    return UsageError(
        f"{value[:60]!r} is not {wanted}", where=f"filter {name}", hint="Take the filter away, or mend it."
    )

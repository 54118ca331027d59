"""Pictures as numbers: where each bar and whisker of a small SVG stands. The templates only draw them.

Each picture shows one thing, so that no colour has to be told from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor, log10

WIDTH, HEIGHT = 320.0, 84.0  # of the drawing, without its labels
GAP = 0.25  # of a bar's place


@dataclass(frozen=True, slots=True)
class Bar:
    """`marked`: something is said of this day in words beside the picture."""

    x: float
    y: float
    width: float
    height: float
    says: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One series by day. `top` is what the upper edge stands for; `says` is the picture in words."""

    name: str
    total: str
    top: str
    first: str
    last: str
    bars: tuple[Bar, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Whisker:
    """A share with its interval, in hundredths of the scale's width; None where nothing was counted."""

    low: float | None
    at: float | None
    high: float | None


def panel(
    name: str,
    days: Sequence[date],
    values: Mapping[date, float],
    *,
    total: str = "",
    top: float | None = None,
    marked: Iterable[date] = (),
) -> Panel:
    """Bars for these days; a day without a value has none. `top` makes panels comparable; without, the greatest."""
    shown = {day: values[day] for day in days if day in values}
    greatest = max(shown.values(), default=0.0)
    edge, step, said = nice(top if top is not None else greatest), WIDTH / max(len(days), 1), set(marked)
    bars = tuple(
        Bar(
            round(n * step + step * GAP / 2, 2),
            round(HEIGHT - HEIGHT * shown[day] / edge, 2),
            round(step * (1 - GAP), 2),
            round(HEIGHT * shown[day] / edge, 2),
            f"{short(day)}: {figure(shown[day])}",
            day in said,
        )
        for n, day in enumerate(days)
        if shown.get(day)
    )
    peak = next((day for day in days if shown.get(day) == greatest), None) if greatest else None
    most = f"; most on {short(peak)}: {figure(greatest)}" if peak is not None else "; nothing"
    ends = (short(days[0]), short(days[-1])) if days else ("", "")
    return Panel(name, total or figure(sum(shown.values())), figure(edge), *ends, bars, f"{name} by day{most}")


def whisker(low: float | None, at: float | None, high: float | None, edge: float) -> Whisker:
    """On a scale from 0 to `edge`."""
    return Whisker(*(None if value is None else round(100 * min(value / edge, 1.0), 2) for value in (low, at, high)))


def nice(value: float) -> float:
    """The next of 1, 2, 5, 10, 20... (or 0.1, 0.2...) that is not smaller."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value * (1 - 1e-9))


def figure(value: float) -> str:
    """12,345 or 0.37: whole where it is large, else two digits that count."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def percent(value: float) -> str:
    """0.37 %, 4.2 %, 37 %: enough digits for small rates."""
    hundredths = value * 100
    if hundredths in (0.0, 100.0):
        return f"{hundredths:.0f} %"
    digits = max(0, min(3, 1 - floor(log10(hundredths)))) if hundredths < 10 else 0
    return f"{hundredths:.{digits}f} %"


def short(day: date) -> str:
    """3 Nov"""
    return f"{day.day} {day:%b}"


def upper(values: Iterable[float | None]) -> float:
    """The edge of a scale of shares that shows all of these, at most 1."""
    return min(1.0, nice(max((value for value in values if value is not None), default=0.0)))

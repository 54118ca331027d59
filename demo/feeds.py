"""What machines read: RSS, Atom, sitemaps, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from demo.editions import DAY, Story
from demo.library import Special
from demo.render import render

NEWEST = 30
SPARE = 5  # stories that no feed lists may be among the newest


@dataclass(frozen=True, slots=True)
class Entry:
    """One listed address."""

    url: str
    story: Story
    updated: datetime
    summary: str


def entries(stories: Iterable[Story], base: str, now: datetime) -> list[Entry]:
    """Every address of the stories; the PDF is in section pages only."""
    return [
        Entry(base + path, story, story.updated(now), story.paragraphs(now)[0])
        for story in stories
        if story.text.special is not Special.PDF
        for path in story.paths
    ]


def feed(template: str, stories: list[Story], base: str, now: datetime) -> str:
    """`rss.xml` or `atom.xml` of the newest stories."""
    newest = entries(stories[: NEWEST + SPARE], base, now)[:NEWEST]
    return render(template, base=base, entries=newest, updated=max((entry.updated for entry in newest), default=now))


def broken_feed(stories: list[Story], base: str, now: datetime) -> str:
    """The RSS feed as a failing server sends it: bare ampersands, an unclosed tag, and no end."""
    whole = feed("rss.xml", stories, base, now)
    torn = whole[: len(whole) * 3 // 5]
    return torn.replace("<description>", "<description>News & more &nbsp;<b>", 2)


def month_sitemap(stories: list[Story], month: str, base: str, now: datetime) -> str | None:
    """The sitemap of one month as YYYY-MM; None where nothing is listed for it."""
    chosen = [story for story in stories if f"{story.day:%Y-%m}" == month]
    return render("sitemap.xml", entries=entries(chosen, base, now)) if chosen else None


def news_sitemap(stories: list[Story], base: str, now: datetime) -> str:
    """The stories of the last two days, as Google News wants them."""
    recent = [story for story in stories if story.published > now - 2 * DAY]
    return render("sitemap-news.xml", entries=entries(recent, base, now))


def sitemap_index(stories: list[Story], base: str, now: datetime) -> str:
    """The news sitemap and the months, each with the time of its last change."""
    months: dict[str, datetime] = {}
    for story in stories:
        month = f"{story.day:%Y-%m}"
        months[month] = max(months.get(month, story.published), story.updated(now))
    return render("sitemap-index.xml", base=base, months=months)

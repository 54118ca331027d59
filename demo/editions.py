"""What was published on which date: a pure function of the date, so the past never changes as the clock moves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache

from demo.library import CYCLE, Special, Text, texts

DAY = timedelta(days=1)
DATED_PATH = re.compile(r"/(\d{4})/(\d{2})/(\d{2})/|/(\d{4})-(\d{2})-(\d{2})/|-(\d{4})(\d{2})(\d{2})\.")
SMALL_NUMBER = re.compile(r"(?<![\d.,])\d{2,3}(?![\d]|[.,]\d)")


@dataclass(frozen=True)
class Story:
    """A written article as published on one date; `copy` is 0, or the number of a copy made for load."""

    text: Text
    day: date
    at: time
    copy: int = 0

    @cached_property
    def published(self) -> datetime:
        return datetime.combine(self.day, self.at, UTC)

    @property
    def slug(self) -> str:
        return f"{self.text.slug}-{self.copy}" if self.copy else self.text.slug

    @property
    def title(self) -> str:
        return f"{self.text.title}: report {self.copy}" if self.copy else self.text.title

    @cached_property
    def path(self) -> str:
        if self.text.special is Special.PDF:
            return f"/files/{self.slug}-{self.day:%Y%m%d}.pdf"
        if self.text.look in {2, 3}:
            return f"/news/{self.slug}-{self.day:%Y%m%d}.html"
        if self.text.look == 5:
            return f"/story/{self.day:%Y-%m-%d}/{self.slug}/"
        return f"/{self.day:%Y/%m/%d}/{self.slug}"

    @property
    def paths(self) -> tuple[str, ...]:
        """Every address that the site lists for the story, the canonical one first."""
        if self.text.special is Special.ALIAS and not self.copy:
            return self.path, f"/edition/intl/{self.day:%Y/%m/%d}/{self.slug}"
        return (self.path,)

    def updated(self, now: datetime) -> datetime:
        """The time of the last change, as known at `now`."""
        corrected = self.text.correction is not None and now >= self.published + DAY
        return self.published + DAY if corrected else self.published

    def withdrawn(self, now: datetime) -> bool:
        """Whether the story was taken down."""
        return self.text.special is Special.WITHDRAWN and now >= self.published + DAY

    def paragraphs(self, now: datetime) -> tuple[str, ...]:
        """The text as it stands at `now`."""
        body = "\n".join(self.text.paragraphs)
        if self.copy:
            body = SMALL_NUMBER.sub(lambda number: str(int(number[0]) + self.copy), body)
        if self.text.correction is not None and self.updated(now) > self.published:
            body = body.replace(self.text.correction.before, self.text.correction.after)
        body = body.replace("{weekday}", f"{self.day:%A}")
        body = body.replace("{month}", f"{self.day + 40 * DAY:%B}")
        if self.copy:
            body += f"\nThis is report {self.copy} of the day; it reached the desk at {self.at:%H:%M}."
        return tuple(body.split("\n"))


def _copies(day: date, count: int) -> list[Story]:
    """`count` numbered stories spread over the day, with other numbers in their text."""
    ordinary = [text for text in texts() if text.special is None]
    stories = []
    for number in range(count):
        text = ordinary[(day.toordinal() + number) % len(ordinary)]
        minute = number * 24 * 60 // count
        stories.append(Story(text, day, time(minute // 60, minute % 60), number + 2))
    return stories


@lru_cache(maxsize=100)
def edition(day: date, articles_per_day: int | None = None) -> tuple[Story, ...]:
    """What is published on a date, newest first; never fewer stories than were written for it."""
    stories = [Story(text, day, text.time) for text in texts() if text.day == day.toordinal() % CYCLE]
    stories += _copies(day, max(0, (articles_per_day or 0) - len(stories)))
    return tuple(sorted(stories, key=lambda story: (story.published, story.slug), reverse=True))


@lru_cache(maxsize=100)
def _addresses(day: date, articles_per_day: int | None) -> dict[str, Story]:
    return {path: story for story in edition(day, articles_per_day) for path in story.paths}


def listed(now: datetime, articles_per_day: int | None = None) -> list[Story]:
    """The stories of the last 30 dates up to `now`, newest first."""
    days = (now.date() - back * DAY for back in range(CYCLE))
    return [story for day in days for story in edition(day, articles_per_day) if story.published <= now]


def find(path: str, now: datetime, articles_per_day: int | None = None) -> Story | None:
    """The story at an address; stories that are no longer listed stay reachable, future ones do not exist."""
    match = DATED_PATH.search(path)
    if match is None:
        return None
    try:
        day = date(*(int(part) for part in match.groups() if part is not None))
    except ValueError:
        return None
    if day.year < 2000:
        return None
    story = _addresses(day, articles_per_day).get(path)
    return story if story is not None and story.published <= now else None

"""Templates in, text out."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from functools import cache
from itertools import islice

from jinja2 import Environment, PackageLoader, StrictUndefined

from demo.editions import DAY, Story, edition
from demo.library import SECTIONS, Special

NAME = "The Meridian Wire"


def iso(moment: datetime) -> str:
    """2026-11-23T07:40:00Z"""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("demo"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"iso": iso, "rfc822": format_datetime}
    environment.globals |= {"site": NAME, "sections": SECTIONS}
    return environment


def render(template: str, **values: object) -> str:
    """One template with its values."""
    return _environment().get_template(template).render(**values)


def _related(story: Story) -> list[Story]:
    """Three earlier stories; they depend on the date alone, so that a page's ETag holds."""
    earlier = (other for back in range(4) for other in edition(story.day - back * DAY))
    return list(islice((other for other in earlier if other.published < story.published and other.text.is_article), 3))


def article_page(story: Story, base: str, now: datetime) -> str:
    """The HTML of a story in its look."""
    special = {Special.LOGIN: "login.html", Special.EMPTY: "empty.html"}
    default = f"look{story.text.look}.html"
    template = special.get(story.text.special, default) if story.text.special is not None else default
    return render(
        template,
        base=base,
        story=story,
        canonical=base + story.path,
        paragraphs=story.paragraphs(now),
        updated=story.updated(now),
        changed=story.updated(now) != story.published,
        related=_related(story),
        authors_ld=[{"@type": "Person", "name": name} for name in story.text.authors],
    )

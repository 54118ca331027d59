"""Which boxes of a page belong to the article, and which lines in it do not."""

from __future__ import annotations

import pytest

from pipeline.extract.page import extract
from tests.extract.support import BODY, document, page

MORE = tuple(
    f"In the {order} part of the plan, the quay is closed for {weeks} weeks, and the ships go to the outer harbour."
    for order, weeks in (("first", 3), ("second", 5), ("third", 8), ("fourth", 13), ("fifth", 21), ("sixth", 34))
)


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def texts(html: str) -> list[str]:
    return [paragraph.text for paragraph in extract(page(html)).paragraphs]


def around(body: str) -> str:
    """A page whose article is that."""
    return document().replace(f"<div>{paragraphs(*BODY)}</div>", body)


def test_boxes_called_like_the_one_with_most_text_are_body_too() -> None:
    widget = "<div class='story-widget text'><div class=wrap><div class=text>{}</div></div></div>"
    html = around(f"<div>{widget.format(paragraphs(*BODY))}{widget.format(paragraphs(*MORE))}</div>")
    assert texts(html) == [*BODY, *MORE]


def test_a_box_that_only_shares_the_suspect_name_stays_out() -> None:
    box = "<div class='story-widget text'>{}</div><div class='story-widget promo'>{}</div>"
    assert texts(around(f"<div>{box.format(paragraphs(*MORE), paragraphs(BODY[0]))}</div>")) == [*MORE]


def test_the_free_opening_of_a_metered_text_is_body() -> None:
    part = "<div class='x1 article-body'><p>{}</p></div>"
    opening, rest = ("".join(part.format(line) for line in lines) for lines in (BODY[:2], MORE))
    html = around(f"<div><div class=teaser-content>{opening}</div>{rest}</div>")
    assert texts(html) == [*BODY[:2], *MORE]


def test_a_lead_beside_the_entries_of_a_live_page_is_body() -> None:
    entries = "".join(f"<div class=entry>{paragraphs(line, line.upper())}</div>" for line in MORE)
    html = around(
        f"<div itemprop=articleBody><div class=lead-entry>{paragraphs(*BODY)}</div>"
        f"<div class=entries>{entries}</div></div>"
    )
    assert texts(html)[: len(BODY)] == [*BODY]


def test_a_standfirst_is_found_across_a_player() -> None:
    standfirst = "The council and the owners of nine ships meet again next week"
    player = "<div class=video-player>" + "<div>Loading</div>" * 15 + "</div>"
    assert texts(document(before=f"<p class=sub-title>{standfirst}</p>{player}")) == [standfirst, *BODY]


@pytest.mark.parametrize(
    "names", ["c-inlineSignup", "story-content__sign-in-group", "most-viewed", "NewsletterSignup__box"]
)
def test_a_box_that_asks_for_something_is_none(names: str) -> None:
    box = (
        f"<div class='{names}'><h2>All of it</h2><ul><li>Read stories from the coast, with one account.</li></ul></div>"
    )
    html = document().replace(f"<p>{BODY[1]}</p>", f"{box}<p>{BODY[1]}</p>")
    assert texts(html) == [*BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Create an account or sign in to continue with your reading experience.",
        "Already have an account? Sign in",
        "Get daily National news",
        "Get the latest updates in your inbox.",
        "Most read in Sailing",
        "2 minute readNovember 20, 20262:26 PM GMT+2Last Updated 9 min ago",
        "20.11.2026 - 18:50 UhrLesedauer: 4 Min.",
        "Stand: 20.11.2026, 06:00 Uhr",
        "The director looks at the closed quay of the eastern harbour (Image: Silva/Agency)",
        "The closed quay of the eastern harbour. Bildrechte: Agentur/Silva",
        "Auch interessant",
        "Czytaj więcej",
    ],
)
def test_a_line_around_the_text_is_none(line: str) -> None:
    assert texts(document().replace(f"<p>{BODY[1]}</p>", f"<p>{line}</p><p>{BODY[1]}</p>")) == [*BODY]


@pytest.mark.parametrize(
    "line",
    [
        "It took the crew 20 minutes to read the plan, and the vote was over at noon.",
        "Get the crews out of the eastern harbour before the storm, the director said.",
        "The stand opened at 6 a.m., the council (which met on Thursday) said.",
        "Most readers of the plan liked it, a poll found.",
        "She signed in at the gate (photo: required) and went on to the quay.",
    ],
)
def test_a_sentence_that_looks_like_one_stays(line: str) -> None:
    assert line in texts(document().replace(f"<p>{BODY[1]}</p>", f"<p>{line}</p><p>{BODY[1]}</p>"))

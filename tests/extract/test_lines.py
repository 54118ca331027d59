"""What a line holds beside its words: labels that nobody sees, controls, breaks."""

from __future__ import annotations

import pytest

from pipeline.extract.page import extract
from tests.extract.support import BODY, document, page


def first_line(line: str) -> str:
    return extract(page(document().replace(f"<p>{BODY[0]}</p>", f"<p>{line}</p>"))).paragraphs[0].text


@pytest.mark.parametrize(
    "label",
    [
        "<span class='sr-only'>about the port</span>",
        "<span class='note u-visually-hidden'>about the port</span>",
        "<span class=screen-reader-text>about the port</span>",
        "<span hidden>about the port</span>",
        "<span style='display: none'>about the port</span>",
        "<span style='clip:rect(0 0 0 0);position:absolute'>about the port</span>",
        "<i aria-hidden=true>open_in_new</i>",
        "<span class=x7>, opens new tab</span>",
        "<span class=x7>(öffnet im neuen Fenster)</span>",
    ],
)
def test_a_label_that_is_not_shown_is_no_text(label: str) -> None:
    found = first_line(f"The harbour council met on Thursday after <a href=/p>the report {label}</a>, officials said.")
    assert found == "The harbour council met on Thursday after the report, officials said."


def test_words_on_both_sides_of_a_cut_label_stay_apart() -> None:
    found = first_line("The harbour talks<span class=sr-only> – </span>went on until the evening, officials said.")
    assert found == "The harbour talks went on until the evening, officials said."


@pytest.mark.parametrize(
    "shown",
    [
        "<span aria-hidden=true>T</span>he",
        "<span aria-hidden=true>The</span><span class=sr-only>The</span>",
        "<span class='not-sr-only'>The</span>",
        "<span class='hidden md:inline'>The</span>",
    ],
)
def test_what_is_shown_stays(shown: str) -> None:
    assert first_line(f"{shown} harbour council met on Thursday, officials said.").startswith("The harbour council")


def test_a_long_text_that_scripts_would_show_stays() -> None:
    text = f"{BODY[0]} {BODY[1]} {BODY[3]}"
    assert first_line(f"<span style='visibility:hidden'>{text}</span>") == text


@pytest.mark.parametrize("control", ["<button class=add></button>", "<button>Follow</button>", "<label>Follow</label>"])
def test_a_control_does_not_part_a_sentence(control: str) -> None:
    found = first_line(f"The shares of <b>Harbour<span>{control}</span></b>, which is listed, fell on Thursday.")
    assert found == "The shares of Harbour, which is listed, fell on Thursday."


@pytest.mark.parametrize("mark", ["<br>", "<br/>", "<span class=br></span>", "<span class='part br'></span>"])
def test_a_line_break_parts_words(mark: str) -> None:
    assert first_line(f"The crew survives{mark}One of the ships, though, was lost.") == (
        "The crew survives One of the ships, though, was lost."
    )

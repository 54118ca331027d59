"""Pages that end before they end, and texts among teasers."""

from __future__ import annotations

import pytest

from pipeline.extract.markup import parse
from pipeline.extract.page import extract
from pipeline.extract.tree import remove
from pipeline.model.errors import NotAnArticle
from tests.extract.support import BODY, page

LONG = "".join(f"<p>On day {n} {BODY[0]} {BODY[1]}</p>" for n in range(1, 7))
TEASERS = "".join(
    f"<div><h3><a href='/s/{n}'>Headline {n} of today</a></h3><p>A teaser of story {n}.</p></div>" for n in range(9)
)


@pytest.mark.parametrize("end", ["</body></html>", "</BODY >", "</html>", "</body>\n</html>\n</html>"])
def test_text_after_the_end_of_the_page_is_read(end: str) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    after = f"<div class=story><h1>Harbour</h1>{story}</div></body></html>"
    body = f"<html><body><header><a href=/>Home</a></header>{end}{after}"
    assert [paragraph.text for paragraph in extract(page(body)).paragraphs] == list(BODY)


def test_a_long_text_beside_many_teasers_is_no_list() -> None:
    body = f"<html><body><main><h1>Harbour</h1><div>{LONG}</div></main><section>{TEASERS}</section></body></html>"
    assert len(extract(page(body)).text) > 750


def test_teasers_after_a_short_introduction_are_a_list() -> None:
    body = f"<html><body><main><h1>World</h1><p>{BODY[0]}</p>{TEASERS}</main></body></html>"
    with pytest.raises(NotAnArticle) as caught:
        extract(page(body))
    assert caught.value.reason == "list"


def test_a_menu_that_nobody_closed_does_not_hide_the_text() -> None:
    body = f"<html><body><nav><a href=/>Home</a><div class=page><h1>Harbour</h1>{LONG}</div></body></html>"
    assert len(extract(page(body)).text) > 750


def test_control_characters_after_an_element_do_not_stop_its_removal() -> None:
    root = parse("<p>a<b>x</b>\x19 tail</p>").root
    remove(root.find(".//b"))
    assert " ".join("".join(root.itertext()).split()) == "a tail"

"""A site's CSS selectors, answered by BeautifulSoup, as elements of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup

from pipeline.extract.markup import Markup, without
from pipeline.extract.tree import Element, markup
from pipeline.model.source import Selectors

_NUMBER = "data-newsmend"
_MOST = 20  # elements that a selector of metadata may find


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the selectors found, each element once, in document order; nothing where there are none."""

    title: tuple[Element, ...] = ()
    byline: tuple[Element, ...] = ()
    date: tuple[Element, ...] = ()
    body: tuple[Element, ...] = ()


def applied(page: Markup, selectors: Selectors) -> tuple[Markup, Chosen]:
    """The page without what `drop` names, and what the other selectors find on the rest."""
    if selectors == Selectors():
        return page, Chosen()
    page = without(page, _Finder(page).of(selectors.drop)) if selectors.drop else page
    finder = _Finder(page)
    metadata = (selectors.title, selectors.byline, selectors.date)
    title, byline, date = (tuple(finder.of(names)[:_MOST]) for names in metadata)
    return page, Chosen(title, byline, date, tuple(_outermost(finder.of(selectors.body))))


class _Finder:
    """A copy of the page for BeautifulSoup, in which each tag carries the number of its element."""

    def __init__(self, page: Markup) -> None:
        self._elements = list(page.root.iter())
        for number, element in enumerate(self._elements):
            element.set(_NUMBER, str(number))
        self._soup = BeautifulSoup(markup(page.root), "lxml", multi_valued_attributes=None)
        for element in self._elements:
            del element.attrib[_NUMBER]

    def of(self, selectors: Sequence[str]) -> list[Element]:
        """By selector in the order given, then in document order."""
        tags = [tag for selector in selectors for tag in self._soup.select(selector)]
        numbers = dict.fromkeys(int(str(tag[_NUMBER])) for tag in tags if tag.has_attr(_NUMBER))
        return [self._elements[number] for number in numbers]


def _outermost(elements: Sequence[Element]) -> list[Element]:
    """In document order, none inside another."""
    wanted = set(elements)
    outer = [element for element in elements if not any(around in wanted for around in element.iterancestors())]
    if len(outer) < 2:
        return outer
    order = {element: number for number, element in enumerate(outer[0].getroottree().iter())}
    return sorted(outer, key=lambda element: order[element])

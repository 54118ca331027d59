"""Small steps on a tree of lxml, where text after an element hangs on that element."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

Element: TypeAlias = Any  # lxml.etree._Element; lxml has no types
_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)  # libxml2 loses what follows, browsers show it

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # lxml reads them, and refuses to write them


def parsed(raw: bytes) -> Element:
    """The page's root element, without comments. Bytes are UTF-8; whatever they are, there is a root."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, recover=True)
    try:
        root = etree.fromstring(_END.sub(b" ", raw), parser) if raw.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return etree.Element("html")
    etree.strip_elements(root, "script", "style", "template", with_tail=False)  # those that nothing closed
    return root


def text(element: Element) -> str:
    """All text inside."""
    return "".join(element.itertext())


def first_text(root: Element, most: int) -> str:
    """The page's text up to so many characters, a space between its pieces."""
    found: list[str] = []
    size = 0
    for piece in root.itertext():
        found.append(piece)
        size += len(piece) + 1
        if size >= most:
            break
    return " ".join(found)[:most]


def before(element: Element) -> str:
    """The text right before an element, or the markup of the element there."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return (parent.text or "") if parent is not None else ""
    return previous.tail or markup(previous)


def markup(element: Element) -> str:
    """The element written out, without what follows it."""
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def outwards(element: Element) -> Iterator[Element]:
    """This one, then what it stands in."""
    yield element
    yield from element.iterancestors()


def remove(element: Element) -> None:
    """Takes the element out and leaves the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is None:
            parent.text = _UNFIT.sub(" ", (parent.text or "") + element.tail)
        else:
            previous.tail = _UNFIT.sub(" ", (previous.tail or "") + element.tail)
    parent.remove(element)


def deeper_than(root: Element, limit: int) -> bool:
    """Whether any element has more than so many around it."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False

"""Readers for what the site sends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from lxml import etree, html  # type: ignore[import-untyped, unused-ignore]
from starlette.testclient import TestClient

NOW = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)

Opener = Callable[[datetime], TestClient]


def xml(site: TestClient, path: str) -> etree._Element:
    """A well-formed XML answer."""
    response = site.get(path)
    assert response.status_code == 200
    assert "xml" in response.headers["content-type"]
    return etree.fromstring(response.content)


def page(site: TestClient, path: str) -> html.HtmlElement:
    """A parsed HTML answer."""
    response = site.get(path)
    assert response.status_code == 200
    return html.fromstring(response.content)


def values(element: etree._Element, path: str) -> list[str]:
    """The strings that an XPath finds."""
    found = element.xpath(path)
    assert isinstance(found, list)
    return [str(value) for value in found]


def month_locations(site: TestClient) -> list[str]:
    """Every address of the monthly sitemaps."""
    index = values(xml(site, "/sitemap.xml"), "//*[local-name()='loc']/text()")
    months = [url for url in index if not url.endswith("sitemap-news.xml")]
    return [url for month in months for url in values(xml(site, month), "//*[local-name()='loc']/text()")]

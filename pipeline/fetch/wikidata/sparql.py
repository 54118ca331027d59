"""The query service: a query in, rows out."""

from __future__ import annotations

from pipeline.fetch.wikidata.parse import Row, rows
from pipeline.fetch.wikidata.queries import Query
from pipeline.fetch.wikidata.service import KEPT, Wikidata
from pipeline.model.errors import Unreachable

ACCEPT = "application/sparql-results+json"
MOST = 8_000_000


def select(wikidata: Wikidata, query: Query) -> list[Row]:
    """The rows of a query.

    Raises:
        FetchError: no whole answer could be had, or it has fewer rows than it must.
    """
    params = {"query": query.text, "format": "json"}
    body = wikidata.ask(
        wikidata.services.sparql, params, accept=ACCEPT, most=MOST, check=lambda raw: _enough(raw, query)
    )
    return rows(body)


def _enough(body: bytes, query: Query) -> None:
    found = len(rows(body))
    if found < query.least:
        what = f"the query '{query.name}' gave {found} rows, {query.least} are the least that can be right"
        raise Unreachable(what, where="the query service", hint=KEPT)

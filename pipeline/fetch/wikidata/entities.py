"""The entity API: ids in, facts out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from pipeline.fetch.wikidata.parse import Facts, entities
from pipeline.fetch.wikidata.service import Wikidata

BATCH = 50  # the API's own limit
MOST = 40_000_000  # fifty people in high office have as many claims
ITEM = re.compile(r"Q[1-9]\d{0,11}")

Note = Callable[[str, int, int], None]


def fetch(
    wikidata: Wikidata, ids: Iterable[str], languages: Sequence[str], note: Note = lambda *_: None
) -> dict[str, Facts]:
    """What Wikidata says about each item, by the id that was asked for: a redirect answers for its target."""
    wanted = sorted({item for item in ids if ITEM.fullmatch(item)}, key=lambda item: int(item[1:]))
    found: dict[str, Facts] = {}
    for start in range(0, len(wanted), BATCH):
        note("details", start, len(wanted))
        found |= _batch(wikidata, wanted[start : start + BATCH], languages)
    note("details", len(wanted), len(wanted))
    return found


def _batch(wikidata: Wikidata, ids: Sequence[str], languages: Sequence[str]) -> dict[str, Facts]:
    asked = list(dict.fromkeys(["en", "mul", *languages]))
    params = {
        "action": "wbgetentities", "format": "json", "maxlag": "5", "ids": "|".join(ids),
        "props": "labels|aliases|descriptions|claims|sitelinks", "languages": "|".join(asked),
    }  # fmt: skip
    body = wikidata.ask(
        wikidata.services.api, params, accept="application/json", most=MOST, check=lambda raw: entities(raw, asked)
    )
    return entities(body, asked)

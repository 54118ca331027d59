"""Which articles need no mending: what stands was made of the same text by the same rules, decisions and names.

A mending is a pure function of these, so a day that is run again reads no text with the rules for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from pipeline.flow.fluency.in_use import witnesses
from pipeline.flow.inputs import context_of, inputs
from pipeline.flow.mend import code_version, rules_fingerprint
from pipeline.flow.names_in_use import names_version, rules_in_use
from pipeline.flow.standing import in_force
from pipeline.flow.workplace import Workplace
from pipeline.model.entity import Entity
from pipeline.repair.policy import Policy
from pipeline.store import decisions, documents, mendings, quarantine, runs
from pipeline.store.records import ArticleRow, DocumentRow
from pipeline.text.english import looks_english

STAGE = "mend"


def settled(place: Workplace, found: Sequence[ArticleRow], learned: tuple[Entity, ...]) -> set[str]:
    """The ids of the articles whose standing mendings would come out as they are, without engines and a model."""
    with place.store.read() as conn:
        texts: dict[str, list[DocumentRow]] = {article.id: [] for article in found}
        for text in documents.current(conn, texts):
            texts[text.article].append(text)
        wanted = _wanted(conn, place, found, texts, learned)
        run = runs.id_of(code_version(), rules_fingerprint(), Policy().to_json())
        done = mendings.exists(conn, run, wanted)
        waiting = {(row.source, row.url) for row in quarantine.open_rows(conn) if row.stage.startswith(STAGE)}
    return {
        article.id
        for article in found
        if (article.source, article.url) not in waiting and texts[article.id]
        if all(text.id in done for text in texts[article.id])
    }


def _wanted(
    conn: Connection,
    place: Workplace,
    found: Sequence[ArticleRow],
    texts: Mapping[str, Sequence[DocumentRow]],
    learned: tuple[Entity, ...],
) -> dict[str, str]:
    """What the mending of each text must have been made of, with the decisions on what it proposes."""
    standing = mendings.latest(conn, [text.id for mine in texts.values() for text in mine])
    said = decisions.of_mendings(conn, [mending.id for mending in standing.values()])
    names, called = names_version(place.settings.gazetteer), witnesses(place.settings).said
    by = mendings.rules_of(conn, [mending.id for mending in standing.values()])
    policy, wanted = in_force(conn), {}
    for article in found:
        english = all(looks_english(text.text) for text in texts[article.id])
        asked = rules_in_use(place.settings.gazetteer, learned) if english else ()
        context = context_of(place, article, texts[article.id])
        for text in texts[article.id]:
            spoken = said.get(standing[text.id].id, []) if text.id in standing else []
            mine = policy.of_rules(by.get(standing[text.id].id, ()) if text.id in standing else ())
            wanted[text.id] = inputs(context, spoken, asked, learned, names, "", "", called, mine)
    return wanted

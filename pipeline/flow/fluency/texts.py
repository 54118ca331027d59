"""The texts that a deployment may learn from: what people wrote, and what reviewers accepted in every part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Decision, latest
from pipeline.model.ruling import Outcome, Ruling
from pipeline.store import articles, copies, decisions, documents, mendings, quarantine
from pipeline.store.records import LIVE, ArticleRow
from pipeline.store.statements import chunks
from pipeline.text.english import looks_english

HUMAN = "no"  # what a source file says under `translated` where people wrote the text
TO_DECIDE = frozenset({Outcome.APPLY, Outcome.HOLD, Outcome.FLAG, Outcome.REJECTED})


def accepted_texts(place: Workplace) -> Iterator[str]:
    """Clean texts, sorted by source and address. Left out: withdrawn, copied, quarantined and refused ones."""
    with place.store.read() as conn:
        waiting = {(row.source, row.url) for row in quarantine.open_rows(conn)}
        ids = [a.id for a in articles.all_articles(conn) if a.state == LIVE and (a.source, a.url) not in waiting]
        for some in chunks(ids):
            copied = copies.originals(conn, some)
            known = {article.id: article for article in articles.get(conn, some)}
            yield from _of(conn, place, {id: known[id] for id in some if copied.get(id, id) == id})


def is_accepted(rulings: Sequence[Ruling], said: Mapping[str, Decision]) -> bool:
    """Whether a person decided every correction, and there was at least one; one that the guard refused spoils all."""
    if any(ruling.outcome == Outcome.REFUSED for ruling in rulings):
        return False
    asked = [ruling.proposal.id for ruling in rulings if ruling.outcome in TO_DECIDE]
    return bool(asked) and all(proposal in said for proposal in asked)


def _of(conn: Connection, place: Workplace, found: Mapping[str, ArticleRow]) -> Iterator[str]:
    texts = documents.current(conn, found)
    mended = mendings.latest(conn, [text.id for text in texts])
    order = {id: n for n, id in enumerate(found)}
    for text in sorted(texts, key=lambda one: (order[one.article], one.part)):
        mending, source = mended.get(text.id), place.sources.get(found[text.article].source)
        human = source is not None and source.translated == HUMAN
        if mending is None:
            clean = text.text if human else ""
        else:
            rulings = mendings.rulings(conn, mending.id)
            said = latest(decisions.for_proposals(conn, [ruling.proposal.id for ruling in rulings]))
            refused = any(ruling.outcome == Outcome.REFUSED for ruling in rulings)
            clean = mending.clean_text if is_accepted(rulings, said) or (human and not refused) else ""
        if clean and looks_english(clean):
            yield clean

"""An article as a reviewer reads it: the texts, what was corrected, by whom, and what else is known of each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from pipeline.model.decision import Decision
from pipeline.model.errors import NotFound
from pipeline.model.ruling import Ruling
from pipeline.review import queue
from pipeline.review.queue import Item
from pipeline.review.segments import Segment, paragraphs, shown
from pipeline.store import articles, claims, decisions, documents, mendings, second_opinions
from pipeline.store.claims import Claim
from pipeline.store.records import ArticleRow, DocumentRow
from pipeline.store.second_opinions import Second


@dataclass(frozen=True, slots=True)
class Edit:
    """One ruling with its row in the queue and all that people said of it, oldest first."""

    ruling: Ruling
    item: Item
    history: tuple[Decision, ...]
    second: Second | None = None  # what a second reviewer said, blind


@dataclass(frozen=True, slots=True)
class Part:
    """A title or a body. `edits` are all rulings by proposal; `beside` are those whose place another one has."""

    document: DocumentRow
    clean: str
    paragraphs: tuple[tuple[Segment, ...], ...]
    edits: dict[str, Edit]
    beside: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Title first, then the body; parts that are not there are left out."""

    article: ArticleRow
    parts: tuple[Part, ...]
    claim: Claim | None

    @property
    def edits(self) -> list[Edit]:
        """Every edit, in the order of the text."""
        return [edit for part in self.parts for edit in part.edits.values()]

    @property
    def title(self) -> str:
        """The clean title, or the one that the page gave."""
        return next((part.clean for part in self.parts if part.document.part == "title"), self.article.title)


def view(conn: Connection, article_id: str, now: datetime) -> ArticleView:
    """The article as it stands.

    Raises:
        NotFound: there is no such article.
    """
    found = articles.get(conn, [article_id])
    if not found:
        raise NotFound("no such article", where=f"article {article_id[:12]}", hint="It may be in another store.")
    texts = sorted(documents.current(conn, [article_id]), key=lambda text: text.part != "title")
    standing = mendings.latest(conn, [text.id for text in texts])
    rulings = {text.id: mendings.rulings(conn, standing[text.id].id) for text in texts if text.id in standing}
    said: dict[str, list[Decision]] = {}
    for decision in decisions.for_proposals(conn, {r.proposal.id for of in rulings.values() for r in of}):
        said.setdefault(decision.proposal, []).append(decision)
    items = queue.of_article(conn, article_id)
    seconds = second_opinions.get(conn, said)
    parts = tuple(
        _part(
            text,
            standing[text.id].clean_text if text.id in standing else text.text,
            rulings.get(text.id, []),
            items,
            said,
            seconds,
        )
        for text in texts
    )
    return ArticleView(found[0], parts, claims.held(conn, [article_id], now).get(article_id))


def _part(
    text: DocumentRow,
    clean: str,
    rulings: Sequence[Ruling],
    items: dict[tuple[str, str], Item],
    said: dict[str, list[Decision]],
    seconds: dict[str, Second],
) -> Part:
    inline, beside = shown(rulings)
    edits = {
        ruling.proposal.id: Edit(
            ruling,
            items[text.id, ruling.proposal.id],
            tuple(said.get(ruling.proposal.id, ())),
            seconds.get(ruling.proposal.id),
        )
        for ruling in (*inline, *beside)
        if (text.id, ruling.proposal.id) in items
    }
    inline = [ruling for ruling in inline if ruling.proposal.id in edits]
    order = sorted(edits.values(), key=lambda edit: edit.ruling.proposal.anchor.start)
    return Part(
        text,
        clean,
        tuple(tuple(segments) for segments in paragraphs(text.text, inline)),
        {edit.ruling.proposal.id: edit for edit in order},
        tuple(edits[ruling.proposal.id] for ruling in beside if ruling.proposal.id in edits),
    )

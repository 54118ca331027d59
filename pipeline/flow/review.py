"""What reviewers do. Invariant: a decision and the text that follows from it are one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import Connection

from pipeline.extract.charset import decode
from pipeline.faults.rule import Context
from pipeline.fetch import warc
from pipeline.flow.gazetteer.learned import published_entities
from pipeline.flow.inputs import context_of
from pipeline.flow.mend import propose
from pipeline.flow.mend_stored import Draft, prepare, rules_for, write
from pipeline.flow.names_in_use import rules_in_use
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Document
from pipeline.model.errors import Conflict, NewsmendError, NotFound, UsageError
from pipeline.review import article, decide, queue
from pipeline.review.article import ArticleView
from pipeline.review.decide import LEASE, Answer, Mark
from pipeline.review.filters import Filters
from pipeline.review.queue import Choices, Item, Page
from pipeline.store import articles, batches, chain, claims, decisions, documents, markings, pages
from pipeline.store.claims import Claim
from pipeline.store.records import DocumentRow


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue, and what can be chosen. `today` is how many this person decided today (UTC)."""

    page: Page
    choices: Choices
    today: int


def read_queue(place: Workplace, filters: Filters, actor: str, after: str = "") -> QueuePage:
    """Raises UsageError where `after` is no place in the queue."""
    moment = now()
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    with place.store.read() as conn:
        found = queue.page(conn, filters, moment, after)
        return QueuePage(found, queue.choices(conn), queue.decided_since(conn, actor, midnight))


def read_items(place: Workplace, filters: Filters, after: str = "", size: int = queue.PAGE) -> Page:
    """Raises UsageError where `after` is no place in the queue."""
    with place.store.read() as conn:
        return queue.page(conn, filters, now(), after, size)


def read_places(place: Workplace, proposal: str) -> list[Item]:
    """Every row of this proposal as it is now."""
    with place.store.read() as conn:
        return queue.find(conn, proposal, now())


def read_article(place: Workplace, article_id: str) -> ArticleView:
    """Raises NotFound where there is no such article."""
    with place.store.read() as conn:
        return article.view(conn, article_id, now())


def next_article(place: Workplace, filters: Filters, after: str, article_id: str) -> Item | None:
    """The next item in the queue that is of another article and free, or None at the end."""
    with place.store.read() as conn:
        rows = queue.page(conn, filters, now(), after).items
    return next((row for row in rows if row.article != article_id and row.claim is None), None)


def read_item(place: Workplace, proposal: str, document: str = "") -> Item | None:
    """The row of this proposal as it is now, in this document before others; None where it stands nowhere."""
    with place.store.read() as conn:
        found = queue.find(conn, proposal, now())
    return next((item for item in found if item.document == document), found[0] if found else None)


def raw_page(place: Workplace, article_id: str) -> str:
    """The stored page of an article, decoded, as hostile as it came.

    Raises:
        NotFound: there is no such article.
        StoreError: the archive does not have it.
    """
    with place.store.read() as conn:
        found = articles.get(conn, [article_id])
        if not found:
            raise NotFound("no such article", where=f"article {article_id[:12]}")
        texts = documents.current(conn, [article_id])
        body = next((text.page for text in texts if text.part == "body"), found[0].page)
        path = pages.get(conn, body).path
    page = warc.decode(place.archive.get(path))
    return decode(page.body, page.content_type)


def say(place: Workplace, answer: Answer, actor: str, *, batch: str | None = None) -> list[Item]:
    """Writes a decision and mends every text that it is about; the rows as they are then. `batch`: the act it is of.

    Raises:
        NotFound, Conflict, UsageError: see `pipeline.review.decide.decision`; nothing is written.
    """
    with place.store.read() as conn:
        items = queue.find(conn, answer.proposal, now())
        decide.decision(answer, items, actor, now())  # refused before anything is read with the rules
    drafts = [_draft(place, item.document) for item in items]
    with place.store.begin() as conn:
        _lock(conn, drafts)
        _must_stand(conn, drafts)
        said = decide.decision(answer, queue.find(conn, answer.proposal, now()), actor, now())
        decisions.add(conn, [said])
        if batch is not None:
            batches.note(conn, batch, answer.proposal)
        for draft in drafts:
            write(place, conn, draft)
        return queue.find(conn, answer.proposal, now())


def mark(place: Workplace, asked: Mark, actor: str) -> Item:
    """A person's own correction: a proposal, its acceptance and the mended text in one transaction.

    Raises:
        NotFound, Conflict, UsageError: the text is not there or changed, somebody has the article, the mark is wrong.
    """
    draft = _draft(place, asked.document)
    proposal = decide.marked(asked, Document(draft.article.url, draft.text.text), actor)
    with place.store.begin() as conn:
        _lock(conn, [draft])
        _must_stand(conn, [draft])
        held = claims.held(conn, [draft.article.id], now()).get(draft.article.id)
        if held is not None and held.actor != actor:
            raise Conflict(f"{held.actor} has this article until {held.until:%H:%M} UTC", hint="Take another one.")
        markings.add(conn, proposal, actor, now())
        known = decisions.for_proposals(conn, [proposal.id])
        if known and known[-1].verdict is Verdict.ACCEPT:
            raise Conflict(f"{known[-1].actor} marked the same here", hint="Read the article again.")
        decisions.add(conn, [Decision(proposal.id, Verdict.ACCEPT, actor, now(), None, decide.plain_note(asked.note))])
        write(place, conn, draft)
        found = queue.find(conn, proposal.id, now())
    return next(item for item in found if item.document == draft.text.id)


def claim(place: Workplace, article_id: str, actor: str) -> Claim:
    """This person's claim for ten minutes more, or the claim of the one who has it.

    Raises:
        NotFound: there is no such article.
    """
    moment = now()
    with place.store.begin() as conn:
        if not articles.get(conn, [article_id]):
            raise NotFound("no such article", where=f"article {article_id[:12]}")
        return claims.take(conn, Claim(article_id, actor, moment + LEASE), moment)


def release(place: Workplace, article_id: str, actor: str) -> None:
    """Gives the article back; nothing happens where somebody else has it."""
    with place.store.begin() as conn:
        claims.release(conn, article_id, actor)


def warm(place: Workplace) -> None:
    """Loads the rules ahead of time, so that the first decision is as quick as the others. Never raises ours."""
    with suppress(NewsmendError):
        asked = rules_in_use(place.settings.gazetteer, published_entities(place))
        propose(Document("", "The minister spoke to Reuters on Monday."), Context(), asked)


def place_of(text: str, quote: str, number: int = 1) -> tuple[int, int]:
    """Where the quote stands for the n-th time in the text.

    Raises:
        UsageError: it does not.
    """
    at, found = -1, 0
    while quote and found < number:
        at = text.find(quote, at + 1)
        if at < 0:
            break
        found += 1
    if not quote or found < number or number < 1:
        raise UsageError(
            f"{quote[:60]!r} does not stand there {number} time(s)", hint="Copy it from the extracted text."
        )
    return at, at + len(quote)


def document_text(place: Workplace, document: str) -> DocumentRow:
    """Raises NotFound where there is no such text."""
    with place.store.read() as conn:
        found = documents.get(conn, [document])
    if not found:
        raise NotFound("no such text", where=f"document {document[:12]}")
    return found[0]


def _draft(place: Workplace, document: str) -> Draft:
    """What the rules say of a standing text now."""
    learned = published_entities(place)
    with place.store.read() as conn:
        found = documents.get(conn, [document])
        if not found:
            raise NotFound("no such text", where=f"document {document[:12]}")
        owner = articles.get(conn, [found[0].article])[0]
        texts = documents.current(conn, [owner.id])
    asked, context = rules_for(place, texts, learned), context_of(place, owner, texts)
    return prepare(place, owner, found[0], context, asked, learned)


def _lock(conn: Connection, drafts: Sequence[Draft]) -> None:
    """Nobody else writes into these logs before the transaction ends; always in the same order."""
    for source in sorted({draft.article.source for draft in drafts}):
        chain.lock(conn, source)


def _must_stand(conn: Connection, drafts: Sequence[Draft]) -> None:
    standing = {text.id for text in documents.current(conn, {draft.article.id for draft in drafts})}
    if any(draft.text.id not in standing for draft in drafts):
        raise Conflict("the article has a newer text", hint="Read it again: its corrections may be others.")

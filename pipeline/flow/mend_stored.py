"""Mending what is stored. Invariant: a mending is added only whole, and the same one is never added twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Rule
from pipeline.flow.mend import code_version, decide, propose, rules_fingerprint
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import latest
from pipeline.model.digest import digest
from pipeline.model.document import Document
from pipeline.model.errors import NewsmendError, RuleFailure
from pipeline.repair.policy import Policy
from pipeline.store import articles, decisions, documents, mendings, quarantine, runs
from pipeline.store.records import ArticleRow, DocumentRow
from pipeline.text.english import looks_english

STAGE = "mend"


@dataclass(frozen=True, slots=True)
class Changed:
    """How many articles were looked at, and how many texts got a new mending."""

    articles: int
    changed: int


def mend_articles(place: Workplace, ids: Sequence[str], progress: object = None) -> Changed:
    """Mends the standing texts of these articles, one transaction each."""
    with place.store.read() as conn:
        found = articles.get(conn, ids)
    changed = 0
    for done, article in enumerate(found, 1):
        changed += _mend_article(place, article)
        if callable(progress):
            progress("mended", done, len(found))
    return Changed(len(found), changed)


def _mend_article(place: Workplace, article: ArticleRow) -> int:
    with place.store.read() as conn:
        texts = documents.current(conn, [article.id])
    english = all(looks_english(text.text) for text in texts)  # a title follows its body
    return sum(_mend_document(place, article, text, rules() if english else ()) for text in texts)


def _mend_document(place: Workplace, article: ArticleRow, text: DocumentRow, asked: Sequence[Rule]) -> int:
    document, policy = Document(article.url, text.text), Policy()
    known = place.sources.get(article.source)
    context = Context(
        published=article.published.date() if article.published else article.day,
        source=article.source,
        style=known.style if known is not None else {},
    )
    proposals, failures = propose(document, context, asked)
    with place.store.begin() as conn:
        said = decisions.for_proposals(conn, [proposal.id for proposal in proposals])
        sha = digest(*(f"{d.proposal} {d.verdict} {d.actor} {d.at.isoformat()} {d.replacement!r}" for d in said))
        run = runs.ensure(conn, code_version(), rules_fingerprint(), policy.to_json(), now())
        try:
            clean, rulings = decide(document, proposals, latest(said), policy)
        except NewsmendError as error:  # a text that we cannot mend is kept as it is
            failures.append(RuleFailure(error.what, where=article.url, hint="The text is stored unmended."))
            clean, rulings = document.text, ()
        added = mendings.add(
            conn,
            source=article.source,
            run=run,
            document=text,
            decisions_sha=sha,
            clean_text=clean,
            rulings=rulings,
            at=now(),
        )
        for failure in failures if added else ():
            quarantine.add(
                conn,
                source=article.source,
                url=article.url,
                day=article.day,
                stage=f"{STAGE} {failure.where.split(' ')[0]}",
                error=failure.what,
                hint=failure.hint,
                at=now(),
            )
    return int(added)

"""Mending what is stored. Invariant: a mending is added only whole, and the same one is never added twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from pipeline.faults.rule import Context, Rule
from pipeline.flow.engines import engines_in_use, listen
from pipeline.flow.gazetteer.learned import fingerprint, published_entities
from pipeline.flow.mend import code_version, decide, propose, rules_fingerprint, second_look
from pipeline.flow.model_backend import advise
from pipeline.flow.names_in_use import names_version, rules_in_use
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Decision, latest
from pipeline.model.digest import digest
from pipeline.model.document import Document
from pipeline.model.entity import Entity
from pipeline.model.errors import StoreError
from pipeline.repair.policy import Policy
from pipeline.store import articles, decisions, documents, mendings, quarantine, runs
from pipeline.store.columns import Unstorable
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
    learned = published_entities(place)
    with place.store.read() as conn:
        found = articles.get(conn, ids)
    changed = 0
    for done, article in enumerate(found, 1):
        changed += _mend_article(place, article, learned)
        if callable(progress):
            progress("mended", done, len(found))
    return Changed(len(found), changed)


def _mend_article(place: Workplace, article: ArticleRow, learned: tuple[Entity, ...]) -> int:
    try:
        with place.store.read() as conn:
            texts = documents.current(conn, [article.id])
        english = all(looks_english(text.text) for text in texts)  # a title follows its body
        asked = rules_in_use(place.settings.gazetteer, learned) if english else ()
        return sum(_mend_document(place, article, text, asked, learned) for text in texts)
    except Unstorable as error:
        return _set_aside(place, article, error)
    except StoreError:
        raise  # a lost database is no fault of the article
    except Exception as error:  # an article that finds a fault of ours must not cost the rest of its batch
        return _set_aside(place, article, error)


def _mend_document(
    place: Workplace, article: ArticleRow, text: DocumentRow, asked: Sequence[Rule], learned: tuple[Entity, ...]
) -> int:
    document, policy, context = Document(article.url, text.text), Policy(), context_of(place, article)
    found, failures = propose(document, context, asked)
    heard = listen(document, engines_in_use(place.settings) if asked else ())
    advice = advise(document, [*found, *heard.proposals], policy, place.settings)
    proposals = advice.proposals
    with place.store.begin() as conn:
        said = decisions.for_proposals(conn, [proposal.id for proposal in proposals])
        clean, rulings = decide(document, proposals, latest(said), policy, second_look(context, asked, policy))
        added = mendings.add(
            conn,
            source=article.source,
            run=runs.ensure(conn, code_version(), rules_fingerprint(heard.said), policy.to_json(), now()),
            document=text,
            decisions_sha=_inputs(
                context, said, asked, learned, names_version(place.settings.gazetteer), advice.said, heard.said
            ),
            clean_text=clean,
            rulings=rulings,
            at=now(),
        )
        if not failures:
            quarantine.resolve(conn, article.source, article.url, article.day, now(), stage=STAGE)
        for failure in failures if added else ():
            _note(conn, article, f"{STAGE} {failure.where.split(' ')[0]}", failure.what)
    return int(added)


def context_of(place: Workplace, article: ArticleRow) -> Context:
    """What is known of a stored article beside its text."""
    known = place.sources.get(article.source)
    return Context(
        published=article.published.date() if article.published is not None else article.day,
        source=article.source,
        style={**place.settings.style, **(known.style if known is not None else {})},
    )


def _inputs(
    context: Context,
    said: Sequence[Decision],
    asked: Sequence[Rule],
    learned: tuple[Entity, ...],
    names: str,
    model: str,
    engines: str,
) -> str:
    """Names what the rulings depend on beside text, rules and policy: decisions, date, style, language, lessons, names.

    The answers of a model and the engines that answered, too. Without lessons, refreshed names, a model and engines it
    is what it was before there were any, so that an old store stays as it is.
    """
    spoken = [f"{d.proposal} {d.verdict} {d.actor} {d.at.isoformat()} {d.replacement!r}" for d in said]
    taught = [f"taught {fingerprint(learned)}"] if learned and asked else []
    taught += [f"names {names}"] if names and asked else []
    taught += [f"model {model}"] if model else []
    taught += [f"engines {engines}"] if engines else []
    return digest(context.published, context.source, sorted(context.style.items()), bool(asked), *spoken, *taught)


def _set_aside(place: Workplace, article: ArticleRow, error: Exception) -> int:
    with place.store.begin() as conn:
        _note(conn, article, STAGE, f"{type(error).__name__}: {error}")
    return 0


def _note(conn: Connection, article: ArticleRow, stage: str, error: str) -> None:
    hint = "The text is stored. Report this: it is a fault of ours; it is mended when its day is mended again."
    source, url, day = article.source, article.url, article.day
    quarantine.add(conn, source=source, url=url, day=day, stage=stage, error=error, hint=hint, at=now())

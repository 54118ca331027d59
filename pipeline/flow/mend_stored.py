"""Mending what is stored. Invariant: a mending is added only whole, and the same one is never added twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from pipeline.faults.rule import Context, Rule
from pipeline.flow.engines import engines_in_use, listen
from pipeline.flow.fluency.in_use import witnesses
from pipeline.flow.gazetteer.learned import published_entities
from pipeline.flow.inputs import context_of, inputs
from pipeline.flow.measures import count
from pipeline.flow.mend import code_version, decide, rules_fingerprint, second_look
from pipeline.flow.model_backend import advise
from pipeline.flow.names_in_use import names_version, rules_in_use
from pipeline.flow.propose_once import propose_once
from pipeline.flow.settled import settled
from pipeline.flow.standing import in_force
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import latest
from pipeline.model.document import Document
from pipeline.model.entity import Entity
from pipeline.model.errors import RuleFailure, StoreError
from pipeline.model.faultpoint import reached
from pipeline.model.proposal import Proposal
from pipeline.model.ruling import Ruling
from pipeline.repair.policy import Policy
from pipeline.store import articles, chain, decisions, documents, markings, mendings, quarantine, runs, samples
from pipeline.store.columns import Unstorable
from pipeline.store.records import ArticleRow, DocumentRow
from pipeline.store.rulings import order
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
    asks = place.settings.model is not None or engines_in_use(place.settings)  # their answers are known only by asking
    done_before = set() if asks else settled(place, found, learned)
    changed = 0
    for done, article in enumerate(found, 1):
        changed += 0 if article.id in done_before else _mend_article(place, article, learned)
        if callable(progress):
            progress("mended", done, len(found))
    return Changed(len(found), changed)


def _mend_article(place: Workplace, article: ArticleRow, learned: tuple[Entity, ...]) -> int:
    try:
        with place.store.read() as conn:
            texts = documents.current(conn, [article.id])
        asked = rules_for(place, texts, learned)
        context = context_of(place, article, texts)
        return sum(_mend_document(place, article, text, context, asked, learned) for text in texts)
    except Unstorable as error:
        return _set_aside(place, article, error)
    except StoreError:
        raise  # a lost database is no fault of the article
    except Exception as error:  # an article that finds a fault of ours must not cost the rest of its batch
        return _set_aside(place, article, error)


def _mend_document(
    place: Workplace,
    article: ArticleRow,
    text: DocumentRow,
    context: Context,
    asked: Sequence[Rule],
    learned: tuple[Entity, ...],
) -> int:
    draft = prepare(place, article, text, context, asked, learned)
    with place.store.begin() as conn:
        added = write(place, conn, draft)
        reached("mending")
    reached("mended")
    return int(added)


@dataclass(frozen=True, slots=True)
class Draft:
    """What the rules, the engines and the model say of a text, before reviewers are heard."""

    article: ArticleRow
    text: DocumentRow
    context: Context
    asked: Sequence[Rule]
    learned: tuple[Entity, ...]
    proposals: Sequence[Proposal]
    failures: Sequence[RuleFailure]
    advised: str
    heard: str


def rules_for(place: Workplace, texts: Sequence[DocumentRow], learned: tuple[Entity, ...]) -> Sequence[Rule]:
    """The rules for the texts of one article; none where one of them is not English: a title follows its body."""
    english = all(looks_english(text.text) for text in texts)
    return rules_in_use(place.settings.gazetteer, learned) if english else ()


def prepare(
    place: Workplace,
    article: ArticleRow,
    text: DocumentRow,
    context: Context,
    asked: Sequence[Rule],
    learned: tuple[Entity, ...],
) -> Draft:
    """Reads the text with everything that proposes; no transaction is open meanwhile."""
    document = Document(article.url, text.text)
    found, failures = propose_once(document, context, asked)
    heard = listen(document, engines_in_use(place.settings) if asked else ())
    advice = advise(document, [*found, *heard.proposals], Policy(), place.settings)
    return Draft(article, text, context, asked, learned, advice.proposals, failures, advice.said, heard.said)


def write(place: Workplace, conn: Connection, draft: Draft) -> bool:
    """Rules on the proposals and on what people marked, under the decisions of this moment; False where it is there."""
    article, context = draft.article, draft.context
    chain.lock(conn, article.source)  # no decision comes between reading them and what is made of them
    proposals = [*draft.proposals, *markings.standing(conn, draft.text.text_sha)]
    said = decisions.for_proposals(conn, [proposal.id for proposal in proposals])
    document, called = Document(article.url, draft.text.text), witnesses(place.settings)
    policy = in_force(conn).of_rules({proposal.rule for proposal in proposals})
    again = second_look(context, draft.asked, policy, called)
    clean, rulings = decide(document, proposals, latest(said), policy, again, called)
    names = names_version(place.settings.gazetteer)
    samples.draw(conn, article.source, article.day, rulings, place.settings.sample, now())
    run = runs.ensure(conn, code_version(), rules_fingerprint(draft.heard), Policy().to_json(), now())
    heard = draft.advised, draft.heard, called.said
    made_of = inputs(context, said, draft.asked, draft.learned, names, *heard, policy)
    added = not _stands(conn, draft.text.id, run, made_of, clean, rulings) and mendings.add(
        conn,
        source=article.source,
        run=run,
        document=draft.text,
        decisions_sha=made_of,
        clean_text=clean,
        rulings=rulings,
        at=now(),
    )
    if not draft.failures:
        quarantine.resolve(conn, article.source, article.url, article.day, now(), stage=STAGE)
    for failure in draft.failures if added else ():
        _note(conn, article, f"{STAGE} {failure.where.split(' ')[0]}", failure.what)
    if added:
        count(place.settings, article.source, Counter(f"edit_{ruling.outcome.lower()}" for ruling in rulings))
    return added


def _stands(conn: Connection, document: str, run: str, made_of: str, clean: str, rulings: Sequence[Ruling]) -> bool:
    """Whether the standing mending is this one, made of other inputs; noted, so that nobody asks again."""
    standing = mendings.latest(conn, [document]).get(document)
    if standing is None or standing.run != run or standing.decisions_sha == made_of or standing.clean_text != clean:
        return False
    if mendings.rulings(conn, standing.id) != sorted(rulings, key=order):
        return False
    mendings.also(conn, standing.id, made_of, now())
    return True


def _set_aside(place: Workplace, article: ArticleRow, error: Exception) -> int:
    with place.store.begin() as conn:
        _note(conn, article, STAGE, f"{type(error).__name__}: {error}")
    return 0


def _note(conn: Connection, article: ArticleRow, stage: str, error: str) -> None:
    hint = "The text is stored. Report this: it is a fault of ours; it is mended when its day is mended again."
    source, url, day = article.source, article.url, article.day
    quarantine.add(conn, source=source, url=url, day=day, stage=stage, error=error, hint=hint, at=now())

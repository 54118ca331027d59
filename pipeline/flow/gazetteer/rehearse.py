"""A lesson tried on stored texts: what the rules would do with it that they do not do without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from pipeline.faults.rule import Rule
from pipeline.flow.gazetteer.effects import Refused, Rulings, Tally, effects_of, keep
from pipeline.flow.gazetteer.learned import in_order, published_entities
from pipeline.flow.inputs import context_of
from pipeline.flow.mend import decide, propose
from pipeline.flow.names_in_use import rules_in_use
from pipeline.flow.workplace import Workplace, now
from pipeline.model.decision import Decision, Verdict, latest
from pipeline.model.document import Document
from pipeline.model.lesson import Lesson
from pipeline.model.proposal import Proposal
from pipeline.model.ruling import Outcome
from pipeline.model.trial import Trial
from pipeline.repair.policy import Policy
from pipeline.store import articles, decisions, documents, trials
from pipeline.store.records import ArticleRow, DocumentRow
from pipeline.text.english import looks_english


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The rules without the lesson, and the names rules with it."""

    place: Workplace
    without: tuple[Rule, ...]
    names: tuple[Rule, ...]
    refused: Refused
    tally: Tally

    def article(self, id: str) -> None:
        with self.place.store.read() as conn:
            (article,) = articles.get(conn, [id])
            texts = documents.current(conn, [id])
        english = all(looks_english(text.text) for text in texts)  # as when it is mended
        for text in texts if english else ():
            self.tally.texts += 1
            self._text(article, text, texts)

    def _text(self, article: ArticleRow, text: DocumentRow, texts: Sequence[DocumentRow]) -> None:
        document, context = Document(article.url, text.text), context_of(self.place, article, texts)
        before, failed = propose(document, context, self.without)
        named, failed_now = propose(document, context, self.names)
        known = {str(failure) for failure in failed}
        self.tally.failures |= {str(failure): None for failure in failed_now if str(failure) not in known}
        rest = {rule.id for rule in self.names}
        after = [*(proposal for proposal in before if proposal.rule not in rest), *named]
        if _same(before, after):
            return
        with self.place.store.read() as conn:
            said = latest(decisions.for_proposals(conn, {proposal.id for proposal in (*before, *after)}))
        for effect in effects_of(article, text, _ruled(document, before, said), _ruled(document, after, said)):
            self.tally.note(effect)
        self._conflicts(article, text, document, before, after, said)

    def _conflicts(
        self,
        article: ArticleRow,
        text: DocumentRow,
        document: Document,
        before: list[Proposal],
        after: list[Proposal],
        said: Mapping[str, Decision],
    ) -> None:
        """Edits that the policy would apply now and not before, were it not for the reviewers that refused them."""
        accepted = {key: one for key, one in said.items() if one.verdict is Verdict.ACCEPT}
        old, new = _ruled(document, before, accepted), _ruled(document, after, accepted)
        for effect in effects_of(article, text, old, new):
            if effect.now == Outcome.APPLY and self.refused.covers(new[effect.proposal]):
                self.tally.conflicts += 1
                keep(self.tally.conflicting, effect)


def rehearse(
    place: Workplace, lesson: Lesson, *, days: int | None, limit: int, progress: Callable[[str, int, int], None]
) -> Trial:
    """The newest articles, at most `limit` and at most so many days old."""
    others = tuple(entity for entity in published_entities(place) if entity.id != lesson.entity.id)
    since = None if days is None else now().date() - timedelta(days=days)
    with place.store.read() as conn:
        ids = trials.newest_articles(conn, since, limit)
        refused = Refused.of(trials.judged(conn, Verdict.REJECT))
    folder = place.settings.gazetteer
    names = tuple(
        rule for rule in rules_in_use(folder, in_order((*others, lesson.entity))) if rule.id.startswith("name.")
    )
    rehearsal = Rehearsal(place, rules_in_use(folder, others), names, refused, Tally())
    for done, id in enumerate(ids, 1):
        rehearsal.article(id)
        progress("tested", done, len(ids))
    return rehearsal.tally.trial()


def _same(before: list[Proposal], after: list[Proposal]) -> bool:
    return {(p.id, p.confidence) for p in before} == {(p.id, p.confidence) for p in after}


def _ruled(document: Document, proposals: list[Proposal], said: Mapping[str, Decision]) -> Rulings:
    return {ruling.proposal.id: ruling for ruling in decide(document, proposals, said, Policy())[1]}

"""What a mending depends on beside its text, the rules and the policy."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.faults.rule import Context, Rule
from pipeline.flow.gazetteer.learned import fingerprint
from pipeline.flow.workplace import Workplace
from pipeline.model.decision import Decision
from pipeline.model.digest import digest
from pipeline.model.entity import Entity
from pipeline.repair.policy import Policy
from pipeline.store.records import ArticleRow, DocumentRow

UNTAUGHT = Policy()


def context_of(place: Workplace, article: ArticleRow, texts: Sequence[DocumentRow]) -> Context:
    """What is known of a stored article beside a text of it; `texts` are those of its parts that stand."""
    known = place.sources.get(article.source)
    return Context(
        published=article.published.date() if article.published is not None else article.day,
        source=article.source,
        style={**place.settings.style, **(known.style if known is not None else {})},
        title=next((text.text for text in texts if text.part == "title" and text.text), None),
    )


def inputs(
    context: Context,
    said: Sequence[Decision],
    asked: Sequence[Rule],
    learned: tuple[Entity, ...],
    names: str,
    model: str,
    engines: str,
    witnesses: str = "",
    policy: Policy = UNTAUGHT,
) -> str:
    """Names what the rulings depend on beside text, rules and policy: decisions, date, style, language, lessons, names.

    The headline, the answers of a model, the engines that answered and the guard's witnesses, too. Without a headline,
    lessons, refreshed names, a model, engines and witnesses it is what it was before there were any.
    """
    spoken = [f"{d.proposal} {d.verdict} {d.actor} {d.at.isoformat()} {d.replacement!r}" for d in said]
    taught = [f"under {context.title!r}"] if context.title and asked else []
    taught += [f"taught {fingerprint(learned)}"] if learned and asked else []
    taught += [f"names {names}"] if names and asked else []
    taught += [f"model {model}"] if model else []
    taught += [f"engines {engines}"] if engines else []
    taught += [f"trust {rule} {weight}" for rule, weight in sorted(policy.trust.items())]
    taught += [f"withdrawn {rule} {why}" for rule, why in sorted(policy.withdrawn.items())]
    taught += [f"read by {witnesses}"] if witnesses and asked else []
    return digest(context.published, context.source, sorted(context.style.items()), bool(asked), *spoken, *taught)

"""Asking a model about what the rules held or flagged. Off unless configured.

Invariant: it only adds proposals that wait for a person, and words to the evidence of those that wait already. No
ruling on a rule's proposal differs from what it is without a model. An error costs advice, and never an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.engines.model.config import ModelConfig
from pipeline.flow.model_advice import advised, questions
from pipeline.flow.model_asker import Asker
from pipeline.flow.model_cache import AnswerCache, key_of
from pipeline.model.digest import digest
from pipeline.model.document import Document
from pipeline.model.proposal import Proposal
from pipeline.repair.guard import guard
from pipeline.repair.policy import Policy
from pipeline.repair.resolve import resolve
from pipeline.settings import Settings

CACHE = "model-cache"


@dataclass(frozen=True, slots=True)
class Advice:
    """The proposals with what a model added. `said` names the model and its answers; "" where it said nothing."""

    proposals: list[Proposal]
    said: str = ""


def advise(document: Document, proposals: Sequence[Proposal], policy: Policy, settings: Settings) -> Advice:
    """What a configured model says about this text. Its questions do not depend on what reviewers decided."""
    if settings.model is None or not proposals:
        return Advice(list(proposals))
    rulings = guard(document, resolve(proposals, {}, policy))
    asked = questions(document, rulings)[: settings.model.questions]
    if not asked:
        return Advice(list(proposals))
    asker = _asker(settings.model, settings.home / CACHE)
    replies = asker.ask(document, [entry.question for entry in asked])
    answered = [(entry, said) for entry, said in zip(asked, replies, strict=True) if said is not None]
    if not answered:
        return Advice(list(proposals))
    spoken = [
        part for entry, said in answered for part in (key_of(asker.id, entry.question), said.text is None, said.text)
    ]
    return Advice(advised(document, proposals, rulings, answered, asker.id), f"{asker.id} {digest(*spoken)}")


@lru_cache(maxsize=4)
def _asker(config: ModelConfig, cache: Path) -> Asker:
    return Asker(config, AnswerCache(cache))

"""The whole mending without its use case: proposals, resolver, guard, rewriter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context
from pipeline.model.document import Document
from pipeline.model.ruling import Ruling
from pipeline.repair.guard import guard
from pipeline.repair.policy import Policy
from pipeline.repair.resolve import resolve
from pipeline.repair.rewrite import rewrite


class Mender:
    """Every rule of the catalogue under the default policy."""

    def rulings(self, text: str, on: date | None = None, style: dict[str, str] | None = None) -> list[Ruling]:
        document = Document("test:", text)
        context = Context(published=on, style=style or {})
        return guard(document, resolve([p for rule in rules() for p in rule.find(document, context)], {}, Policy()))

    def mend(self, text: str, on: date | None = None, style: dict[str, str] | None = None) -> str:
        return rewrite(Document("test:", text), self.rulings(text, on, style))


@pytest.fixture(scope="session")
def mender() -> Mender:
    return Mender()


Mend = Callable[..., str]


@pytest.fixture(scope="session")
def mend(mender: Mender) -> Mend:
    return mender.mend

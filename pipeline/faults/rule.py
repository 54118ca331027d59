"""What a rule is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what the rule makes of it, and the stretches that it flags. Unchanged and without flags: a near miss."""

    before: str
    after: str
    flags: tuple[str, ...] = ()
    published: date | None = None
    title: str | None = None

    @property
    def is_near_miss(self) -> bool:
        return self.before == self.after and not self.flags

    @property
    def context(self) -> Context:
        """What is known beside its text."""
        return Context(published=self.published, title=self.title)


def leaves(text: str, published: date | None = None, title: str | None = None) -> Example:
    """A near miss: a text that looks like the fault and is right."""
    return Example(text, text, (), published, title)


@dataclass(frozen=True, slots=True)
class Context:
    """What is known beside the text. `style` is the house style: entity id to preferred spelling. `title` is the
    article's headline as it was extracted; None where there is none."""

    published: date | None = None
    source: str | None = None
    style: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None


class Rule(Protocol):
    """Finds one kind of fault. It takes its data in its constructor, has no state, does no input or output."""

    @property
    def id(self) -> str: ...

    @property
    def fault(self) -> Fault: ...

    @property
    def examples(self) -> tuple[Example, ...]: ...

    def find(self, document: Document, context: Context) -> Iterator[Proposal]: ...

"""Mending one text: every rule proposes, the policy rules, the guard refuses, the text is rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Rule
from pipeline.flow.engines import engines_in_use, listen
from pipeline.flow.fluency.in_use import NOBODY, Witnesses, witnesses
from pipeline.flow.model_backend import advise
from pipeline.flow.names_in_use import rules_in_use
from pipeline.model.decision import Decision
from pipeline.model.digest import digest
from pipeline.model.document import Document
from pipeline.model.entity import Entity
from pipeline.model.errors import RuleFailure
from pipeline.model.proposal import Proposal
from pipeline.model.ruling import Ruling
from pipeline.repair.guard import guard
from pipeline.repair.policy import Policy
from pipeline.repair.resolve import resolve
from pipeline.repair.rewrite import rewrite
from pipeline.repair.settle import Again, settle
from pipeline.settings import load
from pipeline.text.english import looks_english

DECIDING = ("faults", "repair", "text")  # the folders that decide what becomes of a text


@dataclass(frozen=True, slots=True)
class Mended:
    """The clean text, a ruling on every proposal, and the rules that failed on this text."""

    text: str
    rulings: tuple[Ruling, ...]
    failures: tuple[RuleFailure, ...] = ()


def propose(document: Document, context: Context, asked: Sequence[Rule]) -> tuple[list[Proposal], list[RuleFailure]]:
    """What the rules say; a rule that raises is reported and the others go on."""
    found: list[Proposal] = []
    failures: list[RuleFailure] = []
    for rule in asked:
        try:
            found += list(rule.find(document, context))
        except Exception as error:  # a rule's fault must not cost the article
            where = f"{rule.id} on {document.url or 'the text'}"
            failures.append(RuleFailure(f"{type(error).__name__}: {error}", where=where, hint="The other rules ran."))
    return found, failures


def decide(
    document: Document,
    proposals: Sequence[Proposal],
    decisions: Mapping[str, Decision],
    policy: Policy,
    again: Again | None = None,
    heard: Witnesses = NOBODY,
) -> tuple[str, tuple[Ruling, ...]]:
    """The clean text and why: a pure function of the text, the proposals, the decisions, the policy and the witnesses.

    With `again`, of the rules as well: a sentence whose words change is looked at a second time.
    """
    rulings = guard(document, resolve(proposals, decisions, policy), heard.fluency, heard.syntax)
    if again is not None:
        rulings = settle(document, rulings, again)
    return rewrite(document, rulings), tuple(rulings)


def second_look(context: Context, asked: Sequence[Rule], policy: Policy, heard: Witnesses = NOBODY) -> Again:
    """What becomes of a text under the same rules and policy, without reviewers."""

    def again(text: str) -> list[Ruling]:
        document = Document("", text)
        rulings = resolve(propose(document, context, asked)[0], {}, policy)
        return guard(document, rulings, heard.fluency, heard.syntax)

    return again


def mend(
    document: Document,
    context: Context,
    decisions: Mapping[str, Decision] | None = None,
    policy: Policy | None = None,
    learned: tuple[Entity, ...] = (),
) -> Mended:
    """Mends one document with every rule of the catalogue; a text that is not English is left as it is.

    `learned` are names that the rules know beside the gazetteer.
    """
    settings, policy = load(), policy or Policy()
    asked = rules_in_use(settings.gazetteer, learned) if looks_english(document.text) else ()
    found, failures = propose(document, context, asked)
    heard = listen(document, engines_in_use(settings) if asked else ())
    proposals = advise(document, [*found, *heard.proposals], policy, settings).proposals
    called = witnesses(settings)
    again = second_look(context, asked, policy, called)
    text, rulings = decide(document, proposals, decisions or {}, policy, again, called)
    return Mended(text, rulings, tuple(failures))


def mend_text(
    text: str, *, on: date | None = None, source: str | None = None, url: str = "", title: str | None = None
) -> Mended:
    """Mends a text as it stands: offsets in the rulings are those of `text`. The headline is only read beside it."""
    return mend(Document(url, text), Context(published=on, source=source, style=load().style, title=title))


@cache
def code_version() -> str:
    """What made a ruling: the installed release."""
    return version("newsmend")


def rules_fingerprint(engines: str = "") -> str:
    """The rules by id, and a digest of their code and data: a rule that changes in any way makes another run.

    So do other engines, or one that did not answer: `engines` is what `listen` said.
    """
    return f"{_rules_fingerprint()} engines: {engines}" if engines else _rules_fingerprint()


@cache
def _rules_fingerprint() -> str:
    parts = [part for folder in DECIDING for path, data in _files(files("pipeline") / folder) for part in (path, data)]
    return f"{' '.join(rule.id for rule in rules())} {digest(*parts)[:16]}"


def _files(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry)
        elif entry.is_file():
            yield entry.name, entry.read_bytes()

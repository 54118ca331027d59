"""The grammar engines of a deployment beside our own rules. One that fails costs its own proposals, never a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.engines.allowed import Allowed, AllowList, What, allow_list
from pipeline.engines.breaker import Breaker
from pipeline.engines.embedded import Embedded
from pipeline.engines.languagetool.client import LanguageTool
from pipeline.engines.protocol import Alarm, Engine
from pipeline.model.document import Document
from pipeline.model.errors import EngineError, UsageError
from pipeline.model.proposal import Fault, Proposal
from pipeline.settings import Settings

NAMES = {"embedded": "the embedded checker", "languagetool": "LanguageTool"}
NOT_SURE = 0.96  # the most that a rule which may not apply says of itself
NO_EDIT = 0.49  # ... and one that may only point
SPELLING = "TYPOS"
FAULTS = {
    "CASING": Fault.CASE,
    "PUNCTUATION": Fault.PUNCTUATION,
    "TYPOGRAPHY": Fault.PUNCTUATION,
    "COLLOCATIONS": Fault.PHRASE,
    "REDUNDANCY": Fault.PHRASE,
    "STYLE": Fault.PHRASE,
    "SEMANTICS": Fault.PHRASE,
}
BY_RULE = {
    "COMMA_PERIOD_CONFUSION": Fault.NUMBER,
    "ENGLISH_WORD_REPEAT_RULE": Fault.DUPLICATION,
    "PHRASE_REPETITION": Fault.DUPLICATION,
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What the engines propose. `said` names those that answered, and those that did not; "" where none was asked."""

    proposals: tuple[Proposal, ...] = ()
    said: str = ""


def engines_in_use(settings: Settings) -> tuple[Engine, ...]:
    """The configured engines, each behind its breaker: the same ones for the whole process.

    Raises:
        UsageError: an engine is unknown, or LanguageTool has no address.
    """
    return _engines(settings.engines, settings.variables.get("NEWSMEND_LANGUAGETOOL_URL", ""))


def listen(document: Document, engines: Sequence[Engine], allowed: AllowList | None = None) -> Heard:
    """What the engines say of one text, as far as the allow-list lets them."""
    if not engines or not document.text.strip():
        return Heard()
    rules = allowed if allowed is not None else allow_list()
    found: list[Proposal] = []
    marks = []
    for engine in engines:
        try:
            alarms = engine.check([document.text])[0]
            marks.append(f"{engine.id} {engine.version}")
        except EngineError:
            marks.append(f"{engine.id} silent")
        else:
            found += _proposals(document, engine, alarms, rules)
    return Heard(tuple(found), f"{'; '.join(marks)}; allowed {rules.fingerprint}")


def _proposals(document: Document, engine: Engine, alarms: Sequence[Alarm], rules: AllowList) -> Iterator[Proposal]:
    for alarm in alarms:
        listed = rules.of(engine.id, alarm.rule)
        if listed is None or _is_a_name(document.text, alarm):
            continue
        yield Proposal(
            document.anchor(alarm.start, alarm.end),
            _replacements(document.text, alarm, listed),
            _fault(alarm),
            f"{engine.id}.{alarm.rule}",
            _confidence(listed),
            _evidence(engine.id, alarm, listed),
        )


def _is_a_name(text: str, alarm: Alarm) -> bool:
    """A spelling alarm on a capitalised word: whether it is a name, and which, is for the names rules to say."""
    return alarm.category == SPELLING and any(word[0].isupper() for word in text[alarm.start : alarm.end].split())


def _replacements(text: str, alarm: Alarm, listed: Allowed) -> tuple[str, ...]:
    if listed.what is What.FLAG:
        return ()
    return tuple(r for r in alarm.replacements if r != text[alarm.start : alarm.end])


def _confidence(listed: Allowed) -> float:
    most = {What.APPLY: 1.0, What.HOLD: NOT_SURE, What.FLAG: NO_EDIT}[listed.what]
    return min(listed.precision, most)


def _evidence(engine: str, alarm: Alarm, listed: Allowed) -> str:
    said = " ".join(alarm.message.split()).rstrip(".")
    return (
        f"{NAMES.get(engine, engine)} says: {said} ({alarm.rule}; "
        f"right in {listed.precision:.0%} of {listed.seen} cases in translated news)."
    )


def _fault(alarm: Alarm) -> Fault:
    return BY_RULE.get(alarm.rule) or FAULTS.get(alarm.category, Fault.GRAMMAR)


@lru_cache(maxsize=4)
def _engines(names: tuple[str, ...], url: str) -> tuple[Engine, ...]:
    return tuple(Breaker(_engine(name, url)) for name in names)


def _engine(name: str, url: str) -> Engine:
    if name == "embedded":
        return Embedded()
    if name == "languagetool" and url:
        return LanguageTool(url)
    if name == "languagetool":
        hint = "Set NEWSMEND_LANGUAGETOOL_URL, for example to http://127.0.0.1:8010"
        raise UsageError("languagetool needs the address of its server", where="NEWSMEND_ENGINES", hint=hint)
    hint = "Known are embedded, languagetool and none."
    raise UsageError(f"no engine is called {name!r}", where="NEWSMEND_ENGINES", hint=hint)

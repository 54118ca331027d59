"""The one reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.engines.model.config import KEY, ModelConfig, read_config
from pipeline.model.errors import UsageError

PREFIX = "NEWSMEND_"
# what may hold a password: no source file may put it into an address
SECRET = {
    KEY,
    *(PREFIX + n for n in ("DATABASE_URL", "ARCHIVE_URL", "EXPORT_URL", "PROXY", "ALERT_WEBHOOK", "ALERT_MAIL")),
}
USER_AGENT = "Newsmend/0.1 (news ingest; respects robots.txt; contact: set NEWSMEND_USER_AGENT)"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are. `variables` are the NEWSMEND_ ones, for source files."""

    home: Path
    database_url: str
    archive_url: str
    export_url: str
    sources: Path
    gazetteer: Path  # the folder of the refreshed names
    style: Mapping[str, str] = field(default_factory=dict)  # the house style: entity id to preferred spelling
    user_agent: str = USER_AGENT
    proxy: str | None = None  # the one way to a proxy: HTTP_PROXY and its like are not read
    model: ModelConfig | None = None  # the optional model backend: NEWSMEND_MODEL_URL or NEWSMEND_MODEL_DIR
    engines: tuple[str, ...] = ()  # the grammar engines beside our own rules: "embedded", "languagetool"
    languagetool_url: str = ""  # where LanguageTool's server is
    fluency: Path = Path("var/fluency")  # the folder of the trained fluency models
    link_grammar: bool = False  # whether Link Grammar is a second witness
    log: str = "text"  # or "json": one line an event
    sample: float = 0.02  # the share of applied edits that a person looks at, whatever their confidence
    second: float = 0.05  # the share of decided ones that a second person looks at, blind
    statsd: str = ""  # host:port of a StatsD collector
    alert_webhook: str = ""  # where alarms are posted to
    alert_mail: str = ""  # smtp://user:password@host:port?from=...&to=...
    most_at_once: int = 500  # places that one click may decide on
    variables: Mapping[str, str] = field(default_factory=dict)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; without any, everything lies under `var/` of the working folder.

    Raises:
        UsageError: a variable makes no sense.
    """
    env = os.environ if environ is None else environ
    ours = {key: value for key, value in env.items() if key.startswith(PREFIX)}
    home = Path(ours.get("NEWSMEND_HOME", "var")).absolute()
    return Settings(
        home=home,
        database_url=ours.get("NEWSMEND_DATABASE_URL", f"sqlite:///{home / 'newsmend.db'}"),
        archive_url=ours.get("NEWSMEND_ARCHIVE_URL", str(home / "archive")),
        export_url=ours.get("NEWSMEND_EXPORT_URL", str(home / "export")),
        sources=Path(ours.get("NEWSMEND_SOURCES", _sources())).absolute(),
        gazetteer=Path(ours.get("NEWSMEND_GAZETTEER", home / "gazetteer")).absolute(),
        style=_style(ours.get("NEWSMEND_STYLE", "")),
        user_agent=ours.get("NEWSMEND_USER_AGENT", USER_AGENT),
        proxy=ours.get("NEWSMEND_PROXY") or None,
        model=read_config(ours),
        engines=_engines(ours.get("NEWSMEND_ENGINES", "none")),
        languagetool_url=ours.get("NEWSMEND_LANGUAGETOOL_URL", ""),
        fluency=Path(ours.get("NEWSMEND_FLUENCY", home / "fluency")).absolute(),
        link_grammar=ours.get("NEWSMEND_LINK_GRAMMAR", "").strip().lower() in {"1", "true", "yes"},
        log=_log(ours.get("NEWSMEND_LOG", "text")),
        sample=_share(ours, "NEWSMEND_SAMPLE", 0.02),
        second=_share(ours, "NEWSMEND_SECOND", 0.05),
        statsd=ours.get("NEWSMEND_STATSD", ""),
        alert_webhook=ours.get("NEWSMEND_ALERT_WEBHOOK", ""),
        alert_mail=ours.get("NEWSMEND_ALERT_MAIL", ""),
        most_at_once=_count(ours, "NEWSMEND_MOST_AT_ONCE", 500),
        variables={name: value for name, value in ours.items() if name not in SECRET},
    )


def _style(text: str) -> dict[str, str]:
    """Spellings by entity id, of "Q3874799=Zelensky; kyiv.city=Kyiv".

    Raises:
        UsageError: a part has no "=".
    """
    style = {}
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        entity, mark, spelling = (side.strip() for side in part.partition("="))
        if not (entity and mark and spelling):
            hint = "Write it like: Q3874799=Zelensky; Q22686=Trump"
            raise UsageError(f"{part!r} is not id=spelling", where="NEWSMEND_STYLE", hint=hint)
        style[entity] = spelling
    return style


def _engines(text: str) -> tuple[str, ...]:
    """The names in "embedded,languagetool", each once; none of "none" or "".

    Raises:
        UsageError: a name beside "none".
    """
    names = tuple(dict.fromkeys(filter(None, (name.strip().lower() for name in text.split(",")))))
    if "none" in names and len(names) > 1:
        hint = "Write none, or the names of engines: embedded,languagetool"
        raise UsageError(f"{text!r} is both none and some", where="NEWSMEND_ENGINES", hint=hint)
    return () if names == ("none",) else names


def _share(ours: Mapping[str, str], name: str, usual: float) -> float:
    """A share from 0 to 1.

    Raises:
        UsageError: it is none.
    """
    try:
        share = float(ours.get(name, usual))
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise UsageError(f"{ours[name]!r} is no share", where=name, hint="Write a number from 0 to 1, such as 0.02.")
    return share


def _log(text: str) -> str:
    """How events are told.

    Raises:
        UsageError: neither text nor json.
    """
    if text not in {"text", "json"}:
        raise UsageError(f"{text!r} is no kind of log", where="NEWSMEND_LOG", hint="Write text or json.")
    return text


def _sources() -> Path:
    """`sources/` of the working folder, else the checkout's."""
    here = Path("sources")
    return here if here.is_dir() else Path(__file__).resolve().parents[1] / "sources"


def _count(ours: Mapping[str, str], name: str, default: int) -> int:
    """A number from 1 to 10,000.

    Raises:
        UsageError: it is none.
    """
    text = ours.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000):
        raise UsageError(f"{text[:40]!r} is no number from 1 to 10000", where=name, hint=f"Leave it out for {default}.")
    return int(text)

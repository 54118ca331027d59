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
    alert_webhook: str = ""  # where alarms are posted to
    alert_mail: str = ""  # smtp://user:password@host:port?from=...&to=...
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
        alert_webhook=ours.get("NEWSMEND_ALERT_WEBHOOK", ""),
        alert_mail=ours.get("NEWSMEND_ALERT_MAIL", ""),
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

"""The one reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "NEWSMEND_"
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
    user_agent: str = USER_AGENT
    variables: Mapping[str, str] = field(default_factory=dict)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment; without any, everything lies under `var/` of the working folder."""
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
        user_agent=ours.get("NEWSMEND_USER_AGENT", USER_AGENT),
        variables=ours,
    )


def _sources() -> Path:
    """`sources/` of the working folder, else the checkout's."""
    here = Path("sources")
    return here if here.is_dir() else Path(__file__).resolve().parents[1] / "sources"

"""LanguageTool's English rules in this process, without Java: the packages lingotweaker and lingotweaker-data-en."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from threading import Lock
from typing import Any

from pipeline.engines.match import Match
from pipeline.engines.offsets import Offsets, utf8
from pipeline.engines.pieces import pieces
from pipeline.engines.protocol import Alarm
from pipeline.model.errors import EngineError

PACKAGES = ("lingotweaker", "lingotweaker-data-en")
SPELLER = "MORFOLOGIK_RULE_EN_US"
HINT = "pip install 'newsmend[engine]', or leave `embedded` out of NEWSMEND_ENGINES."


def is_installed() -> bool:
    """Whether the engine and its English data are there; loads neither."""
    return find_spec("lt_py") is not None and find_spec("lingotweaker_data_en") is not None


class Embedded:
    """The engine, loaded at the first text (1 to 3 s, 430 MB) and then shared by the threads of this process.

    `without` names rules that are neither run, where the engine can leave them out, nor reported.
    """

    id = "embedded"

    def __init__(self, language: str = "en-US", without: Collection[str] = (SPELLER,)) -> None:
        self._language, self._without = language, frozenset(without)
        self._lock, self._loaded = Lock(), None

    @property
    def version(self) -> str:
        """The releases of both packages: "lingotweaker 0.2.8, lingotweaker-data-en 0.1.6"."""
        try:
            return ", ".join(f"{package} {version(package)}" for package in PACKAGES)
        except PackageNotFoundError as error:
            raise _missing() from error

    def check(self, texts: Sequence[str]) -> list[tuple[Alarm, ...]]:
        """The alarms of each text. What it costs grows with the length: long texts are checked in pieces.

        Raises:
            EngineError: the packages are not installed, or their data cannot be read, or their code gave up.
        """
        return [tuple(match.alarm for match in self.matches(text)) for text in texts]

    def matches(self, text: str) -> list[Match]:
        """What `check` says of one text, with all that the engine tells, by place."""
        engine = self._engine()
        return [match for at, piece in pieces(text) for match in self._of_piece(engine, at, piece)]

    def load(self) -> None:
        """Loads the engine now, for those who want to know at once whether it is there."""
        self._engine()

    def _of_piece(self, engine: Any, at: int, text: str) -> list[Match]:
        encodable = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair becomes "?": same length
        try:
            found = engine.check(encodable)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of the Rust code is no Exception
            raise EngineError(f"{type(error).__name__}: {error}", where=self.id, hint="Report this text.") from error
        offsets = utf8(encodable)
        matches = [_match(raw, offsets, at) for raw in found if raw["rule_id"] not in self._without]
        return sorted(match for match in matches if match.start < match.end)

    def _engine(self) -> Any:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded

    def _load(self) -> Any:
        try:
            from lingotweaker_data_en import data_dir
            from lt_py import Engine
        except ImportError as error:
            raise _missing() from error
        try:
            return Engine(self._language, data_dir=data_dir(), disabled_rules=sorted(self._without))
        except Exception as error:
            hint = "Install both packages again: pip install --force-reinstall " + " ".join(PACKAGES)
            raise EngineError(f"{type(error).__name__}: {error}", where=self.id, hint=hint) from error


def _match(raw: dict[str, Any], offsets: Offsets, at: int) -> Match:
    return Match(
        start=at + offsets.to_points(raw["offset"]),
        end=at + offsets.to_points(raw["offset"] + raw["length"]),
        rule=raw["rule_id"],
        sub=raw["sub_id"] or "",
        category=raw["category_id"],
        category_name=raw["category_name"] or "",
        issue=raw["issue_type"] or "",
        short=raw["short_message"] or "",
        message=raw["message"] or "",
        replacements=tuple(raw["suggestions"]),
    )


def _missing() -> EngineError:
    return EngineError("lingotweaker or its English data is not installed", where="embedded", hint=HINT)

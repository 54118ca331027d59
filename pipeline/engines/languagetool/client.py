"""LanguageTool's server, asked through language-tool-python (an extra; GPL-3.0-only, and imported here only)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.engines.languagetool.batch import Batch, batches
from pipeline.engines.languagetool.transport import Transport
from pipeline.engines.protocol import Alarm
from pipeline.model.errors import EngineError

if TYPE_CHECKING:
    from language_tool_python import LanguageTool as Library
    from language_tool_python.match import Match

LANGUAGE = "en-US"
SPELLER = "MORFOLOGIK_RULE_EN_US"  # eats more than half of the time; most of its alarms in news are names
TIMEOUT = 30.0  # seconds for one request
BATCH = 8000  # characters in one request
NONSENSE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # what the library makes of it
# LanguageTool's rules that look across sentences. With them the alarms of a text would depend on its company.
ACROSS_TEXTS = frozenset(
    {
        "ENGLISH_WORD_REPEAT_BEGINNING_RULE",
        "EN_REPEATEDWORDS",
        "EN_UNPAIRED_BRACKETS",
        "EN_UNPAIRED_QUOTES",
        "EN_WORD_COHERENCY",
        "REP_PASSIVE_VOICE",
        "REP_THANK_YOU_FOR",
        "UPPERCASE_SENTENCE_START",
    }
)


class LanguageTool:
    """The engine "languagetool". Safe to share between threads, which then wait for one another.

    `without` names rules that are neither run nor reported. It connects at the first question, so that one can be made
    where no server runs yet.

    Raises:
        UsageError: the address is no HTTP address.
    """

    id = "languagetool"

    def __init__(
        self,
        url: str,
        *,
        language: str = LANGUAGE,
        without: Collection[str] = (SPELLER,),
        timeout: float = TIMEOUT,
        batch: int = BATCH,
    ) -> None:
        self.url = f"{url.strip().rstrip('/').removesuffix('/v2')}/"
        self.language = language
        self._without = ACROSS_TEXTS.union(without)
        self._batch = max(batch, 100)
        self._transport = Transport(self.url, timeout)
        self._software: Mapping[str, str] = {}
        self._library: Library | None = None

    @property
    def version(self) -> str:
        """What the server says it is, with the language: "LanguageTool 6.8 (2026-05-05), en-US".

        Raises:
            EngineError: there is no server to ask.
        """
        self._connected()
        said = [self._software.get(key, "")[:40] for key in ("name", "version", "buildDate")]
        return f"{said[0]} {said[1]}{f' ({said[2][:10]})' if said[2] else ''}, {self.language}"

    def check(self, texts: Sequence[str]) -> list[tuple[Alarm, ...]]:
        """The alarms of each text, by their places; what a text gets does not depend on the others.

        Raises:
            EngineError: language-tool-python is missing; the server is not there, is too slow, or answers nonsense.
        """
        found: list[list[Alarm]] = [[] for _ in texts]
        for batch in batches(texts, self._batch):
            for number, alarm in self._alarms(batch):
                found[number].append(alarm)
        return [tuple(sorted(alarms, key=lambda alarm: (alarm.start, alarm.end, alarm.rule))) for alarms in found]

    def close(self) -> None:
        """Shuts the connection; the engine can be used again."""
        self._transport.close()

    def _alarms(self, batch: Batch) -> list[tuple[int, Alarm]]:
        library = self._connected()
        try:
            matches = [match for match in library.check(batch.body) if match.rule_id not in self._without]
            return [found for match in matches if (found := _alarm(match, batch)) is not None]
        except NONSENSE as error:
            raise self._nonsense(error) from error

    def _connected(self) -> Library:
        """The library, with a server behind it that has loaded its rules: that alone takes a cold one ten seconds."""
        if self._library is None:
            try:
                library = _library(self.url, self.language, self._ask)
                library.disabled_rules = set(self._without)
                library.check("Hello.")
            except NONSENSE as error:
                raise self._nonsense(error) from error
            self._library = library
        return self._library

    def _ask(self, url: str, form: Mapping[str, str] | None) -> Any:
        """What the library asks for goes over our one connection. Each answer to a check names the server's version."""
        answer = self._transport.ask(urlsplit(url).path, form)
        if form is None:
            return answer
        if not isinstance(answer, dict) or not isinstance(answer.get("software"), dict):
            raise TypeError("no object with `software` and `matches`")
        if isinstance(warnings := answer.get("warnings"), dict) and warnings.get("incompleteResults") is True:
            raise EngineError("the server gave up half-way", where=self.url, hint="Is the server overloaded?")
        self._software = {key: str(value) for key, value in answer["software"].items()}
        return answer

    def _nonsense(self, error: Exception) -> EngineError:
        what = f"the answer is not what LanguageTool answers ({type(error).__name__}: {str(error)[:100]})"
        return EngineError(what, where=self.url, hint="Is it a LanguageTool server?")


def _alarm(match: Match, batch: Batch) -> tuple[int, Alarm] | None:
    start, end = match.offset, match.offset + match.error_length
    if not 0 <= start <= end <= batch.size:
        raise ValueError(f"a match at {start} to {end} of {batch.size}")
    if not all(isinstance(text, str) for text in match.replacements):
        raise TypeError("a replacement that is no text")
    place = batch.locate(start, end)
    if place is None:
        return None
    return place[0], Alarm(place[1], place[2], match.rule_id, match.category, match.message, tuple(match.replacements))


def _library(url: str, language: str, ask: Any) -> Library:
    """language-tool-python, with its requests sent over our connection instead of a new one each.

    Raises:
        EngineError: it is not installed.
    """
    try:
        import language_tool_python
    except ImportError as error:
        hint = "Install the extra `languagetool`: pip install -e '.[languagetool]'"
        raise EngineError("language-tool-python is not installed", where=url, hint=hint) from error

    class Client(language_tool_python.LanguageTool):
        def _query_server(self, url: str, params: Any = None, num_tries: int = 2, method: str = "get") -> Any:
            return ask(url, params)

    return Client(language, remote_server=url)

"""What a caller asks of /v2/check, read from a form that may hold anything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pipeline.engines.match import Match

LONGEST = 1_500_000  # code points; 200,000 words
LANGUAGES = {"en": "en-US", "en-us": "en-US", "auto": "en-US"}
_FIELDS = 32


class Refused(Exception):
    """Answered with `status` and the reason in plain text, as LanguageTool does."""

    def __init__(self, status: int, why: str) -> None:
        self.status = status
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Question:
    """A text, and which of the rules are wanted."""

    text: str
    disabled_rules: frozenset[str] = frozenset()
    enabled_rules: frozenset[str] = frozenset()
    disabled_categories: frozenset[str] = frozenset()
    enabled_categories: frozenset[str] = frozenset()
    enabled_only: bool = False

    def wants(self, match: Match) -> bool:
        """Whether the caller wants to hear of this match."""
        named = match.rule in self.enabled_rules or match.category in self.enabled_categories
        if self.enabled_only:
            return named
        refused = match.rule in self.disabled_rules or match.category in self.disabled_categories
        return not refused or match.rule in self.enabled_rules


def read(form: bytes) -> Question:
    """The question in an URL-encoded form.

    Raises:
        Refused: no text, text that is not UTF-8, broken JSON, another language, too long.
    """
    try:
        pairs = parse_qsl(form.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeError as error:
        raise Refused(400, "Error: the form is not URL-encoded UTF-8") from error
    except ValueError as error:
        raise Refused(400, f"Error: the form has more than {_FIELDS} fields") from error
    fields = dict(pairs)
    _must_be_english(fields.get("language"))
    text = _text(fields)
    if len(text) > LONGEST:
        raise Refused(413, f"Error: the text has {len(text):,} characters, at most {LONGEST:,} are checked at once")
    return Question(
        text,
        _names(fields, "disabledRules"),
        _names(fields, "enabledRules"),
        _names(fields, "disabledCategories"),
        _names(fields, "enabledCategories"),
        fields.get("enabledOnly", "") in ("true", "yes"),
    )


def _must_be_english(language: str | None) -> None:
    if language is None:
        raise Refused(400, "Error: the parameter `language` is missing, for example language=en-US")
    if language.lower() not in LANGUAGES:
        raise Refused(400, f"Error: {language[:20]!r} is not a language that this server checks: en-US, en, auto")


def _text(fields: dict[str, str]) -> str:
    if "text" in fields:
        return fields["text"]
    if "data" not in fields:
        raise Refused(400, "Error: neither `text` nor `data` is there")
    try:
        data = json.loads(fields["data"])
    except (ValueError, RecursionError) as error:
        raise Refused(400, "Error: `data` is not JSON") from error
    text = data.get("text") if isinstance(data, dict) else None
    if not isinstance(text, str):
        raise Refused(400, 'Error: `data` is not {"text": "..."}; annotations are not understood here')
    return text


def _names(fields: dict[str, str], key: str) -> frozenset[str]:
    return frozenset(filter(None, (name.strip() for name in fields.get(key, "").split(","))))

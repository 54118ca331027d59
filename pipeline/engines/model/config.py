"""What the operator configured: an endpoint, a folder with a model, or nothing (the default)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.model.digest import digest
from pipeline.model.errors import UsageError

URL, DIR, NAME, KEY = "NEWSMEND_MODEL_URL", "NEWSMEND_MODEL_DIR", "NEWSMEND_MODEL_NAME", "NEWSMEND_MODEL_KEY"
TIMEOUT, BUDGET, CONCURRENCY = "NEWSMEND_MODEL_TIMEOUT", "NEWSMEND_MODEL_BUDGET", "NEWSMEND_MODEL_CONCURRENCY"
LONGEST, MOST = 600.0, 1_000_000


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Either `url` or `directory`. `timeout` is in seconds, for one whole question.

    `questions` is the most that one article may ask; `articles` the most that one process asks about, 0 for all.
    The key is in no representation, so that no log shows it.
    """

    url: str = ""
    name: str = ""
    key: str = field(default="", repr=False)
    directory: Path | None = None
    timeout: float = 30.0
    questions: int = 8
    articles: int = 0
    concurrency: int = 2

    @property
    def id(self) -> str:
        """What names an endpoint in evidence and digests; its address shows as a digest only."""
        return f"{self.name}@{digest(self.url)[:8]}"


def read_config(variables: Mapping[str, str]) -> ModelConfig | None:
    """The configured model; None where neither an address nor a folder is given.

    Raises:
        UsageError: a value makes no sense; the message names the variable and never shows the key.
    """
    url, directory = variables.get(URL, "").strip(), variables.get(DIR, "").strip()
    if not url and not directory:
        return None
    if url and directory:
        raise UsageError("there is an address and a folder", where=f"{URL} and {DIR}", hint="Unset one of them.")
    questions, articles = _budget(variables.get(BUDGET, "").strip() or "8")
    return ModelConfig(
        url=_address(url) if url else "",
        name=_name(variables.get(NAME, "").strip(), needed=bool(url)),
        key=_key(variables.get(KEY, "").strip()),
        directory=Path(directory).absolute() if directory else None,
        timeout=_number(TIMEOUT, variables.get(TIMEOUT, "").strip() or "30", LONGEST),
        questions=questions,
        articles=articles,
        concurrency=int(_number(CONCURRENCY, variables.get(CONCURRENCY, "").strip() or "2", 64, whole=True)),
    )


def _address(url: str) -> str:
    """The address up to and without "/v1"."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(ord(c) <= 32 or ord(c) > 126 for c in url):
        raise UsageError("it is no http or https address", where=URL, hint="For example http://127.0.0.1:8000/v1")
    if parts.username is not None or parts.password is not None:
        raise UsageError("the address holds a user name or password", where=URL, hint=f"Put the key into {KEY}.")
    if parts.query or parts.fragment:
        raise UsageError("the address has a query or fragment", where=URL, hint="Give the part before /v1 only.")
    return url.rstrip("/").removesuffix("/v1").rstrip("/")


def _name(name: str, *, needed: bool) -> str:
    if needed and not name:
        raise UsageError("the model has no name", where=NAME, hint="Give the name under which the server knows it.")
    if len(name) > 200 or not name.isprintable():
        raise UsageError("the name is longer than 200 or has control characters", where=NAME, hint="Shorten it.")
    return name


def _key(key: str) -> str:
    if any(ord(c) <= 32 or ord(c) > 126 for c in key):
        raise UsageError("a header cannot hold the key", where=KEY, hint="It may have printable ASCII letters only.")
    return key


def _budget(text: str) -> tuple[int, int]:
    """ "8" or "8/500": questions an article, and articles a process."""
    questions, _, articles = text.partition("/")
    most = int(_number(BUDGET, questions, MOST, whole=True))
    return most, int(_number(BUDGET, articles, MOST, whole=True)) if articles else 0


def _number(where: str, text: str, most: float, *, whole: bool = False) -> float:
    try:
        value = float(int(text) if whole else float(text))
    except ValueError:
        value = -1.0
    if not 0 < value <= most:  # not a number fails here too
        kind = "a whole number" if whole else "a number"
        raise UsageError(f"{text[:40]!r} is not {kind} above 0 and up to {most:g}", where=where, hint="Correct it.")
    return value

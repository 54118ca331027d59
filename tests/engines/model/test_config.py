from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.engines.model.config import read_config
from pipeline.model.errors import UsageError
from pipeline.settings import load


def config(**values: str) -> Any:
    return read_config({f"NEWSMEND_MODEL_{name}": value for name, value in values.items()})


def test_it_is_off_unless_configured() -> None:
    assert config() is None
    assert config(URL=" ", KEY="k", NAME="n") is None
    assert load({}).model is None


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://127.0.0.1:8000/", "http://127.0.0.1:8000/v1/"])
def test_the_address_is_given_with_or_without_v1(url: str) -> None:
    assert config(URL=url, NAME="n").url == "http://127.0.0.1:8000"


def test_everything_is_read() -> None:
    found = config(URL="https://m.example/api", NAME="n", TIMEOUT="2.5", BUDGET="5/100", CONCURRENCY="3")
    assert (found.timeout, found.questions, found.articles, found.concurrency) == (2.5, 5, 100, 3)
    assert config(DIR="models/tiny").directory == Path("models/tiny").absolute()
    assert config(DIR="models/tiny").questions == 8


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"URL": "ftp://m.example", "NAME": "n"}, "NEWSMEND_MODEL_URL"),
        ({"URL": "m.example", "NAME": "n"}, "NEWSMEND_MODEL_URL"),
        ({"URL": "http://[::1", "NAME": "n"}, "NEWSMEND_MODEL_URL"),
        ({"URL": "http://m.example:99999", "NAME": "n"}, "NEWSMEND_MODEL_URL"),
        ({"URL": "http://m.example/a b", "NAME": "n"}, "NEWSMEND_MODEL_URL"),
        ({"URL": "http://m.example/?k=1", "NAME": "n"}, "query"),
        ({"URL": "http://m.example"}, "NEWSMEND_MODEL_NAME"),
        ({"URL": "http://m.example", "NAME": "a\x07b"}, "NEWSMEND_MODEL_NAME"),
        ({"URL": "http://m.example", "NAME": "n", "DIR": "d"}, "Unset one"),
        ({"DIR": "d", "TIMEOUT": "soon"}, "NEWSMEND_MODEL_TIMEOUT"),
        ({"DIR": "d", "TIMEOUT": "nan"}, "NEWSMEND_MODEL_TIMEOUT"),
        ({"DIR": "d", "TIMEOUT": "1e9"}, "NEWSMEND_MODEL_TIMEOUT"),
        ({"DIR": "d", "BUDGET": "0"}, "NEWSMEND_MODEL_BUDGET"),
        ({"DIR": "d", "BUDGET": "3/x"}, "NEWSMEND_MODEL_BUDGET"),
        ({"DIR": "d", "CONCURRENCY": "1.5"}, "NEWSMEND_MODEL_CONCURRENCY"),
    ],
)
def test_a_wrong_value_is_named(values: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        config(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"URL": "http://me:hidden1@m.example", "NAME": "n"},
        {"URL": "http://m.example", "NAME": "n", "KEY": "hidden1\r\nX: y"},
    ],
)
def test_a_secret_is_refused_without_being_shown(values: dict[str, str]) -> None:
    with pytest.raises(UsageError) as caught:
        config(**values)
    assert "hidden1" not in str(caught.value)


def test_the_key_is_in_no_representation_of_the_settings() -> None:
    names = {"NEWSMEND_MODEL_URL": "http://m.example", "NEWSMEND_MODEL_NAME": "n", "NEWSMEND_MODEL_KEY": "hidden1"}
    settings = load(names)
    assert settings.model is not None
    assert settings.model.key == "hidden1"
    assert "hidden1" not in repr(settings)
    assert "NEWSMEND_MODEL_KEY" not in settings.variables  # source files are filled in from these

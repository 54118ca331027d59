"""What a refresh published is what texts are mended with, and a house style counts everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.faults.catalogue import embedded
from pipeline.flow.gazetteer import files
from pipeline.flow.mend import mend_text
from pipeline.flow.names_in_use import names_version
from pipeline.model.entity import Entity, Office
from pipeline.model.errors import UsageError
from pipeline.settings import load

NEW = Entity(
    "new", "Tomasz Wrzeszczynski", "Wrzeszczynski", country="PL", field="politics", source="hand", licence="CC0-1.0",
    offices=(Office("prime-minister", "PL", date(2026, 5, 1), None),),
)  # fmt: skip
TEXT = "Polish Prime Minister Tomasz Wrzeszchinski spoke to the parliament in Warsaw."
STYLED = "Volodymyr Zelensky spoke in Kyiv on Monday. Zelensky left."


def test_a_published_gazetteer_is_what_texts_are_mended_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSMEND_GAZETTEER", str(tmp_path))
    assert names_version(tmp_path) == ""
    assert mend_text(TEXT, on=date(2026, 6, 1)).text == TEXT
    more = replace(embedded(), entities=(*embedded().entities, NEW))
    files.publish(tmp_path, more, "a test")
    assert names_version(tmp_path)
    assert mend_text(TEXT, on=date(2026, 6, 1)).text == TEXT.replace("Wrzeszchinski", "Wrzeszczynski")
    files.revert(tmp_path)
    assert mend_text(TEXT, on=date(2026, 6, 1)).text == TEXT


def test_the_house_style_of_a_deployment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mend_text(STYLED).text == STYLED
    monkeypatch.setenv("NEWSMEND_STYLE", "Q3874799=Zelenskyy")
    assert mend_text(STYLED).text == STYLED.replace("Zelensky", "Zelenskyy")


def test_a_house_style_that_cannot_be_read_says_how() -> None:
    with pytest.raises(UsageError, match="not id=spelling"):
        load({"NEWSMEND_STYLE": "Zelensky"})

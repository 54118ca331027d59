"""Stored articles with a model: what it says makes another mending; without it, all is as before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.faults.rule import Context, Example
from pipeline.flow import model_backend
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace, workplace
from pipeline.model.document import Document
from pipeline.model.proposal import Fault, Proposal
from pipeline.model.ruling import Outcome, Ruling
from pipeline.settings import load
from pipeline.store import documents, mendings
from tests.engines.model.server import ModelServer
from tests.flow.model_backend.conftest import Configured
from tests.store.samples import add_article

URL = "https://news.test/1"
TEXT = "The minister gave informations to the press about the new bridge on Monday."


class Flags:
    """Flags "informations"."""

    id = "t.flags"
    fault = Fault.GRAMMAR
    examples: tuple[Example, ...] = ()

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        at = document.text.find("informations")
        if at >= 0:
            yield Proposal(document.anchor(at, at + 12), (), self.fault, self.id, 0.6, "No plural.")


@pytest.fixture(autouse=True)
def one_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.flow.mend_stored.rules_in_use", lambda *_: (Flags(),))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with workplace(load({"NEWSMEND_HOME": str(tmp_path)}), migrate=True) as opened:
        yield opened


def standing(place: Workplace, id: str) -> tuple[str, Sequence[Ruling], str]:
    """The inputs, the rulings and the clean text of the body's mending."""
    with place.store.read() as conn:
        body = next(text for text in documents.current(conn, [id]) if text.text == TEXT)
        found = mendings.latest(conn, [body.id])[body.id]
        return found.decisions_sha, mendings.rulings(conn, found.id), found.clean_text


def test_answers_are_part_of_the_inputs(place: Workplace, server: ModelServer, settings: Configured) -> None:
    with place.store.begin() as conn:
        id = add_article(conn, url=URL, text=TEXT)
    assert mend_articles(place, [id]).changed
    before = standing(place, id)
    assert mend_articles(place, [id]).changed == 0

    server.mode = "500"
    place.settings = replace(place.settings, model=settings().model)
    assert mend_articles(place, [id]).changed == 0  # it said nothing: nothing is new
    model_backend._asker.cache_clear()  # as in the next process
    server.mode = "normal"
    assert mend_articles(place, [id]).changed == 1
    after = standing(place, id)
    assert after[0] != before[0]
    assert after[2] == TEXT
    (added,) = [ruling for ruling in after[1] if ruling.proposal.rule == "model.rewrite"]
    assert (added.outcome, added.replacement) == (Outcome.HOLD, "information")
    assert mend_articles(place, [id]).changed == 0  # the same answers, from the cache
    assert len(server.seen) <= 3

    place.settings = replace(place.settings, model=None)
    mend_articles(place, [id])
    assert standing(place, id) == before  # switched off, the old mending stands again

"""A store of each kind with three articles, and what reviewers do with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from pipeline.faults.rule import Context, Example
from pipeline.flow.gazetteer import learn
from pipeline.flow.mend_stored import mend_articles
from pipeline.flow.workplace import Workplace, now, workplace
from pipeline.model.decision import Decision, Verdict
from pipeline.model.document import Document
from pipeline.model.entity import Entity
from pipeline.model.proposal import Fault, Proposal
from pipeline.settings import load
from pipeline.store import articles, decisions, documents, log, mendings
from tests.store.samples import DAY, add_article

NAME = "Tarvo Kuusmets"
TEXTS = {
    "https://news.test/1": "The engineer Tarvo Kuusmetsa said on Monday that the bridge would open in spring.",
    "https://news.test/2": "Tarvo Kuusmets said so. Later Kuusmetsu left the hall, and Kuusmetsk came back.",
    "https://news.test/3": "The council met on Monday. . Nobody spoke.",
}
PERSON = Entity("", NAME, "Kuusmets", country="EE")


GUESSES: dict[str, tuple[tuple[str, ...], float]] = {
    "Kuusmetsu": (("Kuusmets",), 0.6), "Kuusmetsk": (("Kuznetsk",), 0.6), "Kuusmats": ((), 0.4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """A rule that is sure of the garbles of learned names and guesses about others: lessons, not names, are tested."""

    learned: tuple[Entity, ...] = ()
    id: str = "name.stub"
    fault: Fault = Fault.NAME
    examples: tuple[Example, ...] = ()

    def find(self, document: Document, context: Context) -> Iterator[Proposal]:
        families = {entity.family for entity in self.learned}
        for match in re.finditer(r"\bKuusmets[auk]\b|\bKuusmats\b", document.text):
            known = "Kuusmets" in families
            fixes, sure = (("Kuusmets",), 0.99) if known else GUESSES.get(match[0], ((), 0.0))
            if sure:
                yield Proposal(document.anchor(*match.span()), fixes, self.fault, self.id, sure, "It is a garble.")


@pytest.fixture(autouse=True)
def stub_rules() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in ("mend", "mend_stored", "gazetteer.rehearse"):
            patch.setattr(f"pipeline.flow.{module}.rules_in_use", lambda _, learned=(): (Names(learned),))
        yield


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> str:
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text("CREATE DATABASE nm_learn"))
    engine.dispose()
    return make_url(postgres_url).set(database="nm_learn").render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workplace]:
    """A store of each kind with three articles, mended without any lesson."""
    env = {"NEWSMEND_HOME": str(tmp_path)}
    if request.param == "postgresql":
        env["NEWSMEND_DATABASE_URL"] = request.getfixturevalue("postgres_database")
        engine = create_engine(env["NEWSMEND_DATABASE_URL"])
        with engine.begin() as conn:
            conn.execute(text("DROP SCHEMA public CASCADE"))
            conn.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    with workplace(load(env), migrate=True) as opened:
        with opened.store.begin() as conn:
            for url, body in TEXTS.items():
                add_article(conn, url=url, text=body)
        mend_all(opened)
        yield opened


def ids(place: Workplace) -> list[str]:
    with place.store.read() as conn:
        return [row.id for row in articles.of_day(conn, DAY)]


def mend_all(place: Workplace) -> int:
    return mend_articles(place, ids(place)).changed


def clean(place: Workplace) -> dict[str, str]:
    """The clean texts that stand, by address and part."""
    with place.store.read() as conn:
        owners = {row.id: row.url for row in articles.of_day(conn, DAY)}
        texts = documents.current(conn, owners)
        standing = mendings.latest(conn, [row.id for row in texts])
    return {f"{owners[row.article]} {row.part}": standing[row.id].clean_text for row in texts}


def standing_log(place: Workplace) -> list[object]:
    with place.store.read() as conn:
        assert log.verify_chain(conn, "demo") is None
        return [(r.article_url, r.start, r.before, r.after, r.rule, r.outcome, r.hash) for r in log.rows(conn)]


def say(place: Workplace, before: str, verdict: Verdict, replacement: str | None = None) -> str:
    """A reviewer's word on the first standing proposal of that quote."""
    with place.store.read() as conn:
        row = next(row for row in log.rows(conn) if row.before == before and row.fault == Fault.NAME)
    with place.store.begin() as conn:
        decisions.add(conn, [Decision(row.proposal_id, verdict, "ada", now(), replacement)])
    return row.proposal_id


def published(place: Workplace, entity: Entity = PERSON) -> str:
    lesson = learn.draft(place, entity, "ada")
    learn.test(place, lesson.id, "ada")
    return learn.publish(place, lesson.id, "ada", "he builds bridges").id

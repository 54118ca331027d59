"""An agency's text in several papers: kept and linked, read with the rules once, and decided once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context, Rule
from pipeline.flow import propose_once as once
from pipeline.flow import review
from pipeline.flow.ingest import ingest_day
from pipeline.flow.mend import propose
from pipeline.flow.records import stored_records
from pipeline.flow.workplace import Workplace, now, workplace
from pipeline.model.decision import Verdict
from pipeline.model.document import Document
from pipeline.model.errors import RuleFailure
from pipeline.model.proposal import Proposal
from pipeline.model.ruling import Outcome
from pipeline.review import queue
from pipeline.review.decide import Answer
from pipeline.settings import load
from pipeline.store import articles, copies, documents, mendings
from tests.fetch.warc_files import article, record

DAY = date(2026, 11, 20)
PAPERS = ("first", "second", "third")
FAULTY = "The the council of the town, said US secretary of state Marko Rubio on Tuesday, is building a second bridge."


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """Three papers with one text, word for word, in a WARC file each."""
    (tmp_path / "sources").mkdir()
    for paper in PAPERS:
        (tmp_path / f"{paper}.warc.gz").write_bytes(record(f"https://{paper}.test/a", article(text=FAULTY)))
        lines = f"id: {paper}\nname: {paper}\nhome: https://{paper}.test/\nwarc: [../{paper}.warc.gz]\n"
        (tmp_path / "sources" / f"{paper}.yaml").write_text(lines)
    env = {"NEWSMEND_HOME": str(tmp_path / "home"), "NEWSMEND_SOURCES": str(tmp_path / "sources")}
    with workplace(load(env), migrate=True) as opened:
        yield opened


def ingested(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Ingests the day of all papers; how often the rules read each text."""
    once._known.clear()
    read: dict[str, int] = {}

    def counted(document: Document, *rest: object) -> object:
        read[document.text] = read.get(document.text, 0) + 1
        return propose(document, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(once, "propose", counted)
    for paper in PAPERS:
        assert ingest_day(place, place.source(paper), DAY).outcomes == {"stored": 1}
    return read


def test_the_copies_are_kept_linked_and_read_with_the_rules_once(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = ingested(place, monkeypatch)
    assert sorted(read.values()) == [1, 1]  # the headline and the body
    records = list(stored_records(place))
    assert {record["source"] for record in records} == set(PAPERS)
    assert len({record["text"] for record in records}) == 1
    assert records[0]["text"] != records[0]["original_text"]
    with place.store.read() as conn:
        ids = [row.id for row in articles.all_articles(conn)]
        linked = copies.group(conn, ids[0])
    assert [row.layer for row in linked] == ["exact", "exact"]


def test_one_decision_settles_all_copies(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    ingested(place, monkeypatch)
    with place.store.read() as conn:
        bodies = [row for row in documents.all_documents(conn) if row.part == "body"]
        found = mendings.latest(conn, [body.id for body in bodies])
        ruled = [ruling for mending in found.values() for ruling in mendings.rulings(conn, mending.id)]
    applied = [ruling.proposal for ruling in ruled if ruling.outcome is Outcome.APPLY]
    chosen = min(applied, key=lambda proposal: proposal.anchor.start)
    assert [proposal.id for proposal in applied].count(chosen.id) == len(PAPERS)
    with place.store.read() as conn:
        version = queue.find(conn, chosen.id, now())[0].version
    items = review.say(place, Answer(chosen.id, Verdict.REJECT, version), "a-reviewer")
    assert len(items) == len(PAPERS)
    end = chosen.anchor.end
    for one in stored_records(place):
        assert str(one["text"])[:end] == str(one["original_text"])[:end]


def test_another_day_headline_style_or_rule_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    once._known.clear()
    read: list[Document] = []

    def noted(document: Document, context: Context, asked: Sequence[Rule]) -> tuple[list[Proposal], list[RuleFailure]]:
        read.append(document)
        return propose(document, context, asked)

    monkeypatch.setattr(once, "propose", noted)
    document, plain, asked = Document("", FAULTY), Context(published=DAY), rules()
    same = [(document, plain, asked), (Document("https://other.test/", FAULTY), replace(plain, source="x"), asked)]
    others = [
        (Document("", FAULTY + " More."), plain, asked),
        (document, replace(plain, published=DAY + timedelta(days=1)), asked),
        (document, replace(plain, title="A bridge"), asked),
        (document, replace(plain, style={"kyiv": "Kiev"}), asked),
        (document, plain, asked[:-1]),
    ]
    first, second = (once.propose_once(*each) for each in same)
    assert first == second == propose(*same[0])
    assert len(read) == 1
    for count, each in enumerate(others, 2):
        assert once.propose_once(*each) == propose(*each)
        assert len(read) == count


def test_what_is_kept_is_bounded_and_nobody_elses_to_change() -> None:
    once._known.clear()
    for n in range(once.MOST + 10):
        found, _ = once.propose_once(Document("", f"The minister number {n}."), Context(), ())
        found.append("mine")  # type: ignore[arg-type]
    assert len(once._known) == once.MOST
    assert once.propose_once(Document("", f"The minister number {n}."), Context(), ())[0] == []


class _Nowhere(Context):
    """A context that nobody may ask for the place where a text was printed."""

    __slots__ = ()

    @property
    def source(self) -> str:
        raise AssertionError("a rule read the source: propose_once must know of it")


def test_no_rule_looks_at_where_a_text_was_printed() -> None:
    nowhere = object.__new__(_Nowhere)
    for name, value in {"published": DAY, "style": {}, "title": "A bridge"}.items():
        object.__setattr__(nowhere, name, value)
    _, failures = propose(Document("", FAULTY), nowhere, rules())
    assert failures == []

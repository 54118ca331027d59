"""A refresh from question to file, against a real server."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipeline.faults.names.gazetteer import by_id, read
from pipeline.flow.gazetteer.diff import Sort
from pipeline.flow.gazetteer.files import current
from pipeline.flow.gazetteer.refresh import RefreshReport
from pipeline.model.entity import Entity, Office
from tests.fetch.wikidata.fake import Fake, person, row
from tests.flow.gazetteer.conftest import (
    CHIEFS,
    CURRENT,
    FOOTBALL,
    HEADS,
    HERE,
    MINISTERS,
    Refresh,
    entity,
    president,
    us_head,
)


def published(report: RefreshReport) -> dict[str, Entity]:
    assert report.published is not None, report.diff.summary()
    return by_id(read(report.published.read_text()).entities)


def said(report: RefreshReport, sort: Sort) -> list[str]:
    return [str(change) for change in report.diff.of(sort)]


def test_an_unchanged_answer_makes_no_version(run: Refresh, folder: Path) -> None:
    report = run()
    assert report.published is None
    assert report.diff.is_empty, report.diff.summary()
    assert current(folder) is None
    assert list(folder.glob("*.jsonl")) == []


def test_a_new_head_ends_the_old_one(run: Refresh, fake: Fake, folder: Path) -> None:
    fake.rows[HEADS] = [us_head("Q22686", "2025-01-20", "2026-11-20"), us_head("Q28935729", "2026-11-20")]
    fake.add(person("Q28935729", "JD Vance", "J.D. Vance", "Vice President Vance"))
    start = replace(CURRENT, ordinary=frozenset({"acme"}))
    report = run(start)
    after = published(report)
    assert after["donald-trump"].offices == (president(date(2025, 1, 20), date(2026, 11, 20)),)
    vance = after["Q28935729"]
    assert vance.offices == (president(date(2026, 11, 20)),)
    assert (vance.family, vance.country, vance.source, vance.licence, vance.as_of, vance.variants) == (
        "Vance", "US", "wikidata", "CC0-1.0", "2026-11-22", ("J.D. Vance",),
    )  # fmt: skip
    assert after["donald-trump"].source == "hand+wikidata"
    assert report.counts().items() >= {"added": 1, "office": 1, "ended": 1, "alias": 1, "left out": 1}.items()
    path = current(folder)
    assert path is not None
    new = read(path.read_text())
    assert (new.as_of, sorted(new.sources)) == ("2026-11-22", ["hand", "wikidata"])
    assert set(by_id(CURRENT.entities)) < set(by_id(new.entities))
    assert run(new).published is None
    assert {"vance", "trump"} <= set(new.words)
    assert new.ordinary == start.ordinary == {"acme"}


def test_the_predecessor_ends_even_where_wikidata_forgot_him(run: Refresh, fake: Fake) -> None:
    fake.rows[HEADS] = [us_head("Q28935729", "2026-11-20")]
    fake.add(person("Q28935729", "JD Vance"))
    assert published(run())["donald-trump"].offices[0].end == date(2026, 11, 20)


def test_two_holders_at_once_are_left_out(run: Refresh, fake: Fake) -> None:
    fake.rows[HEADS].append(us_head("Q28935729", "2026-11-20"))
    fake.add(person("Q28935729", "JD Vance"))
    report = run()
    assert report.published is None
    assert "2 people at once" in said(report, Sort.LEFT_OUT)[0]


def test_an_unknown_end_closes_nothing_and_holds_nothing(run: Refresh, fake: Fake) -> None:
    fake.rows[HEADS] = [us_head("Q22686", "2025-01-20", ended=True)]
    assert run().published is None


def test_what_we_know_better_stays(run: Refresh, fake: Fake) -> None:
    """Our record says who came later, or that the tenure is over; Wikidata is behind."""
    fake.rows[HEADS] = [us_head("Q6279", "2021-01-20")]
    report = run()
    assert report.published is None
    fake.rows[HEADS] = [us_head("Q1", "2024-01-20")]
    fake.add(person("Q1", "Ann Lee"))
    report = run()
    assert report.published is None
    assert "we know a later holder, Donald Trump" in said(report, Sort.LEFT_OUT)[0]


def test_the_dead_hold_no_office(run: Refresh, fake: Fake) -> None:
    fake.rows[HEADS] = [us_head("Q1", "2026-02-01")]
    fake.add(person("Q1", "Ann Lee", died="2026-03-01"))
    assert run().published is None


def test_ministers_by_their_office(run: Refresh, fake: Fake) -> None:
    fake.rows[MINISTERS] = [
        row("Q1", "2025-10-12", iso="FR", office="Q100", label="Minister of Finance"),
        row("Q2", "2025-10-12", iso="FR", office="Q101", label="Deputy Minister of Justice"),
        row("Q3", "1999-10-12", iso="FR", office="Q102", label="Minister of Justice"),
        row("Q4", "2025-10-12", iso="DK", office="Q103", label="Minister of the Interior"),
    ]
    fake.rows[HERE] = [row("Q5", "2025-01-28", office="Q4215834")]
    fake.add(
        *(
            person(f"Q{n}", name)
            for n, name in enumerate(["Jean Petit", "Luc Roi", "Guy Vieux", "習", "Scott Bessent"], 1)
        )
    )
    after = published(report := run())
    assert after["Q1"].offices == (Office("finance", "FR", date(2025, 10, 12), None),)
    assert after["Q5"].offices == (Office("finance", "US", date(2025, 1, 28), None),)
    assert {"Q2", "Q3", "Q4"}.isdisjoint(after)
    assert any("too long to be true" in line for line in said(report, Sort.LEFT_OUT))


def test_famous_people_and_chief_executives(run: Refresh, fake: Fake) -> None:
    fake.rows[FOOTBALL] = [{k: v for k, v in row("Q1", "2025-01-01", iso="FR").items() if k in ("person", "iso")}]
    company = {"type": "literal", "value": "Acme Motors"}
    fake.rows[CHIEFS] = [{"person": row("Q2", "2025-01-01")["person"], "companyLabel": company}]
    fake.add(person("Q1", "Kylian Mbappé", links=140), person("Q2", "Xi Min", family="Q77"), person("Q77", "Xi"))
    after = published(run())
    assert (after["Q1"].field, after["Q1"].country, after["Q1"].weight) == ("football", "FR", 2.15)
    assert (after["Q2"].field, after["Q2"].known_for, after["Q2"].family) == (
        "business", "chief executive of Acme Motors", "Xi",
    )  # fmt: skip


def test_a_namesake_of_another_country_is_left_out(run: Refresh, fake: Fake) -> None:
    fake.rows[FOOTBALL] = [{k: v for k, v in row("Q1", "2025-01-01", iso="FR").items() if k in ("person", "iso")}]
    fake.add(person("Q1", "Donald Trump"))
    report = run()
    assert report.published is None
    assert "it may be another than donald-trump" in said(report, Sort.LEFT_OUT)[0]


def test_a_redirect_leads_to_the_same_entity(run: Refresh, fake: Fake) -> None:
    fake.people["Q57643"] = {
        **person("Q900", "Mark Rutte", "Marc Rutte"),
        "redirects": {"from": "Q57643", "to": "Q900"},
    }
    after = published(run())
    assert after["Q57643"].variants == ("Marc Rutte",)
    assert "Q900" not in after


def test_an_id_of_somebody_else_ties_nothing(run: Refresh, fake: Fake) -> None:
    fake.add(person("Q57643", "Ann Lee", "Annie Lee"))
    fake.rows.popitem()
    report = run()
    assert report.published is None
    assert "its item is Ann Lee" in said(report, Sort.LEFT_OUT)[0]


ALIASES = {
    "Joseph R. Biden": "", "Joseph Bidan": "", "Biden": "no whole name", "President Biden": "holds a title",
    "Sleepy Joe": "lacks the family name", "joe biden jr": "", "Joe biden": "", "Mark Rutte": "is the name of Q57643",
    "Donald Trump": "is the name of donald-trump", "Джо Байден": None,
}  # fmt: skip


def test_aliases_pass_the_gates_one_by_one(run: Refresh, fake: Fake) -> None:
    fake.add(person("Q6279", "Joe Biden", *ALIASES))
    report = run()
    assert published(report)["Q6279"].variants == ("Joseph Biden", "Joseph R. Biden", "Joseph Bidan")
    left = " ".join(said(report, Sort.LEFT_OUT))
    assert all(repr(alias) in left and fault in left for alias, fault in ALIASES.items() if fault)


def test_a_name_of_wikidatas_is_renamed_and_ours_is_not(run: Refresh, fake: Fake) -> None:
    theirs = replace(entity("Q1", "Ann Lee", country="DK"), source="wikidata")
    start = replace(CURRENT, entities=(*CURRENT.entities, theirs))
    fake.add(person("Q1", "Ann Lee-Olsen"), person("Q6279", "Joseph R. Biden"))
    after = published(report := run(start))
    assert (after["Q1"].name, after["Q1"].family, after["Q1"].variants) == ("Ann Lee-Olsen", "Lee-Olsen", ("Ann Lee",))
    assert (after["Q6279"].name, after["Q6279"].variants) == ("Joe Biden", ("Joseph Biden", "Joseph R. Biden"))
    assert len(report.diff.of(Sort.RENAMED)) == 1

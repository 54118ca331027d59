"""Garbled names with a title or a first name: most are repaired, and none wrongly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

DAY = date(2025, 9, 1)
GARBLES = (
    ("Ukrainian President Voldymir Zelensky arrived.", "Volodymyr"),
    ("Ukrainian President Zerenski arrived.", "Zelensky"),
    ("Ukraine's President Volodymyr Zelensiky arrived.", "Zelensky"),
    ("US Defense Secretary Pete Hegses spoke.", "Hegseth"),
    ("US Defense Secretary Hegset spoke.", "Hegseth"),
    ("Treasury Secretary Scott Besent spoke in Washington.", "Bessent"),
    ("US Treasury Secretary Bessento spoke.", "Bessent"),
    ("US Commerce Secretary Howard Latnik spoke.", "Lutnick"),
    ("Commerce Secretary Lutnic told the White House.", "Lutnick"),
    ("US Secretary of State Marco Rubyo spoke.", "Rubio"),
    ("Russian Foreign Minister Sergei Rabrov spoke.", "Lavrov"),
    ("Russian President Vladmir Putin spoke.", "Vladimir"),
    ("Kremlin spokesman Dmitry Peskow spoke in Moscow.", "Peskov"),
    ("Russian Prime Minister Mikhail Mishustine spoke.", "Mishustin"),
    ("Israeli Prime Minister Benjamin Netanyahoo spoke.", "Netanyahu"),
    ("Israeli Prime Minister Netaniyahu spoke.", "Netanyahu"),
    ("Israeli Finance Minister Bezalel Smotritch spoke.", "Smotrich"),
    ("Mexican President Claudia Shainbaum spoke.", "Sheinbaum"),
    ("Mexican President Sheinbaoum spoke.", "Sheinbaum"),
    ("French President Emanuell Macron spoke.", "Emmanuel"),
    ("French President Emmanuel Makron spoke.", "Macron"),
    ("German Defence Minister Boris Pistorious spoke.", "Pistorius"),
    ("German Foreign Minister Johann Wadeful spoke.", "Wadephul"),
    ("Hungarian Foreign Minister Péter Sijjarto spoke.", "Szijjártó"),
    ("NATO Secretary General Mark Rutteh spoke.", "Rutte"),
    ("British Prime Minister Keir Sturmerr spoke.", "Starmer"),
    ("British Prime Minister Starmerr spoke.", "Starmer"),
    ("European Commission President Ursula von der Layenn spoke.", "Leyen"),
    ("EU foreign policy chief Kaja Kalllas spoke.", "Kallas"),
    ("UN Secretary-General António Guterish spoke.", "Guterres"),
    ("UN Secretary-General Gutteres spoke.", "Guterres"),
    ("ECB President Christine Lagardd spoke in Frankfurt.", "Lagarde"),
    ("IMF managing director Kristalina Georgiyeva spoke.", "Georgieva"),
    ("Turkish President Recep Tayyip Erdoghan spoke.", "Erdogan"),
    ("Turkish Foreign Minister Hakan Fidhan spoke.", "Fidan"),
    ("Iranian President Masoud Pezeshkiyan spoke.", "Pezeshkian"),
    ("Iranian Foreign Minister Abbas Aragchi spoke.", "Araghchi"),
    ("Kazakh President Tokaev-style talks ended as President Tokayyev spoke in Astana.", "Tokayev"),
    ("Uzbek President Shavkat Mirziyoev spoke.", "Mirziyoyev"),
    ("Armenian Prime Minister Nikol Pashinian spoke.", "Pashinyan"),
    ("Belarusian President Alexander Lukashenkoo spoke.", "Lukashenko"),
    ("Azerbaijani President Ilham Aliyef spoke.", "Aliyev"),
    ("Serbian President Aleksandar Vuchich spoke.", "Vučić"),
    ("South African President Cyril Ramafosa spoke.", "Ramaphosa"),
    ("Argentine President Javier Mileii spoke.", "Milei"),
    ("Philippine President Ferdinand Markoss spoke.", "Marcos"),
    ("Indian Foreign Minister Subrahmanyam Jaishanker spoke.", "Jaishankar"),
    ("Indian Prime Minister Narendara Modi spoke.", "Narendra"),
    ("Pakistani Prime Minister Shebaz Sharif spoke.", "Shehbaz"),
    ("Chinese President Xi Jimping spoke.", "Jinping"),
    ("Japanese Prime Minister Shigeru Ishibba spoke.", "Ishiba"),
    ("Colombian President Gustavo Petroo spoke.", "Petro"),
    ("Danish Prime Minister Mette Frederikson spoke.", "Frederiksen"),
    ("Polish Foreign Minister Radoslaw Sikorskiy spoke.", "Sikorski"),
)


def outcome(mend: Callable[..., str], text: str, right: str) -> str:
    after = mend(text, DAY)
    if after == text:
        return "left"
    return "repaired" if right in re.findall(r"[\w-]+", after) else "wrong"


def test_most_garbles_are_repaired_and_none_wrongly(mend: Callable[..., str]) -> None:
    outcomes = {text: outcome(mend, text, right) for text, right in GARBLES}
    assert [text for text, what in outcomes.items() if what == "wrong"] == []
    left = [text for text, what in outcomes.items() if what == "left"]
    assert len(left) <= 0.25 * len(GARBLES), left  # most of them are held: accepted ways to write the name


def test_the_office_must_be_held_on_the_day_of_the_article(mend: Callable[..., str]) -> None:
    text = "US Defense Secretary Hegses spoke."
    assert mend(text, date(2025, 9, 1)) == "US Defense Secretary Hegseth spoke."
    assert mend(text, date(2023, 9, 1)) == text


def test_without_a_date_the_newest_facts_are_used_and_the_evidence_says_so(mender: object) -> None:
    rulings = mender.rulings("US Defense Secretary Hegses spoke.")  # type: ignore[attr-defined]
    assert [r.replacement for r in rulings] == ["Hegseth"]
    assert "Secretary of Defense" in rulings[0].proposal.evidence
    assert "no date" in rulings[0].proposal.evidence


def test_the_house_style_and_the_article_choose_among_accepted_spellings(mend: Callable[..., str]) -> None:
    text = "Ukrainian President Zerenski left. Zelenskyy had met Volodymyr Zelenskyy's aides."
    assert mend(text, DAY).startswith("Ukrainian President Zelenskyy left.")
    style = {"Q3874799": "Zelenskiy"}
    assert mend(text, DAY, style).startswith("Ukrainian President Zelenskiy left.")


def test_one_person_alone_in_a_room_full_of_colleagues_is_recognised_by_company_and_business(
    mend: Callable[..., str],
) -> None:
    company = "Scott Bessent and Marco Rubio of the US were there. NATO troops and weapons stay, Hegses told allies."
    assert "Hegseth told allies" in mend(company, DAY)
    stranger = company.replace("Hegses told", "Walter Hegses told")
    assert mend(stranger, DAY) == stranger
    no_company = "NATO troops and weapons stay in the US army, Hegses told allies."
    assert mend(no_company, DAY) == no_company


@pytest.mark.parametrize("title", ["Former ", "Deputy ", "then-"])
def test_a_title_of_somebody_else_is_no_evidence(mend: Callable[..., str], title: str) -> None:
    text = f"{title}US Defense Secretary Hegses spoke."
    assert mend(text, DAY) == text

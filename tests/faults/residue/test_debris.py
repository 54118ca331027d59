"""Marks of pages, engines and encodings."""

from __future__ import annotations

import pytest

from pipeline.faults.catalogue import rules
from pipeline.faults.rule import Context
from pipeline.model.document import Document

RULES = [rule for rule in rules() if rule.id.startswith("residue.")]


@pytest.mark.parametrize(
    "text",
    [
        "AT&T, R&D and Q&A; 3 < 5 > 4; a_b, C:\\temp and ~5.",
        "Ângela Ñuñoa met Åsa Ärlig in Århus; naïve cafés in Łódź.",
        "The β variant and Москва as a whole word are right.",
        "He read also the paper, and the photo was by a friend.",
    ],
)
def test_right_texts_are_not_changed(text: str) -> None:
    assert [
        (rule.id, p.anchor.quote) for rule in RULES for p in rule.find(Document("", text), Context()) if p.replacements
    ] == []


def test_mojibake_is_undone_inside_its_word_only() -> None:
    text = "Le cafÃ© and SÃ£o Paulo"
    rule = next(r for r in RULES if r.id == "residue.mojibake")
    found = list(rule.find(Document("", text), Context()))
    assert [(p.anchor.quote, p.replacements) for p in found] == [("Ã©", ("é",)), ("Ã£", ("ã",))]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("He left. Le président a déclaré que les négociations sont en cours. She stayed.", "French"),
        ("The council met. Sie sagte, dass die Regierung das Gesetz nicht ändern wird.", "German"),
        ("So it is. El presidente dijo que los trabajos se terminarán en mayo y que está listo.", "Spanish"),
        ("It is law. Vyriausybė nusprendė, kad jis bus priimtas ir jo tekstas yra, bet ne visas.", "Lithuanian"),
    ],
)
def test_a_sentence_left_in_its_language_is_pointed_at(text: str, language: str) -> None:
    rule = next(r for r in RULES if r.id == "residue.foreign-language")
    (proposal,) = rule.find(Document("", text), Context())
    assert language in proposal.evidence
    assert proposal.replacements == ()

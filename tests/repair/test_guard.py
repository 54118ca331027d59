"""The guard: an edit may not change facts."""

from __future__ import annotations

import pytest

from pipeline.model.document import Document
from pipeline.model.proposal import Fault
from pipeline.model.ruling import Outcome, Ruling
from pipeline.repair.guard import guard
from pipeline.repair.guards.polarity import verbs
from tests.repair.support import judged, ruling

REFUSED = (
    # 1. Numbers, dates, currencies, percentages, units.
    ("They lost 30 men.", "30", "40", Fault.NUMBER, "number"),
    ("They lost 1 ,500 men.", "1 ,500", "1,500", Fault.PUNCTUATION, "number"),
    ("They lost three million men.", "million", "billion", Fault.TERM, "number"),
    ("They lost two two men.", "two two", "two", Fault.DUPLICATION, "number"),
    ("It fell to -5 degrees.", "-5", "5", Fault.PUNCTUATION, "number"),
    ("He came in third.", "third", "fourth", Fault.GRAMMAR, "number"),
    ("It cost $5.", "$5", "5", Fault.PUNCTUATION, "number"),
    ("It grew by 5 per cent.", "per cent", "points", Fault.TERM, "number"),
    ("It cost five euros.", "euros", "dollars", Fault.TERM, "currency"),
    ("It is five miles away.", "miles", "kilometres", Fault.TERM, "unit"),
    ("It opens on 5 May 2026.", "May", "March", Fault.NAME, "date"),
    ("It opens on Tuesday.", "Tuesday", "Thursday", Fault.NAME, "date"),
    ("He was there for days.", "days", "weeks", Fault.PHRASE, "unit"),
    # 2. Negation and modality.
    ("It is not clear.", "not ", "", Fault.GRAMMAR, "negation"),
    ("It is clear.", "is", "isn't", Fault.GRAMMAR, "negation"),
    ("He won't come.", "won't", "will", Fault.GRAMMAR, "negation"),
    ("A non-nat mission.", "non-nat", "NATO", Fault.CASE, "negation"),
    ("It is likely to rain, they say.", "likely", "unlikely", Fault.GRAMMAR, "how sure"),
    ("A harmful plan was made.", "harmful", "harmless", Fault.GRAMMAR, "negation"),
    ("The able man left the hall.", "able", "unable", Fault.GRAMMAR, "negation"),
    ("He may go home now.", "may", "will", Fault.GRAMMAR, "how sure"),
    ("He should go home now.", "should", "must", Fault.PHRASE, "how sure"),
    ("He allegedly stole it, they say.", "allegedly ", "", Fault.PHRASE, "how sure"),
    # 3. Verbs that say which way.
    ("The bank raised rates again.", "raised", "cut", Fault.TERM, "verb"),
    ("The club won the match there.", "won", "lost", Fault.GRAMMAR, "verb"),
    ("The minister denied the report.", "denied", "confirmed", Fault.PHRASE, "verb"),
    # 4. Quotation marks, and what is said.
    ("“Yes,” he said.", "“Yes,”", "Yes,", Fault.PUNCTUATION, "quotation"),
    ('He said "no way".', '"no way"', 'no way"', Fault.PUNCTUATION, "quotation"),
    ("“We act on the territory of Mali,” he said.", "on the territory of", "in", Fault.PHRASE, "somebody said"),
    ('He said: "It was in force since long time, they say', "since long time", "for long", Fault.PHRASE, "somebody"),
    # 5. Addresses.
    ("See https://a.org/the/the for it.", "the/the", "the", Fault.DUPLICATION, "address"),
    ("Write to the.the@a.org now.", "the.the", "the", Fault.DUPLICATION, "address"),
    # 6. Names.
    ("He met Anna Bauer there.", "Anna Bauer", "Bauer", Fault.PHRASE, "name 'Anna'"),
    ("He met Bauer there.", "Bauer", "Maier", Fault.TERM, "name"),
    ("He met her there.", "her", "Anna", Fault.PHRASE, "name"),
    ("Hegses spoke to them.", "Hegses", "Hegseth", Fault.TERM, "name"),
    ("He met Bauer. Bauer left.", "Bauer left", "Maier left", Fault.TERM, "name"),
    ("He met Anna there.", "Anna ", "", Fault.NAME, "left out"),
    # 7. Size.
    ("The deal is near. There again.", "There again", "", Fault.FRAGMENT, "sentence"),
    ("There again.", "There again", "", Fault.FRAGMENT, "a whole sentence"),
    ("Big cats eat small grey mice.", "cats eat small grey", "cat eats tiny gray", Fault.TERM, "too much"),
    # 8. Known words, near ones.
    ("He read the raport then.", "raport", "raporto", Fault.GRAMMAR, "not known"),
    ("He read the raport then.", "raport", "newspaper", Fault.GRAMMAR, "far from it"),
    # 9. Sentences and paragraphs.
    ("He left. She stayed there.", "left. She", "left, she", Fault.PUNCTUATION, "how many sentences"),
    ("He left, she stayed there.", "left, she", "left. She", Fault.PUNCTUATION, "how many sentences"),
    ("One line\nand another.", "line\nand", "line and", Fault.PUNCTUATION, "paragraphs"),
)


@pytest.mark.parametrize(("text", "before", "after", "fault", "what"), REFUSED)
def test_refuses_with_the_reason(text: str, before: str, after: str, fault: Fault, what: str) -> None:
    result = judged(text, before, after, fault)
    assert result.outcome is Outcome.REFUSED
    assert result.because.startswith("the guard: it would change ")
    assert what in result.because


ALLOWED = (
    ("The the man left.", "The the", "The", Fault.DUPLICATION),
    ("They should should go to it.", "should should", "should", Fault.DUPLICATION),
    ("It opens on Tuesday Tuesday.", "Tuesday Tuesday", "Tuesday", Fault.DUPLICATION),
    ("Per press time he was silent.", "Per press time", "By press time", Fault.PHRASE),
    ("He left. .", ". .", ".", Fault.PUNCTUATION),
    ("The U.S.. Court met.", "..", ".", Fault.PUNCTUATION),
    ("Mr . Smith left.", " .", ".", Fault.PUNCTUATION),
    ("He left it. ( Then she came.)", "( ", "(", Fault.PUNCTUATION),
    ("He left the room.The others stayed.", ".The", ". The", Fault.PUNCTUATION),
    ("“(a) It is ours.”", "(a) ", "", Fault.RESIDUE),
    ("A non-nat mission.", "non-nat", "non-NATO", Fault.CASE),
    ("Hegses spoke.", "Hegses", "Hegseth", Fault.NAME),
    ("“Hegses spoke,” he said.", "Hegses", "Hegseth", Fault.NAME),
    ("In 2025 , he left.", " ,", ",", Fault.PUNCTUATION),
    ("It fell by 5 % then.", "5 %", "5%", Fault.PUNCTUATION),
    ("It fell by 5 per cent then.", "per cent", "percent", Fault.TERM),
    ("In 2022 year the war began.", "2022 year", "2022", Fault.PHRASE),
    ("They do n't know it.", "do n't", "don't", Fault.PUNCTUATION),
    ("They hadn 't known it.", "hadn 't", "hadn't", Fault.PUNCTUATION),
    ("He can not come to it.", "can not", "cannot", Fault.PUNCTUATION),
    ("They wo n't win it today.", "wo n't", "won't", Fault.PUNCTUATION),
    ("They met in Turkey 's capital.", "Turkey 's", "Turkey's", Fault.PUNCTUATION),
    ("They will can come to us.", "will can", "will be able to", Fault.GRAMMAR),
    ("They did not went to the city.", "went", "go", Fault.GRAMMAR),
    ("It is a engine of growth.", "a engine", "an engine", Fault.GRAMMAR),
    ("“It is a engine of growth,” he said.", "a engine", "an engine", Fault.GRAMMAR),
    ("Prices has rised in the city.", "rised", "risen", Fault.GRAMMAR),
    # Debris is no text: what it stands for was there before.
    ("He said &quot;no&quot; to it.", "&quot;", '"', Fault.RESIDUE),
    ("The &lt;b&gt; of Smith &amp; Sons.", "&amp;", "&", Fault.RESIDUE),
    ("Heâ€™s late.", "â€™", "’", Fault.RESIDUE),
    ("He said â€œno to it.", "â€œ", "“", Fault.RESIDUE),
    ("It is Trump's countryâ€™s aim.", "countryâ€™s", "country’s", Fault.RESIDUE),
    ("He met ##Product1# in it.", " ##Product1#", "", Fault.RESIDUE),
    ("The poli\u0441e left.", "poli\u0441e", "police", Fault.RESIDUE),
)


@pytest.mark.parametrize(("text", "before", "after", "fault"), ALLOWED)
def test_lets_harmless_edits_pass(text: str, before: str, after: str, fault: Fault) -> None:
    result = judged(text, before, after, fault)
    assert (result.outcome, result.because) == (Outcome.APPLY, "policy")


def test_debris_hides_nothing_else() -> None:
    assert judged("It cost €5 in all.", "€5", "5", Fault.RESIDUE).outcome is Outcome.REFUSED
    assert judged("It â€œcost 5â€\x9d in all.", "â€œcost 5", "“cost 6", Fault.RESIDUE).outcome is Outcome.REFUSED
    assert judged("He said &quot;no.", "&quot;no", '"yes', Fault.RESIDUE).outcome is Outcome.REFUSED


def test_edits_that_join_into_a_change_are_refused_together() -> None:
    document = Document("u", "The 12 - 34 result.")
    edits = [ruling(document, "12 ", "12", Fault.PUNCTUATION), ruling(document, "- 34", "34", Fault.PUNCTUATION)]
    assert [r.outcome for r in guard(document, edits[:1])] == [Outcome.APPLY]
    assert [r.outcome for r in guard(document, edits[1:])] == [Outcome.APPLY]
    assert [r.outcome for r in guard(document, edits)] == [Outcome.REFUSED, Outcome.REFUSED]


def test_too_many_edits_of_one_sentence_are_refused_and_those_of_the_next_are_not() -> None:
    document = Document("u", "A engine and a apple and a oven. It is a engine of some growth in the city.")
    starts = [document.text.index(word) for word in ("A e", "a a", "a o", "a engine of")]
    edits = [Outcome.REFUSED] * 3 + [Outcome.APPLY]
    found = [_article(document, start) for start in starts]
    assert [r.outcome for r in guard(document, found)] == edits
    assert "too much of the sentence: 3 of 8 words" in guard(document, found)[0].because


def _article(document: Document, start: int) -> Ruling:
    from tests.repair.support import at

    return at(document, start, start + 1, document.text[start] + "n", Fault.GRAMMAR)


def test_only_applied_rulings_are_judged() -> None:
    document = Document("u", "They lost 30 men.")
    proposal = ruling(document, "30", "40").proposal
    held = Ruling(proposal, Outcome.HOLD, "40", "policy")
    assert guard(document, [held]) == [held]


def test_a_person_may_do_what_a_rule_may_not() -> None:
    assert judged("They lost 30 men.", "30", "40", Fault.NUMBER, actor="ann").outcome is Outcome.APPLY
    assert judged("It is near. Not there.", "Not there.", "", Fault.FRAGMENT, actor="ann").outcome is Outcome.APPLY
    assert judged("One\ntwo.", "One\ntwo", "One two", actor="ann").outcome is Outcome.REFUSED


def test_a_rule_is_judged_by_the_text_that_a_person_left() -> None:
    document = Document("u", "They lost 30 two two men.")
    edits = [ruling(document, "30", "40", actor="ann"), ruling(document, "two two", "two", Fault.DUPLICATION)]
    assert [r.outcome for r in guard(document, edits)] == [Outcome.APPLY, Outcome.REFUSED]


def test_the_verbs_are_listed_in_all_their_forms() -> None:
    assert {verbs()[form] for form in ("rose", "risen", "rises", "rising")} == {"rise"}
    assert verbs()["won"] == "win"
    assert len(set(verbs().values())) >= 100

from __future__ import annotations

import pytest

from pipeline.text.english import looks_english

ENGLISH = (
    "The minister said that he had met the governor in the capital, and they spoke of the harvest. It is stipulated. "
    "The visit of delegation was take place at Monday and lasted for two hours with the talks about a new bridge. "
)
GERMAN = (
    "Der Minister sagte, er habe den Gouverneur in der Hauptstadt getroffen, und sie hätten über die Ernte gesprochen. "
    "Der Besuch der Delegation fand am Montag statt und dauerte zwei Stunden, wobei es auch um eine neue Brücke ging. "
    "Am Abend reisten die Gäste wieder ab, ohne Fragen zu beantworten."
)
FRENCH = (
    "Le ministre a déclaré avoir rencontré le gouverneur dans la capitale et avoir parlé avec lui de la récolte. "
    "La visite de la délégation a eu lieu lundi et a duré deux heures, et on a parlé aussi d'un nouveau pont ? Oui."
)


def test_broken_english_is_english() -> None:
    assert looks_english(ENGLISH)


@pytest.mark.parametrize("text", [GERMAN, FRENCH])
def test_other_languages_are_not(text: str) -> None:
    assert not looks_english(text)


@pytest.mark.parametrize("text", ["", "Ja, gut.", "Paris – Lyon : 3 – 1"])
def test_a_short_text_may_be(text: str) -> None:
    assert looks_english(text)

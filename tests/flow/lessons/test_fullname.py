from __future__ import annotations

import pytest

from pipeline.flow.gazetteer.fullname import family_of, full_name


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("The engineer Tarvo Kuusmets said on Monday.", "Kuusmets", "Tarvo Kuusmets"),
        ("The engineer Tarvo Kuusmets said.", "Tarvo", "Tarvo Kuusmets"),
        ("Estonian President Tarvo Kuusmets's plan", "Kuusmets", "Tarvo Kuusmets"),
        ("On Monday Kuusmets left. Then Tarvo Kuusmets came.", "Kuusmets", "Tarvo Kuusmets"),
        ("NATO Secretary General Mark Ruttan Olde spoke.", "Ruttan", "Mark Ruttan Olde"),
        ("She met Ursa von der Leynen in Brussels.", "Leynen", "Ursa von der Leynen"),
        ("It was said by J. R. Tolkas.", "Tolkas", "J. R. Tolkas"),
        ("He left. Kuusmets stayed in Tartu.", "Kuusmets", "Kuusmets"),
        ("Kuusmets of the party", "Kuusmets", "Kuusmets"),
        ("Over Kuusmets hangs a cloud. Will Tarvo Kuusmets stay?", "Kuusmets", "Tarvo Kuusmets"),
        ("Alone:\nKuusmets", "Kuusmets", "Kuusmets"),
        ("'Tarvo' Kuusmets, Olev Kask and others", "Kask", "Olev Kask"),
    ],
)
def test_the_whole_name_around_a_word(text: str, word: str, name: str) -> None:
    start = text.index(word)
    assert full_name(text, start, start + len(word)) == name


def test_the_family_name_has_its_particles() -> None:
    assert family_of("Ursula von der Leyen") == "von der Leyen"
    assert family_of("Tarvo Kuusmets") == "Kuusmets"
    assert family_of("Pele") == "Pele"
    assert family_of("De Gaulle") == "Gaulle"

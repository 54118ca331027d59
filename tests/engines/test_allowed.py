from __future__ import annotations

import pytest

from pipeline.engines.allowed import What, allow_list, read
from pipeline.model.errors import EngineError

HEAD = "engine\trule\twhat\tprecision\tseen\n"


def test_the_list_of_this_release_keeps_its_own_rules() -> None:
    rules = allow_list().rules
    assert rules
    for (_, rule), allowed in rules.items():
        if allowed.what is What.APPLY:
            assert allowed.precision >= 0.99, rule
            assert allowed.seen >= 30, rule
        assert allowed.precision >= (0.35 if allowed.what is What.FLAG else 0.5), rule
        assert allowed.seen >= 10, rule
        assert not rule.startswith("MORFOLOGIK"), "a spelling alarm is never more than a hint"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rule\twhat\n",
        f"{HEAD}embedded\tR\tfix\t0.9\t9\n",
        f"{HEAD}embedded\tR\thold\tmuch\t9\n",
        f"{HEAD}embedded\tR\thold\t1.9\t9\n",
        f"{HEAD}embedded\tR\n",
        f"{HEAD}embedded\tR\thold\t0.9\t9\nembedded\tR\tflag\t0.9\t9\n",
    ],
)
def test_a_broken_list_is_refused_by_its_line(text: str) -> None:
    with pytest.raises(EngineError, match=r"allow\.tsv"):
        read(text)


def test_another_list_has_another_name() -> None:
    one, two = read(f"{HEAD}embedded\tR\thold\t0.9\t9\n"), read(f"# why\n{HEAD}embedded\tR\tflag\t0.9\t9\n")
    assert one.fingerprint != two.fingerprint
    assert two.of("embedded", "R") is not None
    assert two.of("languagetool", "R") is None

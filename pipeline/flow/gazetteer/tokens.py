"""Known names and name items from the person-name corpus of the package rigour (MIT; facts from Wikidata, CC0)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pipeline.faults.names.spelling import plain

_MOST_FORMS = 40  # of one name item that has many languages' forms


def known_names(groups: Iterable[tuple[str, ...]]) -> list[str]:
    """The plain Latin words of name items of all scripts, sorted, each once: nobody's garbles."""
    return sorted({word for forms in groups for word in _latin(forms) if len(word) > 1})


def name_items(groups: Iterable[tuple[str, ...]], wanted: Collection[str]) -> dict[str, list[str]]:
    """For each wanted word, the other plain Latin ways to write the same name."""
    others: dict[str, set[str]] = {}
    for forms in groups:
        latin = _latin(forms)
        for word in latin:
            if word in wanted and len(latin) > 1:
                others.setdefault(word, set()).update(latin[:_MOST_FORMS])
    return {word: sorted(found - {word}) for word, found in sorted(others.items()) if found - {word}}


def _latin(forms: Iterable[str]) -> list[str]:
    kept = [form for form in forms if all(c.isalpha() and ord(c) < 0x250 for c in form.translate(_MARKS))]
    return list(dict.fromkeys(plain(form) for form in kept))


_MARKS = str.maketrans("", "", "'’ʼ-")

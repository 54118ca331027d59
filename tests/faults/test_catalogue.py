"""The catalogue is the list of rules: complete, and fit to be shown to editors."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pipeline.faults
from pipeline.faults.catalogue import rules


def rule_classes_in_folders() -> set[type]:
    found = set()
    for module in pkgutil.walk_packages(pipeline.faults.__path__, "pipeline.faults."):
        if module.name.count(".") < 3:
            continue
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name and hasattr(kind, "find") and hasattr(kind, "examples"):
                found.add(kind)
    return found


def test_every_rule_of_the_folders_is_listed_once() -> None:
    listed = [type(rule) for rule in rules()]
    assert set(listed) == rule_classes_in_folders()
    assert len(listed) == len(set(listed))


def test_ids_are_unique_and_well_formed() -> None:
    ids = [rule.id for rule in rules()]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+(?:-[a-z]+)*", rule_id) for rule_id in ids)


def test_every_rule_is_explained_to_editors() -> None:
    for rule in rules():
        doc = inspect.getdoc(type(rule))
        assert doc is not None
        assert len(doc.split()) >= 8, rule.id

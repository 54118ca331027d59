"""What `make audit` makes of pip-audit's answer."""

from __future__ import annotations

from typing import Any

import pytest

from stack.audit import judge

CLEAN = {"name": "lxml", "version": "6.1", "vulns": []}
OURS = {"name": "newsmend", "skip_reason": "distribution marked as editable"}
FAULTY = {"name": "urllib3", "version": "2.6.2", "vulns": [{"id": "CVE-2026-21441", "fix_versions": ["2.6.3"]}]}
UNKNOWN = {"name": "click", "skip_reason": "Dependency not found on PyPI"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([CLEAN, OURS], 0, "1 packages looked up, 0 with"),
        ([CLEAN, FAULTY], 1, "urllib3 2.6.2: CVE-2026-21441, mended in 2.6.3"),
        ([CLEAN, UNKNOWN], 1, "1 packages could not be looked up, the first is click"),
    ],
)
def test_what_was_not_looked_up_is_no_clean_bill(
    packages: list[dict[str, Any]], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge(packages) == code
    shown = capsys.readouterr()
    assert said in shown.out + shown.err

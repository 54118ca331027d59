"""Mending many texts, one JSON object a line, in order, on one or more processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from pipeline.flow.mend import Mended, mend_text
from pipeline.flow.records import ruling_record
from pipeline.model.errors import UsageError

CHUNK = 32
Record = dict[str, Any]


def as_record(mended: Mended) -> Record:
    """The contract of `newsmend mend --format json`."""
    return {"text": mended.text, "rulings": [ruling_record(ruling) for ruling in mended.rulings]}


def mend_lines(lines: Iterable[str], jobs: int = 1, done: Callable[[int], None] | None = None) -> Iterator[str]:
    """Each line mended, in the order given, whatever the number of processes.

    Raises:
        UsageError: a line is no JSON object with an "id" and a "text"; the message names the line.
    """
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    for count, out in enumerate(_mapped(numbered, jobs), 1):
        yield out
        if done is not None:
            done(count)


def _mapped(numbered: Iterator[tuple[int, str]], jobs: int) -> Iterator[str]:
    if jobs <= 1:
        yield from map(_mend_line, numbered)
        return
    from multiprocessing import get_context

    with get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(_mend_line, numbered, chunksize=CHUNK)


def _mend_line(numbered: tuple[int, str]) -> str:
    number, line = numbered
    item = _item(number, line)
    on = _date(number, item.get("date"))
    url, title = str(item.get("url") or ""), item.get("title")
    mended = mend_text(item["text"], on=on, source=item.get("source"), url=url, title=title or None)
    return json.dumps({"id": item["id"], **as_record(mended)}, ensure_ascii=False) + "\n"


def _item(number: int, line: str) -> Record:
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"not JSON: {error}", where=f"line {number}", hint="One JSON object a line.") from error
    if not isinstance(item, dict) or "id" not in item or not isinstance(item.get("text"), str):
        hint = 'For example {"id": "1", "text": "..."}.'
        raise UsageError('needs "id" and "text"', where=f"line {number}", hint=hint)
    if not isinstance(item.get("title"), str | None):
        raise UsageError("the title is no text", where=f"line {number}", hint='Write "title": "..." or leave it out.')
    return item


def _date(number: int, value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        hint = "Write it as 2026-11-23."
        raise UsageError(f"not a date: {value!r}", where=f"line {number}", hint=hint) from error

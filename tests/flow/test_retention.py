from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.flow.ingest import ingest_day
from pipeline.flow.replay import Checked, verify
from pipeline.flow.retention import release_pages
from pipeline.flow.workplace import Workplace, workplace
from pipeline.model.errors import UsageError
from pipeline.settings import load
from tests.flow.test_ingest import exported
from tests.sites import demo_site

OLD = datetime.now(UTC).replace(hour=23, minute=30) - timedelta(days=60)
DAYS = [(OLD - timedelta(days=back)).date() for back in (2, 1)]


@pytest.fixture
def old_place(tmp_path: Path) -> Workplace:  # type: ignore[misc]
    """Two days of two months ago."""
    with demo_site(OLD) as url:
        env = {"NEWSMEND_HOME": str(tmp_path), "NEWSMEND_DEMO_URL": url}
        with workplace(load(env), migrate=True) as place:
            for day in DAYS:
                ingest_day(place, place.source("demo"), day)
            yield place


def files(place: Workplace, day: date) -> int:
    return len([key for key in place.archive.keys(f"demo/{day:%Y/%m/%d}", hidden=True) if not key.endswith(".expired")])


def test_pages_go_and_the_log_stays(old_place: Workplace) -> None:
    before = exported(old_place)
    half_written = Path(old_place.settings.archive_url) / f"demo/{DAYS[0]:%Y/%m/%d}" / f".x.warc.gz.{'0' * 32}"
    half_written.write_bytes(b"x")
    counted = release_pages(old_place, DAYS[1], dry_run=True)
    assert counted.files == files(old_place, DAYS[0]) > 1
    done = release_pages(old_place, DAYS[1])
    assert done == counted
    assert files(old_place, DAYS[0]) == 0
    assert files(old_place, DAYS[1]) > 0
    assert exported(old_place) == before
    checked = Checked()
    assert list(verify(old_place, checked)) == []
    assert 0 < checked.released < checked.documents
    assert release_pages(old_place, DAYS[1]).files == 0


def test_what_is_lost_is_still_named(old_place: Workplace) -> None:
    release_pages(old_place, DAYS[1])
    lost = next(key for key in old_place.archive.keys(f"demo/{DAYS[1]:%Y/%m/%d}"))
    old_place.archive.delete(lost)
    assert any("not in the archive" in mismatch.why for mismatch in verify(old_place, Checked()))


def test_a_day_that_was_let_go_can_be_run_again(old_place: Workplace) -> None:
    before = exported(old_place)
    release_pages(old_place, DAYS[1])
    report = ingest_day(old_place, old_place.source("demo"), DAYS[0])
    assert report.funnel.adds_up
    assert exported(old_place) == before


def test_new_pages_are_never_let_go(place: Workplace, open_place: Callable[..., Workplace]) -> None:
    with pytest.raises(UsageError, match="30 days"):
        release_pages(place, datetime.now(UTC).date())

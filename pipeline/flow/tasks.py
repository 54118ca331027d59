"""The steps of the DAGs: small arguments in, keys or counts out. Airflow carries these, never text."""

from __future__ import annotations

from datetime import date

BATCH = 100
MOST_BATCHES = 200


def find_addresses(day: date, source: str | None = None, *, dry_run: bool = False) -> list[list[int]]:
    """Asks the sources for a day and gives batches of keys that are due; with `dry_run` only says what there is."""
    from pipeline.flow.discover import Found, batches, note_broken
    from pipeline.flow.dry_run import plan
    from pipeline.flow.ingest import discover_all
    from pipeline.flow.workplace import workplace

    with workplace(migrate=True) as place:
        chosen = place.chosen(source)
        for line in note_broken(place, day):
            print(f"left out: {line}")
        if dry_run:
            for each in plan(place, chosen, [day]):
                print(each)
                for failure in each.failures:
                    print(f"cannot be read: {failure}")
            return []
        with place.client() as client:
            results = discover_all(place, client, chosen, day)
    for result in results:
        if not isinstance(result, Found):
            print(f"failed: {result}")
            continue
        print(f"{result.source}: {result.found} found, {len(result.due)} due")
        for failure in result.failures:
            print(f"in quarantine: {failure}")
    errors = [result for result in results if not isinstance(result, Found)]
    if errors and len(errors) == len(results):
        raise errors[0]
    return batches([key for found in results if isinstance(found, Found) for key in found.due], BATCH, MOST_BATCHES)


def ingest_batch(keys: list[int]) -> dict[str, int]:
    """Fetches, extracts and stores a batch; counts by outcome."""
    from pipeline.flow.ingest import ingest_keys
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        ends = dict(ingest_keys(place, keys))
    print(ends)
    return ends


def count_day(day: date, source: str | None = None) -> dict[str, int]:
    """The funnel of the day, of one source or all; raises where an address has no end, so that it is tried again."""
    import dataclasses

    from pipeline.flow.ingest import funnels
    from pipeline.flow.workplace import workplace
    from pipeline.model.errors import StoreError

    with workplace() as place:
        funnel = funnels(place, [day], source)[day]
    if funnel.pending:
        hint = "Another run of this day may still be at it; clear the run to finish them."
        raise StoreError(f"{funnel.pending} addresses have no end yet", where=str(day), hint=hint)
    return dataclasses.asdict(funnel)


def retry_postponed() -> dict[str, int]:
    """Asks again for pages whose hosts wished to be left alone for a while; how many were tried, and are settled."""
    from pipeline.flow import retry
    from pipeline.flow.workplace import workplace

    with workplace(migrate=True) as place:
        done = retry.retry_postponed(place)
    return {"tried": done.tried, "resolved": done.resolved}


def find_articles(day: date) -> list[list[str]]:
    """Batches of ids of the articles that a day's work touched."""
    from pipeline.flow.discover import batches
    from pipeline.flow.workplace import workplace
    from pipeline.store.days import articles_touched

    with workplace() as place, place.store.read() as conn:
        return batches(articles_touched(conn, day), BATCH, MOST_BATCHES)


def mend_batch(ids: list[str]) -> dict[str, int]:
    """Mends a batch of articles."""
    from pipeline.flow.mend_stored import mend_articles
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        done = mend_articles(place, ids)
    return {"articles": done.articles, "changed": done.changed}


def replay(source: str | None, day: date | None, stage: str | None) -> dict[str, int]:
    """Tries what waits in quarantine again; how many rows there were, were tried and are resolved."""
    from pipeline.flow.retry import chosen, retry
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        rows = chosen(place, source=source, day=day, stage=stage)
        done = retry(place, rows)
    counts = {"waited": len(rows), "tried": done.tried, "resolved": done.resolved}
    print(counts)
    return counts


def publish(day: date) -> int:
    """Writes the files of a day and of the days that its corrections touched."""
    from pipeline.flow.publish import publish_day
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        return publish_day(place, day)


def find_to_remend(source: str | None = None, *, dry_run: bool = False, force: bool = False) -> list[list[str]]:
    """Batches of ids of the articles that what is in force may change; none where nothing changed since the last."""
    from pipeline.flow import remend
    from pipeline.flow.discover import batches
    from pipeline.flow.standing import learn_trust
    from pipeline.flow.workplace import workplace

    with workplace(migrate=True) as place:
        learn_trust(place)
        if not force and not dry_run and remend.is_done(place, remend.state_of(place)):
            print("nothing changed")
            return []
        total, ids = remend.find_unsettled(place, source=source)
    print(f"{total} articles, {len(ids)} to be read with the rules")
    return [] if dry_run else batches(ids, BATCH, MOST_BATCHES)


def remend_batch(ids: list[str]) -> dict[str, object]:
    """Mends a batch; how many texts changed, on which days. Each change is printed with its reason."""
    from pipeline.flow import remend
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        touched = remend.remend_batch(place, ids)
    for one in touched:
        for shift in one.shifts:
            print(f"{one.url} {one.part}: {shift.before!r} {shift.rule}: {shift.was} -> {shift.now}: {shift.because}")
    days = sorted({one.day.isoformat() for one in touched})
    return {"articles": len(ids), "changed": len(touched), "days": days}


def close_remend(done: list[dict[str, object]], *, whole: bool) -> int:
    """Writes the files of the days that were touched; notes that the whole archive is in line. The texts changed."""
    from pipeline.flow import remend
    from pipeline.flow.publish import publish_day
    from pipeline.flow.workplace import workplace

    days = {date.fromisoformat(str(day)) for one in done for day in one["days"]}  # type: ignore[attr-defined]
    changed = sum(int(str(one["changed"])) for one in done)
    with workplace() as place:
        for day in sorted(days):
            publish_day(place, day)
        state = remend.state_of(place)
        if whole and not remend.is_done(place, state) and not remend.find_unsettled(place)[1]:
            remend.note_done(place, state, sum(int(str(one["articles"])) for one in done), changed)
    return changed

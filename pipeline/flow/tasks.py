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


def publish(day: date) -> int:
    """Writes the files of a day and of the days that its corrections touched."""
    from pipeline.flow.publish import publish_day
    from pipeline.flow.workplace import workplace

    with workplace() as place:
        return publish_day(place, day)

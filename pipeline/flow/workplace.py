"""What a use case works with: settings, sources, store and archive, opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pipeline.fetch.client import Client
from pipeline.fetch.politeness import Pace
from pipeline.fetch.sources import load_sources
from pipeline.fetch.warc_shelf import Shelf
from pipeline.flow.shared_pace import SharedRobots, SharedSlots
from pipeline.flow.stored_indexes import StoredIndexes
from pipeline.model.errors import SourceError, StoreError, UsageError
from pipeline.model.source import Source
from pipeline.settings import Settings, load
from pipeline.store.archive import Archive
from pipeline.store.database import Store
from pipeline.store.failures import MIGRATE


@dataclass(slots=True)
class Workplace:
    """Opened parts; nothing is read or connected before it is used."""

    settings: Settings
    store: Store
    archive: Archive
    exports: Archive
    broken: dict[str, SourceError] = field(default_factory=dict)
    _sources: dict[str, Source] = field(default_factory=dict)

    @property
    def sources(self) -> dict[str, Source]:
        """Every configured source by its id; the files are read once, those with a fault are in `broken`."""
        if not self._sources and not self.broken:
            found = load_sources(self.settings.sources, self.settings.variables, self.broken)
            self._sources.update({source.id: source for source in found})
        return self._sources

    def source(self, source_id: str) -> Source:
        """The source of that id.

        Raises:
            UsageError: there is none, and the message lists what there is; or its file has a fault.
        """
        if source_id not in self.sources:
            if source_id in self.broken:
                raise self.broken[source_id]
            known = ", ".join(sorted(self.sources)) or "none"
            raise UsageError(f"no source is called {source_id!r}", hint=f"Configured are: {known}.")
        return self.sources[source_id]

    def chosen(self, source_id: str | None) -> list[Source]:
        """The named source, or every enabled one."""
        if source_id is not None:
            return [self.source(source_id)]
        return [source for source in self.sources.values() if source.enabled]

    @property
    def shelf(self) -> Shelf:
        """The WARC files of sources, with what is known of them."""
        return Shelf(StoredIndexes(self.archive))

    @contextmanager
    def client(self) -> Iterator[Client]:
        """A client that keeps the pace, the holds and the robots.txt files that all processes of this store share.

        Before there is a store (`newsmend sources probe` comes first), there is nobody to share with.
        """
        shared = self._has_store()
        with Client(
            user_agent=self.settings.user_agent,
            proxy=self.settings.proxy,
            pace=Pace(SharedSlots(self.store)) if shared else None,
            robots=SharedRobots(self.store) if shared else None,
        ) as client:
            yield client

    def _has_store(self) -> bool:
        try:
            self.store.check()
        except StoreError as error:
            if error.hint == MIGRATE:
                return False
            raise  # a database that cannot be reached just now is no reason to ask hosts faster than the others
        return True


@contextmanager
def workplace(settings: Settings | None = None, *, migrate: bool = False) -> Iterator[Workplace]:
    """Opens the parts and closes them; with `migrate`, brings the store to the newest version first."""
    found = settings or load()
    store = Store(found.database_url)
    try:
        if migrate:
            store.migrate()
        yield Workplace(found, store, Archive(found.archive_url), Archive(found.export_url))
    finally:
        store.dispose()


def now() -> datetime:
    return datetime.now(UTC)

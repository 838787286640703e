"""A table with what was learned from it: made where there is none, mended where it is torn, kept up to date."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from knowledge.answering import Desk
from knowledge.exchange import read_collection
from knowledge.facts import Collection
from knowledge.index import Index
from knowledge.lacking import Lacking
from knowledge.store.protocol import Imported
from knowledge.store.sqlite import SqliteStore
from knowledge.thresholds import Thresholds


class Learned:
    """Its own writes, and those of other processes, are in the next answer."""

    def __init__(self, database: Path, first: Iterable[Path]) -> None:
        """`first` are the files that a new table is made from. Raises StoreError."""
        self.store = SqliteStore(database)
        self.index = Index(self.store.database)
        try:
            if self.store.is_new():
                self._fill(first)
            elif not self._open():
                self._mend()
        except BaseException:
            self.store.close()
            raise

    def _open(self) -> bool:
        """Whether what was learned is of use; the table itself is the truth."""
        with self.store.reading():
            sound = self.index.open(self.store.concepts(), self.store.counts())
            self.desk = Desk(self.index, self.store, self.store.thresholds())
        return sound

    def _fill(self, first: Iterable[Path]) -> None:
        """One process reads and learns; those that start beside it wait, which is sooner than learning too."""
        with self.store.transaction():
            if self.store.is_new():  # and no other process was faster
                self.load(*map(read_collection, first))
            elif not self._open():
                self._learn()

    def _mend(self) -> None:
        with self.store.transaction():
            if not self._open():
                self._learn()

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """The desk to ask, at one state of the table."""
        with self.store.reading():
            if self._is_current():
                yield self.desk
                return
        self._mend()
        with self.store.reading():
            yield self.desk

    def _is_current(self) -> bool:
        if not self.store.moved():
            return True
        same = self.index.is_current() and self.desk.thresholds == self.store.thresholds()
        return same or self._open()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All of it lands, or none, and nothing is learned that was not kept."""
        try:
            with self.store.transaction():
                if not self._is_current():
                    self._learn()
                yield
        except BaseException:
            self._open()
            raise

    def load(self, *collections: Collection) -> Imported:
        """Take collections in and learn from all of the table. Stands inside `changing`."""
        done = [self.store.put(collection) for collection in collections]
        self._learn()
        return Imported(sum(d.added for d in done), sum(d.changed for d in done), sum(d.same for d in done))

    def learn_of(self, family: str) -> None:
        """Learn what one family of topics gained. Stands inside `changing`."""
        self.index.add(self.store.family(family), self.store.counts())
        self.desk = Desk(self.index, self.store, self.store.thresholds())

    def keep_thresholds(self, thresholds: Thresholds | None) -> None:
        """Answer with these from now on; None goes back to those that every table starts with."""
        self.store.keep_thresholds(thresholds)
        self.desk = Desk(self.index, self.store, self.store.thresholds())

    def lacking(self) -> Lacking:
        """Another view of the same index, in which phrasings can be left out. Stands inside `reading`."""
        index = Lacking(self.store.database)
        index.open(self.store.concepts(), self.store.counts())
        return index

    def _learn(self) -> None:
        store = self.store
        self.index.build(tuple(store.entries()), store.concepts(), store.typed(), store.counts())
        self.desk = Desk(self.index, self.store, self.store.thresholds())

"""A table with what was learned from it: made where there is none, mended where it is torn, kept up to date."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from knowledge.answering import Desk
from knowledge.exchange import read_collection
from knowledge.facts import Collection
from knowledge.history import RowChange
from knowledge.indexer import Indexer
from knowledge.lacking import Lacking
from knowledge.store.protocol import Imported
from knowledge.store.sqlite import SqliteStore
from knowledge.thresholds import Thresholds

FEW: Final = 20
"""Families up to which what they gained is learned one by one, sooner than all of the table anew."""

_TOPIC: Final = {"topic": "id", "title": "topic", "phrasing": "topic", "fact": "topic"}
"""The column that names the topic of a row."""


class Learned:
    """Its own writes, and those of other processes, are in the next answer."""

    def __init__(self, database: Path, first: Iterable[Path], golden: Path | None = None) -> None:
        """`first` are the files that a new table is made from, `golden` has its golden questions. Raises StoreError."""
        self.database = database
        self.store = SqliteStore(database)
        self.index = Indexer(self.store.database)
        try:
            if self.store.is_new():
                self._fill(first, golden)
            elif not self._open():
                self._mend()
        except BaseException:
            self.store.close()
            raise

    def _open(self) -> bool:
        """Whether what was learned is of use; the table itself is the truth."""
        with self.store.reading():
            self._mark = self.store.mark()
            self._sound = self.index.open(self.store.concepts(), self.store.counts())
            self.desk = Desk(self.index, self.store, self.store.thresholds())
        return self._sound

    def _fill(self, first: Iterable[Path], golden: Path | None) -> None:
        """One process reads and learns; those that start beside it wait, which is sooner than learning too."""
        with self.store.transaction():
            if self.store.is_new():  # and no other process was faster
                self.load(*map(read_collection, first))
                if golden:
                    self.store.keep_golden(golden.read_text("utf-8").splitlines())
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
            return self._sound or self._open()  # what was learned in a change that failed went with it
        same = self.index.is_current() and self._mark == self.store.mark()
        return (same and self.desk.thresholds == self.store.thresholds()) or self._open()

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

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """The same, and none of it lands: to see what would come of a change."""
        try:
            with self.store.rehearsing(), self.changing():
                yield
        finally:
            self._open()

    def load(self, *collections: Collection) -> Imported:
        """Take collections in and learn from all of the table. Stands inside `changing`."""
        imported = self.store.put(*collections)
        self._learn()
        return imported

    def put_rows(self, rows: Sequence[RowChange]) -> None:
        """Change rows, and learn what follows from it. Stands inside `changing`. Raises Stale."""
        families = self.families(rows)
        self.store.put_rows(rows)
        families |= self.families(rows)
        lexicon = any(row.table in {"concept", "concept_word"} for row in rows)
        if lexicon or len(families) > FEW:
            self._learn()
            return
        for root in sorted(families):
            self.learn_of(root)

    def families(self, rows: Sequence[RowChange]) -> set[str]:
        """The families that rows speak of, as the table stands."""
        told = ((row.table, cells) for row in rows for cells in (row.before, row.after) if cells)
        named = {str(cells[_TOPIC[table]]) for table, cells in told if table in _TOPIC}
        return {topic.root for topic in self.store.topics() if topic.id in named}

    def learn_of(self, family: str) -> None:
        """Learn what one family of topics gained, or that it is gone. Stands inside `changing`."""
        if members := self.store.family(family):
            self.index.add(members, self.store.counts())
        else:
            self.index.drop(family, self.store.counts())
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
        self._sound = True
        self._mark = store.mark()
        self.desk = Desk(self.index, self.store, self.store.thresholds())

"""The one door to the table: ask it, look things up, let curators add, take it in and out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.answering import Desk
from knowledge.exchange import read_collection
from knowledge.facts import Collection, Entry, Fact, Provenance, Topic
from knowledge.index import Index
from knowledge.proof import Fault, prove
from knowledge.questions import Answer, Found, Reading, Scored
from knowledge.store.protocol import Asked, Imported, Proposal, Store, Verdict
from knowledge.store.sqlite import SqliteStore

DATA = Path(__file__).parent / "data"
SHIPPED = ("article.jsonl",)
"""The collections a new table starts with; they stand in `DATA`."""

LEXICON = "lexicon.toml"
"""The field's words. They are no facts, so a table made by an import has them too."""


class Almanac:
    def __init__(self, store: Store, index: Index) -> None:
        self._store = store
        self._index = index
        self._desk = Desk(index, store)

    @classmethod
    def open(cls, database: str | Path) -> Self:
        """The table in that file, made with the shipped facts where there is none. Raises StoreError."""
        return cls._open(Path(database), (LEXICON, *SHIPPED))

    @classmethod
    def open_empty(cls, database: str | Path) -> Self:
        """The same, but a new file is made without facts. Raises StoreError."""
        return cls._open(Path(database), (LEXICON,))

    @classmethod
    def _open(cls, database: Path, first: tuple[str, ...]) -> Self:
        store = SqliteStore(database)
        almanac = cls(store, Index(store.database, store.concepts()))
        with store.transaction():
            if store.is_new():
                for name in first:
                    almanac.load(read_collection(DATA / name))
        return almanac

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._store.close()

    def ask(self, text: str, *, today: date) -> Answer:
        """The answer to any text at all; it never raises for what a person typed."""
        return self._desk.answer(text, today=today)

    def suggest(self, text: str, *, today: date, limit: int = 10) -> tuple[Scored, ...]:
        """Facts worth a card, best first, for someone who picks among them."""
        return self._desk.suggest(text, today=today, limit=limit)

    def record(self, asked: Iterable[Asked]) -> None:
        self._store.record(asked)

    def topics(self) -> tuple[Topic, ...]:
        return self._store.topics()

    def facts(self, topic: str) -> tuple[Fact, ...]:
        return self._store.facts(topic)

    def fact(self, fact: str) -> Fact | None:
        return self._store.fact(fact)

    def answered_by(self, fact: Fact) -> Found:
        """The answer that shows just this fact, for someone who picked it by its title."""
        return Found(Reading(fact.topic.title()), (Scored(fact, 1.0),))

    def propose(self, draft: Draft, *, by: int, at: datetime) -> Proposal | tuple[Problem, ...]:
        """The fact as it would be kept, stored until somebody decides; or everything that is wrong with the draft."""
        raise NotImplementedError

    def load(self, collection: Collection) -> Imported:
        with self._store.transaction():
            imported = self._store.put(collection)
            self._index.build(tuple(self._store.entries()), self._store.concepts())
            self._desk = Desk(self._index, self._store)
        return imported

    def export(self) -> Collection:
        return Collection(self._store.documents(), tuple(self._store.entries()), self._store.concepts())

    def check(self) -> tuple[Fault, ...]:
        """Every fault of the table, not just the first."""
        return tuple(prove(self.export()))

"""What the rest of the house asks of a store. Synchronous; one process, one thread."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from knowledge.facts import Collection, Concept, Document, Entry, Fact, Source, Topic, Wording
from knowledge.questions import Asking, Turn
from knowledge.thresholds import Thresholds


class StoreError(Exception):
    """The table cannot be used, or cannot take a change. Its message tells a person what and what to do."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many topics and facts a collection brought that were new, changed, or held already."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the log. `outcome` is "answer", "choose" or "unknown"; an id is 0 where none is."""

    text: str
    outcome: str
    reason: str
    facts: tuple[str, ...]
    topic: str
    asker: int
    chat: int
    at: datetime


class Verdict(StrEnum):
    OPEN = "open"
    KEPT = "kept"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A fact that a curator has seen and not yet kept. `id` is 0 until it is stored."""

    fact: Fact
    phrasings: tuple[Wording, ...]
    new_topic: bool
    by: int
    at: datetime
    id: int = 0
    verdict: Verdict = Verdict.OPEN


class Held(Protocol):
    """What a question is answered from."""

    def topics(self) -> tuple[Topic, ...]: ...
    def facts(self, topic: str) -> tuple[Fact, ...]:
        """Oldest period first, unstated ones last."""

    def fact(self, fact: str) -> Fact | None: ...


class Store(Held, Protocol):
    def transaction(self, *, patiently: bool = True) -> AbstractContextManager[None]:
        """One writer; all of what happens inside lands, or none of it. Nests.

        Without patience it raises StoreError at once while another process writes.
        """

    def reading(self) -> AbstractContextManager[None]:
        """One state of the table for all look-ups inside, whatever others write meanwhile."""

    def moved(self) -> bool:
        """Whether another process wrote since this was last asked."""

    def counts(self) -> str:
        """How much it holds of everything that is learned from; equal only for tables of one size."""

    def is_new(self) -> bool:
        """Whether nothing was ever put into it."""

    def put(self, collection: Collection) -> Imported:
        """Add what is new and change what differs, by id. Never deletes."""

    def add(self, entry: Entry, *, by: int) -> None:
        """Add what is new on somebody's word, and change nothing; the ids of the facts must be new."""

    def entry(self, topic: str) -> Entry | None: ...
    def entries(self) -> Iterator[Entry]: ...
    def family(self, root: str) -> tuple[Entry, ...]:
        """The members of a family, in the order in which they came."""

    def typed(self) -> frozenset[str]:
        """Phrasings and titles that people typed in a chat, and that nobody proved."""

    def source(self, url: str) -> Source | None: ...
    def documents(self) -> tuple[Document, ...]: ...
    def concepts(self) -> tuple[Concept, ...]: ...
    def record(self, asked: Iterable[Asked]) -> None: ...
    def propose(self, proposal: Proposal) -> int:
        """The new proposal's id."""

    def proposal(self, proposal: int) -> Proposal | None: ...
    def settle(self, proposal: int, verdict: Verdict, fact: Fact | None = None) -> bool:
        """Close an open proposal; False when it was closed before, so that two presses keep one fact.

        `fact` is what it was kept as, in place of what was proposed.
        """

    def remember(self, conversation: str, turn: Turn, at: datetime) -> None:
        """Keep a conversation's last turn, in place of the one before."""

    def recall(self, conversation: str, since: datetime) -> Turn | None:
        """Its last turn, if that is not older."""

    def keep_asking(self, conversation: str, asking: Asking, at: datetime) -> None:
        """Keep what a conversation asked last, in place of what it asked before."""

    def last_asking(self, conversation: str, since: datetime) -> Asking | None:
        """What it asked last, if that is not older."""

    def thresholds(self) -> Thresholds:
        """Those kept for this table, else those that hold for the facts that ship."""

    def keep_thresholds(self, thresholds: Thresholds | None) -> None:
        """None forgets those that were kept."""

    def close(self) -> None: ...

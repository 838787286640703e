"""What the rest of the house asks of a store. Synchronous; one process, one thread."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from knowledge.facts import Collection, Concept, Document, Entry, Fact, Source, Topic, Wording
from knowledge.history import Cells, Change, Outside, Patch, RowChange
from knowledge.questions import Asking, Turn
from knowledge.settings import Settings
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
    """A question for the log. `outcome` is "answer", "choose" or "unknown"; an id is 0 where none is.

    What became of "choose" follows as a line of its own: "pick" with the fact that was meant, or "none".
    """

    text: str
    outcome: str
    reason: str
    facts: tuple[str, ...]
    topic: str
    asker: int
    chat: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Picked:
    """What somebody made of "did you mean": the fact that was meant, "" for none of them.

    `question` is the stamp of what they had asked; 0 where only the chat tells.
    """

    fact: str
    question: int
    asker: int
    chat: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Wished:
    """Somebody wishes to be told once this question has an answer. `topic` is what it leaned on, "" for none."""

    person: int
    question: str
    language: str
    at: datetime
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Voted:
    """A thumb up or down on a fact as it stood; `version` is its stamp."""

    person: int
    fact: str
    version: int
    up: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Spoke:
    """In which language somebody has spoken who is written to unasked: a curator, or one who suggests facts."""

    person: int
    language: str


Noted = Asked | Picked | Wished | Voted | Spoke
"""What is written down beside the answers, without anybody waiting for it."""


class Verdict(StrEnum):
    OPEN = "open"
    SUGGESTED = "suggested"
    """Open as well: curators decide on it, and not who proposed it."""
    KEPT = "kept"
    CANCELLED = "cancelled"


UNDECIDED: Final = frozenset({Verdict.OPEN, Verdict.SUGGESTED})


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
    suggested: bool = False
    """Whether it was left to the curators; it stays so when it is decided."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """Any other change that a curator has seen and not yet kept. `id` is 0 until it is stored."""

    patch: Patch
    by: int
    at: datetime
    id: int = 0
    verdict: Verdict = Verdict.OPEN
    change: int = 0
    """The number that it has in the history, once it is kept."""


class Held(Protocol):
    """What a question is answered from."""

    def topics(self) -> tuple[Topic, ...]: ...
    def facts(self, topic: str) -> tuple[Fact, ...]:
        """Oldest period first, unstated ones last; none that is retired."""

    def fact(self, fact: str) -> Fact | None:
        """Also one that is retired, and says so."""

    def added(self) -> tuple[str, ...]:
        """The families all of whose facts came from people, and none from a file."""


class Store(Held, Protocol):
    def transaction(self, *, patiently: bool = True) -> AbstractContextManager[None]:
        """One writer; all of what happens inside lands, or none of it. Nests.

        Without patience it raises StoreError at once while another process writes.
        """

    def rehearsing(self) -> AbstractContextManager[None]:
        """All of what happens inside is seen there, and none of it lands."""

    def reading(self) -> AbstractContextManager[None]:
        """One state of the table for all look-ups inside, whatever others write meanwhile."""

    def moved(self) -> bool:
        """Whether another process wrote since this was last asked."""

    def counts(self) -> str:
        """How much it holds of everything that is learned from; equal only for tables of one size."""

    def is_new(self) -> bool:
        """Whether nothing was ever put into it."""

    def put(self, *collections: Collection) -> Imported:
        """Add what is new and change what differs, by id. Never deletes."""

    def add(self, entry: Entry, *, by: int) -> None:
        """Add what is new on somebody's word, and change nothing; the ids of the facts must be new."""

    def entry(self, topic: str) -> Entry | None: ...
    def entries(self, *, retired: bool = False) -> Iterator[Entry]:
        """With the facts that are retired, where that is asked for."""

    def family(self, root: str) -> tuple[Entry, ...]:
        """The members of a family, in the order in which they came."""

    def typed(self) -> frozenset[str]:
        """Phrasings and titles that people typed in a chat, and that nobody proved."""

    def shown_in(self, text: str) -> tuple[Fact, ...]:
        """Facts whose sentence stands in a text, or the beginning of a long one; also retired ones."""

    def due(self, today: date) -> tuple[Fact, ...]:
        """Facts whose day of review has come, the longest due first."""

    def source(self, url: str) -> Source | None: ...
    def documents(self) -> tuple[Document, ...]: ...
    def concepts(self) -> tuple[Concept, ...]: ...
    def curators(self) -> frozenset[int]: ...
    def appoint(self, person: int, *, by: int, at: datetime) -> bool:
        """Make somebody a curator; whether they were none."""

    def dismiss(self, person: int) -> bool:
        """Whether they were a curator until now."""

    def waiting(self, person: int, *, since: datetime) -> int:
        """How many of a person's suggestions nobody has decided on yet, older ones aside."""

    def suggested(self) -> tuple[Proposal, ...]:
        """What was left to the curators and is not decided on, the oldest first."""

    def begin_draft(self, body: str, *, by: int, at: datetime) -> int:
        """The new draft's number."""

    def draft(self, draft: int, *, by: int, since: datetime) -> str | None:
        """What somebody's own draft holds, if it is not older."""

    def last_draft(self, *, by: int, since: datetime) -> tuple[int, str] | None:
        """The number of the one that somebody wrote to last, and what it holds, if it is not older."""

    def keep_draft(self, draft: int, body: str, *, at: datetime) -> None: ...
    def close_drafts(self, *, proposal: int, before: datetime) -> None:
        """Those that became this proposal, and those that were left lying."""

    def mark(self) -> int:
        """Grows with each row that is changed, by whomever."""

    def keep_golden(self, questions: Iterable[str]) -> None: ...
    def golden(self) -> tuple[str, ...]:
        """Questions that must go on being answered as they are."""

    def record(self, noted: Iterable[Noted]) -> None: ...
    def propose(self, proposal: Proposal | Amendment) -> int:
        """The new proposal's id."""

    def proposal(self, proposal: int) -> Proposal | Amendment | None: ...
    def settle(self, proposal: int, verdict: Verdict, fact: Fact | None = None, change: int = 0) -> bool:
        """Close an open proposal; False when it was closed before, so that two presses keep one fact.

        `fact` is what it was kept as, in place of what was proposed; `change` its number in the history.
        """

    def changing(self, patch: Patch, *, by: int, at: datetime) -> AbstractContextManager[int]:
        """All that is written inside is one change of the history; its number."""

    def rows_of(self, change: int) -> tuple[RowChange, ...]:
        """What a change did to the table, row by row."""

    def put_rows(self, rows: Iterable[RowChange]) -> None:
        """Make rows what they are to become. Raises Stale for one that is no longer what it was."""

    def held_rows(self, table: str, **cells: str) -> tuple[Cells, ...]:
        """The rows of a table with those cells, as they stand."""

    def now(self, row: RowChange) -> Cells | None:
        """What a row is by now."""

    def change(self, change: int) -> Change | None: ...
    def history(self, what: str = "", *, before: int = 0, limit: int = 10) -> tuple[Change, ...]:
        """The latest changes first: of all, or of one fact or topic; those before that row, if one is given."""

    def timeline(self, what: str = "", *, before: int = 0, limit: int = 10) -> tuple[Change | Outside, ...]:
        """The same, with what other programs changed in between."""

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

    def copy(self, target: Path) -> None:
        """One state of the table as a file of its own, without what people asked and drafted."""

    def settings(self) -> Settings: ...
    def keep_settings(self, settings: Settings) -> None: ...

    def close(self) -> None: ...

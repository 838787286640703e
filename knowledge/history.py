"""What was changed in the table: by whom, when and why, and each row before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Cells = Mapping[str, str | int | float | None]
"""A row of a table, column by column."""


class Deed(StrEnum):
    """What kind of change it was."""

    ADD = "add"
    EDIT = "edit"
    RETIRE = "retire"
    RESTORE = "restore"
    REVIEW = "review"
    ALIAS = "alias"
    SYNONYM = "synonym"
    TOPIC = "topic"
    IMPORT = "import"
    UNDO = "undo"
    OUTSIDE = "outside"
    """Made by another program, so nobody is named and no time is known."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row as it was and as it became; None where it was not there."""

    table: str
    before: Cells | None
    after: Cells | None

    @property
    def undone(self) -> "RowChange":
        return RowChange(self.table, self.after, self.before)

    @property
    def cells(self) -> Cells:
        """As it became, or as it was where it is gone."""
        return self.after or self.before or {}


@dataclass(frozen=True, slots=True)
class Patch:
    """A change that is yet to be made. `what` is the id of the fact or topic, or the names of files.

    `undoes` is the number of the change that this one takes back; 0 where it is none.
    """

    kind: Deed
    what: str
    rows: tuple[RowChange, ...]
    why: str = ""
    undoes: int = 0

    def ids(self, table: str) -> tuple[str, ...]:
        """Of the facts or topics among its rows, each once."""
        found = (str(row.cells["id"]) for row in self.rows if row.table == table)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was made. `undone` is the number of the one that took it back; 0 where it stands."""

    id: int
    patch: Patch
    by: int
    at: datetime
    undone: int = 0
    first: int = 0
    """The number of its first row, which tells its place among what other programs changed."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Rows that another program changed one after the other, all of one fact, topic, source or word."""

    patch: Patch
    first: int


class Stale(Exception):  # noqa: N818 - it is no error, but a moment that has passed
    """A row is no longer what the change was made for; `now` is what it has become."""

    def __init__(self, row: RowChange, now: Cells | None) -> None:
        super().__init__(f"{row.table} {row.cells.get('id', '')} has changed meanwhile")
        self.row = row
        self.now = now

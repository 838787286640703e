"""One connection to the file: its transactions, its rows, and errors told in words."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from knowledge.store.opening import PATIENCE, open_database, shown, told
from knowledge.store.protocol import StoreError
from knowledge.store.rows import Row


class _RehearsedError(Exception):
    """Ends what was only tried out."""


class Connection:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = open_database(path)
        self.patience = PATIENCE
        self._depth = 0
        self._version = self._data_version()

    @contextmanager
    def transaction(self, *, patiently: bool = True) -> Iterator[None]:
        """All of it lands, or none. One inside another can fail by itself.

        Without patience it fails at once while another process writes.
        """
        with told(self.path):
            self._depth += 1
            try:
                if self._depth == 1:
                    yield from self._outermost(self.patience if patiently else 0.0)
                else:
                    self._still_open()
                    with self.database.atomic():
                        yield
            finally:
                self._depth -= 1

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """All of it is seen inside, and none of it lands."""
        with suppress(_RehearsedError), self.transaction():
            yield
            raise _RehearsedError

    def _outermost(self, patience: float) -> Iterator[None]:
        """Immediate: one that begins by reading fails at its first write if another process wrote since."""
        self._begin(patience)
        try:
            yield
            self._still_open()
            self.database.commit()
        except BaseException:
            self.database.rollback()
            raise

    def _begin(self, patience: float) -> None:
        self.database.execute(f"pragma busy_timeout = {int(1000 * patience)}")
        try:
            self.database.execute("begin immediate")
        finally:
            self.database.execute(f"pragma busy_timeout = {int(1000 * PATIENCE)}")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One state of the table for all look-ups inside, whatever others write meanwhile."""
        with told(self.path):
            if self.database.conn.in_transaction:
                yield
                return
            self.database.execute("begin")
            try:
                yield
            finally:
                self.database.rollback()

    def moved(self) -> bool:
        """Whether another process wrote since this was last asked; what this one wrote does not count."""
        before, self._version = self._version, self._data_version()
        return before != self._version

    def _data_version(self) -> int:
        return int(self.database.execute("pragma data_version").fetchone()[0])

    def _still_open(self) -> None:
        """SQLite gives up a whole transaction when the disk is full; what follows must not land alone."""
        if not self.database.conn.in_transaction:
            raise StoreError(f"{shown(self.path)} gave up this change, and kept nothing of it: try again.")

    def write(self, sql: str, rows: Iterable[Row]) -> None:
        self.database.conn.executemany(sql, rows)

    def rows(self, sql: str, *parameters: str | int) -> list[Any]:
        """Every row at once: a look-up left half read would hold on to the file's old state."""
        with told(self.path):
            cursor = self.database.conn.cursor()
            cursor.row_factory = sqlite3.Row
            try:
                return cursor.execute(sql, parameters).fetchall()
            except (UnicodeEncodeError, OverflowError):
                return []  # half a character, or a number past 64 bits: nothing in the table is called that

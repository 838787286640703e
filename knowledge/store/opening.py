"""Opening the one file: only if it is ours, whole and writable; otherwise one sentence says what to do."""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from knowledge.store import schema
from knowledge.store.protocol import StoreError

PATIENCE: Final = 10.0
"""Seconds to wait for another writer. SQLite's queue is unfair: one of four can wait over a second."""

CHECKED_BELOW: Final = 64 * 1024 * 1024
"""Bytes. A smaller file is read through for damage at every start, in about a tenth of a second."""

_PAUSE: Final = 0.02
"""Seconds between attempts at something SQLite refuses at once instead of waiting."""

_ELSEWHERE = "name another file with --database"
_RESTORE = f"put a backup in its place, or {_ELSEWHERE}"


def open_database(path: Path) -> Database:
    """A connection to the table in that file, which is made or brought up to date first."""
    _refuse_what_is_no_file(path)
    _refuse_read_only(path)
    if not _make(path):
        _refuse_foreign(path)
    with told(path):
        connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        return _prepared(connection, path)
    except BaseException:
        connection.close()
        raise


def _prepared(connection: sqlite3.Connection, path: Path) -> Database:
    with told(path):
        database = Database(connection, execute_plugins=False, strict=bool(schema.STRICT))
        database.execute("pragma foreign_keys = on")
        database.execute("pragma synchronous = full")
        _refuse_damaged(database, path)
        _refuse_newer(database, path)
        if schema.version(database) != schema.VERSION:  # else no start waits for another's long import
            _migrate(database, path)
        _write_ahead(database)
    return database


def _migrate(database: Database, path: Path) -> None:
    database.execute("begin immediate")
    try:
        _refuse_newer(database, path)
        schema.migrate(database)
        database.commit()
    except BaseException:
        database.rollback()
        raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns what SQLite or the system raises into a StoreError."""
    try:
        yield
    except sqlite3.Error as error:
        raise _said(error, path) from error
    except UnicodeEncodeError as error:
        raise StoreError(f"{shown(path)} cannot keep half a character ({error.reason}): write it anew.") from error


def shown(path: Path) -> str:
    """The path as a message can print it, whatever bytes are in it."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _said(error: sqlite3.Error, path: Path) -> StoreError:
    where = shown(path)
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            said = f"The disk of {where} is full, so nothing of this change was kept: make room and try again."
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            said = f"{where} is being written by another process: try again in a moment."
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_CANTOPEN:
            said = _read_only(path)
        case sqlite3.SQLITE_NOTADB:
            said = f"{where} is not an SQLite file, and is left as it is: {_ELSEWHERE}."
        case sqlite3.SQLITE_CORRUPT:
            said = _damaged(path)
        case sqlite3.SQLITE_IOERR:
            said = f"The disk does not let {where} be read or written ({error}): look at the disk and try again."
        case _:
            said = f"{where} did not take this, and nothing of it was kept ({error}): please report it."
    return StoreError(said)


def _read_only(path: Path) -> str:
    return f"{shown(path)} cannot be written: allow writing to it and to its directory, or {_ELSEWHERE}."


def _damaged(path: Path) -> str:
    return f"{shown(path)} is damaged: {_RESTORE}."


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise StoreError(f"{shown(path)} cannot be a file ({error}): {_ELSEWHERE}.") from error
    if stat.S_ISDIR(kind):
        raise StoreError(f"{shown(path)} is a directory: name a file in it with --database.")
    if not stat.S_ISREG(kind):
        raise StoreError(f"{shown(path)} is no ordinary file: {_ELSEWHERE}.")


def _make(path: Path) -> bool:
    """Make the file where there is none. True if it is empty: new, or just made by another process."""
    try:
        for missing in reversed([parent for parent in path.parents if not parent.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        return path.stat().st_size == 0
    except OSError as error:
        raise StoreError(f"{shown(path)} cannot be made ({error.strerror}): {_ELSEWHERE}.") from error


def _refuse_foreign(path: Path) -> None:
    """Reads the header through SQLite: closing a file handle of our own would drop this process's locks.

    Immutable: another program's database gets no journal beside it. writable_schema, since after a kill
    or a full disk our own file may be shorter than its header says, until the journal brings the rest.
    """
    with told(path):
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            connection.execute("pragma writable_schema = on")
            found = int(connection.execute("pragma application_id").fetchone()[0])
    if found != schema.APPLICATION_ID:
        raise StoreError(f"{shown(path)} is another program's database, and is left as it is: {_ELSEWHERE}.")


def _refuse_read_only(path: Path) -> None:
    """Root may write what is marked read-only; whoever marked it meant it all the same."""
    for place in (path, path.absolute().parent):
        if place.exists() and not (os.access(place, os.W_OK) and place.stat().st_mode & 0o222):
            raise StoreError(_read_only(path))


def _refuse_newer(database: Database, path: Path) -> None:
    held = schema.version(database)
    if held > schema.VERSION:
        raise StoreError(
            f"{shown(path)} was written by a newer giants (its table is version {held}, and this one knows "
            f"{schema.VERSION}): update giants, or {_ELSEWHERE}."
        )


def _refuse_damaged(database: Database, path: Path) -> None:
    if path.stat().st_size >= CHECKED_BELOW:
        return
    if database.execute("pragma quick_check(1)").fetchone()[0] != "ok":
        raise StoreError(_damaged(path))


def _write_ahead(database: Database) -> None:
    """Readers and the one writer no longer wait for each other. The file remembers it.

    SQLite refuses this change at once while another process reads, instead of waiting its turn. If that never
    comes, nothing is lost but time, and the next start tries again.
    """
    for _ in range(int(PATIENCE / _PAUSE)):
        try:
            database.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_PAUSE)
        else:
            return

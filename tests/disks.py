"""A disk that is full at a word: what the bot's process writes to its table fails from then on, until there is room."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import repeat
from pathlib import Path
from typing import Final, Protocol

from botapi import Telegram
from running import Giants

ROOM: Final = 8 * 1024**2
"""Bytes of a disk of its own: enough for a small table and its journal."""

_EMPTY: Final = """
import sqlite3, sys
[(busy, *_)] = sqlite3.connect(sys.argv[1], timeout=20).execute("pragma wal_checkpoint(truncate)")
assert not busy
"""
_PIPED: Final = 'mkfifo "$0" && { cat "$0" & exec "$@" > "$0" 2>&1; }'
_ITS_OWN: Final = 'mount -t tmpfs -o size="$1" tmpfs "$2" && cp "$3" "$4" && shift 4 && exec "$@"'
_WITHIN: Final = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", _ITS_OWN, "sh", str(ROOM))


class Disk(Protocol):
    def running(self, telegram: Telegram, home: Path, table: Path, **settings: str) -> Giants:
        """The bot, with a copy of the table on this disk."""
        ...

    def full(self, giants: Giants, *, left: int = 0) -> AbstractContextManager[None]:
        """While the block lasts, but for so many bytes."""
        ...


class Limited:
    """No file that the process writes may grow: anybody may set that. To SQLite it is a disk that fails.

    What the process prints goes through a pipe, which is no file.
    """

    def running(self, telegram: Telegram, home: Path, table: Path, **settings: str) -> Giants:
        return Giants(telegram, home, table, within=("sh", "-c", _PIPED, str(home / "pipe")), **settings)

    @contextmanager
    def full(self, giants: Giants, *, left: int = 0) -> Iterator[None]:
        _empty_the_journal(giants)
        _, hard = before = resource.prlimit(giants.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(giants.pid, resource.RLIMIT_FSIZE, (left, hard))
        try:
            yield
        finally:
            resource.prlimit(giants.pid, resource.RLIMIT_FSIZE, before)


class Small:
    """A disk in memory that another file fills: no space is left on the device, nor for what the bot puts by.

    Only the bot sees it, and nothing is left of it. Not every machine lets anybody do that.
    """

    @staticmethod
    def is_to_be_had() -> bool:
        command = [*_WITHIN, "/mnt", "/dev/null", "/mnt/nothing", "true"]
        tools = all(map(shutil.which, ("unshare", "nsenter")))
        return tools and not subprocess.run(command, capture_output=True, check=False).returncode

    def running(self, telegram: Telegram, home: Path, table: Path, **settings: str) -> Giants:
        disk = home / "disk"
        disk.mkdir()
        within = (*_WITHIN, str(disk), str(table), str(disk / "giants.db"))
        placed = {"GIANTS_DATABASE": str(disk / "giants.db"), "TMPDIR": str(disk)}
        return Giants(telegram, home, None, within=within, **placed, **settings)

    @contextmanager
    def full(self, giants: Giants, *, left: int = 0) -> Iterator[None]:
        _empty_the_journal(giants, "nsenter", f"--target={giants.pid}", "--user", "--mount", "--preserve-credentials")
        ballast = Path(f"/proc/{giants.pid}/root{giants.database.parent}/ballast")
        try:
            _fill(ballast, left)
            yield
        finally:
            ballast.unlink()


def _empty_the_journal(giants: Giants, *within: str) -> None:
    """What is in it goes to the table, so that no change finds room in what the journal has already."""
    subprocess.run([*within, sys.executable, "-c", _EMPTY, str(giants.database)], check=True)


def _fill(ballast: Path, left: int) -> None:
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        for piece in repeat(bytes(4096)):
            file.write(piece)
    os.truncate(ballast, ballast.stat().st_size - left)


DISKS: Final[tuple[Disk, ...]] = (Limited(), *([Small()] if Small.is_to_be_had() else []))

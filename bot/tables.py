"""Facts from files into a table, and out of it again: whole, or not at all."""

import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

from bot.terminal import busy
from knowledge.almanac import Almanac
from knowledge.changes import Foreseen
from knowledge.exchange import write_collection
from knowledge.facts import Collection
from knowledge.intake import Hand, read_file
from knowledge.sheets import write_sheets, write_template
from knowledge.store.protocol import Imported

SHEETS: Final = (".csv", ".xlsx")
COPIES: Final = (".db", ".sqlite")
WRITTEN: Final = (".jsonl", *SHEETS, *COPIES)
"""How a file is called that a table can be written to."""


def bring_in(files: tuple[Path, ...], database: Path, hand: Hand) -> Imported:
    """Everything the files hold, in one transaction. A table that is not there yet gets nothing else."""
    with busy("Reading the files, and learning how their questions are asked"):
        if not database.exists():
            return _made(database, files, hand)
        with Almanac.open(database) as almanac:
            return _load(files, almanac, hand)


def foresee(files: tuple[Path, ...], database: Path, hand: Hand) -> Foreseen:
    """What the same would change, without changing anything."""
    with busy("Reading the files"), tempfile.TemporaryDirectory(prefix="giants-") as scratch:
        nowhere = Path(scratch) / "giants.db"
        with Almanac.open(database) if database.exists() else Almanac.open_empty(nowhere) as almanac:
            return almanac.foresee(_together(files, almanac, hand))


def is_written(target: Path) -> bool:
    """Whether its name says what to write. What is there and no file, as a pipe, needs no such name."""
    return target.suffix.lower() in WRITTEN or (target.exists() and not target.is_file())


def write_out(almanac: Almanac, target: Path | None) -> None:
    """All of the table, in the format that the name asks for, else as JSON lines."""
    suffix = target.suffix.lower() if target else ""
    if target and suffix in COPIES and not (target.exists() and not target.is_file()):
        with _named(target), beside(target.resolve()) as copy:
            almanac.copy(copy)
        return
    collection = almanac.export()
    _write(target, partial(write_sheets, collection, suffix) if suffix in SHEETS else partial(_lines, collection))


def write_example(target: Path | None) -> None:
    """An empty table to fill in."""
    suffix = target.suffix.lower() if target else ".csv"
    _write(target, partial(write_template, suffix))


def _lines(collection: Collection, stream: BinaryIO) -> None:
    text = io.StringIO()
    write_collection(collection, text)
    stream.write(text.getvalue().encode())


def _write(target: Path | None, write: Callable[[BinaryIO], None]) -> None:
    """In a file, only once all of it is there."""
    if target is None:
        sys.stdout.flush()
        write(sys.stdout.buffer)
        sys.stdout.flush()
    elif target.exists() and not target.is_file():
        with target.open("wb") as pipe:
            write(pipe)
    else:
        with _named(target):
            replace(target.resolve(), write)


@contextmanager
def _named(target: Path) -> Iterator[None]:
    """Lets an error name the file as it was typed, and not the one beside it, of which nobody knows."""
    try:
        yield
    except OSError as error:
        error.filename = str(target)
        raise


def replace(target: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file beside the target, and put it in the target's place when it is whole and on the disk."""
    with beside(target) as part, part.open("xb") as file:
        write(file)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """The path of a file that takes the target's place when the block ends well."""
    part = target.with_name(f".{target.name}.{token_hex(4)}.part")  # not that of one that was killed
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _load(files: tuple[Path, ...], almanac: Almanac, hand: Hand) -> Imported:
    names = ", ".join(file.name for file in files)
    return almanac.load(_together(files, almanac, hand), name=names, at=hand.at)


def _together(files: tuple[Path, ...], almanac: Almanac, hand: Hand) -> Collection:
    """Each file may speak of topics of those before it."""
    read: list[Collection] = []
    for file in files:
        topics = tuple(entry.topic for held in read for entry in held.entries)
        read.append(read_file(file, almanac, hand, topics))
    return Collection(
        documents=tuple(document for held in read for document in held.documents),
        entries=tuple(entry for held in read for entry in held.entries),
        concepts=tuple(concept for held in read for concept in held.concepts),
    )


def _made(database: Path, files: tuple[Path, ...], hand: Hand) -> Imported:
    """A new table, made beside its place and moved there when whole: none is ever half filled."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".giants-") as scratch:
        made = Path(scratch) / database.name
        with Almanac.open_empty(made) as almanac:
            imported = _load(files, almanac, hand)
        made.rename(database)
    return imported

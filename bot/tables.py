"""Facts from files into a table, and out of it again: whole, or not at all."""

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TextIO

from bot.terminal import busy
from knowledge.almanac import Almanac
from knowledge.exchange import read_collection, write_collection
from knowledge.facts import Collection
from knowledge.store.protocol import Imported


def bring_in(files: tuple[Path, ...], database: Path) -> Imported:
    """Everything the files hold, in one transaction. A table that is not there yet gets nothing else."""
    with busy("Reading the files, and learning how their questions are asked"):
        collection = _together(files)
        if not database.exists():
            return _made(database, collection)
        with Almanac.open(database) as almanac:
            return almanac.load(collection)


def write_out(collection: Collection, target: Path | None) -> None:
    """The collection as JSON lines; in a file, only once all of it is there."""
    write = partial(write_collection, collection)
    if target is None:
        write(sys.stdout)
        sys.stdout.flush()
    elif target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8") as pipe:
            write(pipe)
    else:
        _replace_named(target, write)


def _replace_named(target: Path, write: Callable[[TextIO], None]) -> None:
    try:
        replace(target.resolve(), write)
    except OSError as error:
        error.filename = str(target)  # as it was typed, and not the file beside it, of which nobody knows
        raise


def replace(target: Path, write: Callable[[TextIO], None]) -> None:
    """Write a file beside the target, and put it in the target's place when it is whole and on the disk."""
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _together(files: tuple[Path, ...]) -> Collection:
    read = [read_collection(file) for file in files]
    return Collection(
        documents=tuple(document for held in read for document in held.documents),
        entries=tuple(entry for held in read for entry in held.entries),
        concepts=tuple(concept for held in read for concept in held.concepts),
    )


def _made(database: Path, collection: Collection) -> Imported:
    """A new table, made beside its place and moved there when whole: none is ever half filled."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".giants-") as scratch:
        beside = Path(scratch) / database.name
        with Almanac.open_empty(beside) as almanac:
            imported = almanac.load(collection)
        beside.rename(database)
    return imported

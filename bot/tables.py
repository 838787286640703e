"""Facts from files into a table, and out of it again: whole, or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from bot.terminal import waiting
from knowledge.almanac import Almanac
from knowledge.exchange import ExchangeError, read_collection, write_collection
from knowledge.facts import Collection
from knowledge.store.protocol import Imported


def bring_in(files: tuple[Path, ...], database: Path) -> Imported:
    """Everything the files hold, in one transaction. A table that is not there yet gets nothing else."""
    collection = _together(files)
    if database.exists():
        with Almanac.open(database) as almanac:
            return almanac.load(collection)
    return _made(database, collection)


def write_out(collection: Collection, target: Path | None) -> None:
    """The collection as JSON lines; in a file, only once all of it is there."""
    lines = (line + "\n" for line in written(collection))
    if target is None:
        for line in lines:
            click.echo(line, nl=False)
    elif target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8") as pipe:
            pipe.writelines(lines)
    else:
        _replace(target.resolve(), lines)


def _together(files: tuple[Path, ...]) -> Collection:
    read = [_read(file) for file in waiting(files, "Reading", len(files))]
    return Collection(
        documents=tuple(document for held in read for document in held.documents),
        entries=tuple(entry for held in read for entry in held.entries),
        concepts=tuple(concept for held in read for concept in held.concepts),
    )


def _read(file: Path) -> Collection:
    try:
        return read_collection(file)
    except ExchangeError as error:
        raise click.ClickException(str(error)) from error


def _made(database: Path, collection: Collection) -> Imported:
    """A new table, made beside its place and moved there when whole: none is ever half filled."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".giants-") as scratch:
        beside = Path(scratch) / database.name
        with Almanac.open_empty(beside) as almanac:
            imported = almanac.load(collection)
        beside.rename(database)
    return imported


def _replace(target: Path, lines: Iterable[str]) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)

"""Files in and out by chat: a dry run first, then Keep; and the table as a file."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final

from bot.buttons import Cancel, Keep
from bot.changes import lines_of, names
from bot.curating import shifts_of, wrong
from bot.locale import Say, translator
from bot.markup import cut
from bot.messages import Attachment, Button, Heard, Reply
from bot.previews import shifted
from bot.problems import without_path
from bot.render import said
from knowledge.almanac import Almanac
from knowledge.changes import Foreseen, Item
from knowledge.exchange import ExchangeError, write_collection
from knowledge.facts import Collection
from knowledge.history import Patch
from knowledge.intake import SUFFIXES, Hand, read_file
from knowledge.limits import visible
from knowledge.sheets import write_sheets, write_template
from knowledge.store.protocol import Amendment, StoreError

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a file that is fetched; Telegram gives bots twice that at most."""

_MOST: Final = 8
"""Names that are listed of what is new or changed, and faults; the others are counted."""

FORMATS: Final = (".csv", ".xlsx", ".jsonl", ".db")


def take_in(almanac: Almanac, heard: Heard) -> Reply:
    """What a file would add and change, with Keep and Cancel; or everything that is wrong with it."""
    say = translator(heard.language)
    if heard.file is None:
        return guide(heard.language)
    name = Path(visible(heard.file.name)).name[-100:] or "?"
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        told = say("“{name}” is no file that I can read. Send {suffixes}; /template gives an empty one.")
        return said(told.format(name=name, suffixes=", ".join(SUFFIXES)))
    try:
        collection = _read(almanac, heard.file, suffix, heard)
        foreseen = almanac.foresee(collection)
    except ExchangeError as error:
        return _faulty(error, name, say)
    except StoreError as error:
        return said(f"{say('Nothing was taken in:')} {without_path(error, almanac.database)}")
    return _proposed(almanac, collection, foreseen, name, heard)


def _read(almanac: Almanac, file: Attachment, suffix: str, heard: Heard) -> Collection:
    """In a directory of its own, under a name of ours: what somebody calls a file is no path."""
    with _scratch() as scratch:
        path = scratch / f"file{suffix}"
        path.write_bytes(file.data)
        return read_file(path, almanac, Hand(heard.sender, heard.at))


@contextmanager
def _scratch() -> Iterator[Path]:
    """A directory for a file under way. What cannot be written there is told as what cannot be of the table."""
    try:
        with tempfile.TemporaryDirectory(prefix="giants-") as scratch:
            yield Path(scratch)
    except OSError as error:
        raise StoreError(f"The disk for files under way cannot be written ({error.strerror}): make room.") from error


def _faulty(error: ExchangeError, name: str, say: Say) -> Reply:
    head = say("“{name}” cannot be taken in, so nothing of it was ({number} faults):")
    lines = [head.format(name=name, number=len(error.faults)), *(f"• {fault}" for fault in error.faults[:_MOST])]
    if (more := len(error.faults) - _MOST) > 0:
        lines.append(say("… and {number} more").format(number=more))
    return said("\n".join(lines))


def _proposed(almanac: Almanac, collection: Collection, foreseen: Foreseen, name: str, heard: Heard) -> Reply:
    say = translator(heard.language)
    what = almanac.ledger.take_in(collection, name, by=heard.sender, at=heard.at)
    if not isinstance(what, Amendment):
        return wrong(what, heard.language)
    lines = [
        say("“{name}”, tried out; nothing is changed yet.").format(name=name),
        *_listed(say("New ({number}):"), foreseen.added, say),
        *_listed(say("Changed ({number}):"), foreseen.changed, say),
        *lines_of(_replaced(what.patch), names(almanac, heard.language)),
        say("Held just so already: {number}").format(number=len(foreseen.same)),
    ]
    lines += shifted(shifts_of(almanac, what, heard.at), heard.language)
    buttons = ((Button(say("Keep"), Keep(what.id)), Button(say("Cancel"), Cancel(what.id))),)
    return said("\n".join(lines), buttons)


def _replaced(patch: Patch) -> Patch:
    """What was there before and becomes something else: an older file may take back what somebody has just mended."""
    return replace(patch, rows=tuple(row for row in patch.rows if row.before and row.after))


def _listed(head: str, items: tuple[Item, ...], say: Say) -> list[str]:
    if not items:
        return []
    more = len(items) - _MOST
    last = [say("… and {number} more").format(number=more)] if more > 0 else []
    return [head.format(number=len(items)), *(f"• {cut(str(item), 80)}" for item in items[:_MOST]), *last]


def guide(language: str) -> Reply:
    say = translator(language)
    return said(
        say(
            "Send me a file: {suffixes}. I try it out, show what would be new, changed and wrong, row by row, and take "
            "it in after Keep, all or nothing. /template gives an empty sheet, /export the whole table."
        ).format(suffixes=", ".join(SUFFIXES))
    )


def too_large(language: str) -> Reply:
    told = translator(language)("This file is larger than {number} MB: send it in parts.")
    return said(told.format(number=LARGEST // 1024**2))


def export(almanac: Almanac, heard: Heard) -> Reply:
    """The table as a file: a sheet, lines of JSON, or SQLite."""
    say, suffix = translator(heard.language), f".{heard.text.strip().casefold().lstrip('.') or 'xlsx'}"
    if suffix not in FORMATS:
        return said(say("Write /export and one of: {formats}").format(formats=", ".join(f[1:] for f in FORMATS)))
    name = f"giants-{heard.at:%Y-%m-%d}{suffix}"
    reply = said(say("The whole table. Sent back to me, it changes nothing."))
    return replace(reply, file=Attachment(name, _written(almanac, suffix)))


def _written(almanac: Almanac, suffix: str) -> bytes:
    match suffix:
        case ".db":
            with _scratch() as scratch:
                path = scratch / "giants.db"
                _copy(almanac, path)
                return path.read_bytes()
        case ".jsonl":
            return _bytes(lambda stream: _lines(almanac.export(), stream))
        case _:
            return _bytes(lambda stream: write_sheets(almanac.export(), suffix, stream))


def _copy(almanac: Almanac, target: Path) -> None:
    try:
        almanac.copy(target)
    except StoreError as error:
        raise StoreError(without_path(error, target)) from error


def _lines(collection: Collection, stream: BinaryIO) -> None:
    text = TextIOWrapper(stream, encoding="utf-8", newline="\n")
    write_collection(collection, text)
    text.flush()
    text.detach()


def template(heard: Heard) -> Reply:
    """An empty sheet with its columns explained."""
    say, suffix = translator(heard.language), f".{heard.text.strip().casefold().lstrip('.') or 'xlsx'}"
    if suffix not in {".csv", ".xlsx"}:
        return said(say("Write /template csv or /template xlsx."))
    reply = said(say("Fill in one row for each fact and send it back. The example row is left out."))
    return replace(reply, file=Attachment(f"giants-template{suffix}", _bytes(lambda s: write_template(suffix, s))))


def _bytes(write: Callable[[BinaryIO], None]) -> bytes:
    stream = BytesIO()
    write(stream)
    return stream.getvalue()

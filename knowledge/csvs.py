"""Comma-separated files as spreadsheet programs of all countries write them, and as all of them read them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final

from knowledge.cells import LARGEST, MOST_COLUMNS, MOST_ROWS, Grid
from knowledge.columns import recognised
from knowledge.fields import Faults

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SEPARATORS: Final = ",;\t|"
_NAMED_SEPARATOR: Final = re.compile(r"\"?sep=(.)\"?\r?\n", re.IGNORECASE)
"""A first line that Excel writes and hides."""

_CHINESE: Final = 0.9
"""The share of foreign characters that must be everyday Chinese ones for a text to be read as GB18030. Nearly all of a
real one's are; of other encodings read as this one hardly half."""

_SINGLE: Final = re.compile(rb"[\x80-\xff]{2}")


def read_csv(data: bytes, faults: Faults) -> Grid:
    """The rows of a file; a fault where it is no such file."""
    text = _decoded(data)
    if len(data) > LARGEST:
        faults.note("", f"is larger than {LARGEST // 1024**2} MB")
    elif text is None:
        faults.note("", "is in no encoding that can be told for certain: save it as UTF-8")
    elif "\0" in text:
        faults.note("", "holds NUL characters, which no text does: save it as CSV in UTF-8")
    else:
        rows = tuple(_rows(text, faults))
        return Grid("", () if faults.found else rows)
    return Grid("", ())


def write_csv(rows: Iterable[Sequence[str]], stream: BinaryIO) -> None:
    """With the mark at its beginning that makes spreadsheet programs read Chinese as Chinese."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    stream.write(text.getvalue().encode("utf-8-sig"))


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _in(data, encoding)
    if len(data) > 1 and 0 in data[:2] and data[:2] != b"\0\0":  # the first character is a Latin one, in two bytes
        return _in(data, "utf-16-be" if data[0] == 0 else "utf-16-le")
    plain = _in(data, "utf-8")
    return plain if plain is not None else _legacy(data)


def _legacy(data: bytes) -> str | None:
    """What Excel saves in China, or in the West: there no two characters beyond ASCII stand side by side."""
    if not _SINGLE.search(data):
        return _in(data, "cp1252")
    text = _in(data, "gb18030") or ""
    foreign = [character for character in text if not character.isascii()]
    everyday = sum(_in_gb2312(character) for character in foreign)
    return text if foreign and everyday >= _CHINESE * len(foreign) else None


def _in(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _rows(text: str, faults: Faults) -> Iterator[Sequence[str]]:
    named = _NAMED_SEPARATOR.match(text)
    if named:
        text = text[named.end() :]
    separator = named[1] if named else max(_SEPARATORS, key=lambda each: _columns(text, each))
    filled = 0
    faults.line = 0
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        faults.line += 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            faults.note("", f"cannot be read ({error}): a quotation mark that belongs to a text is written twice")
            return
        if row is None:
            return
        filled += any(row)
        if filled > MOST_ROWS:
            faults.note("", f"is one row too many: {MOST_ROWS} can be taken in at once")
            return
        if len(row) > MOST_COLUMNS and any(cell.strip() for cell in row[MOST_COLUMNS:]):
            faults.note("", f"has more than {MOST_COLUMNS} columns")
            return
        yield row[:MOST_COLUMNS] if any(row) else ()


def _columns(text: str, separator: str) -> int:
    """How many columns the first row names if this is what stands between them."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return recognised(next((row for row in rows if any(cell.strip() for cell in row)), []))
    except csv.Error:
        return 0

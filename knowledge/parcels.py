"""Whether a packed file may be unpacked: small enough, and with nothing in it that leads or packs further."""

import io
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from knowledge.cells import LARGEST

MOST_PARTS: Final = 200
"""A workbook has a dozen, and one more for each sheet and picture."""

HIGHEST_RATIO: Final = 100
"""How many times its packed size a part may have. Workbooks have ten or twenty."""

SMALL: Final = 1024 * 1024
"""Bytes of a part that may be packed as tightly as it likes."""

_STEP: Final = 256 * 1024
_ARCHIVES: Final = frozenset((".zip", ".xlsx", ".xlsm", ".docx", ".gz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".jar"))
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_OLD: Final = b"\xd0\xcf\x11\xe0"
"""How the files of older spreadsheet programs begin, and those with a password."""

_DECLARED: Final = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T|E\0?N\0?T\0?I)")
"""What brings entities into XML, in one byte a character or in two."""


def refusal(data: bytes) -> str:
    """Why the file may not be unpacked; "" where it may. What it says of itself is checked, and then not believed."""
    if len(data) > LARGEST:
        return f"is larger than {LARGEST // 1024**2} MB"
    if data.startswith(_OLD):
        return "is an old workbook, or one with a password: save it as .xlsx without a password"
    try:
        with ZipFile(io.BytesIO(data)) as parcel:
            parts = parcel.infolist()
            return next(_of_all(parts), "") or next(_inside(parcel, parts), "")
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return "is no workbook, or a damaged one: save it anew as .xlsx"


def _of_all(parts: list[ZipInfo]) -> Iterator[str]:
    if len(parts) > MOST_PARTS:
        yield f"has {len(parts)} parts, and a workbook has no more than {MOST_PARTS}"
    if sum(part.file_size for part in parts) > LARGEST:
        yield f"unpacks to more than {LARGEST // 1024**2} MB"
    if len({part.filename.casefold() for part in parts}) < len(parts):
        yield "has two parts of one name"
    for part in parts:
        yield from _of(part)


def _of(part: ZipInfo) -> Iterator[str]:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    name = part.filename[:60]
    if path.is_absolute() or ".." in path.parts or ":" in part.filename:
        yield f"has a part, {name!r}, that leads out of it"
    if stat.S_ISLNK(part.external_attr >> 16):
        yield f"has a part, {name!r}, that is a link"
    if path.suffix.lower() in _ARCHIVES:
        yield f"has a packed file within, {name!r}"
    if part.flag_bits & 1:
        yield "has a password: save it without one"
    if part.file_size > SMALL and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1):
        yield f"has a part, {name!r}, packed more than {HIGHEST_RATIO} times"


def _inside(parcel: ZipFile, parts: list[ZipInfo]) -> Iterator[str]:
    """Everything is read once, and counted, before anything is made of it."""
    total = 0
    for part in parts:
        tail = b""
        with parcel.open(part) as stream:
            while chunk := stream.read(_STEP):
                if not tail and chunk.startswith(_PACKED):
                    yield f"has a packed file within, {part.filename[:60]!r}"
                if _DECLARED.search(tail + chunk):
                    yield f"declares entities in {part.filename[:60]!r}, as no workbook does"
                total, tail = total + len(chunk), chunk[-16:]
                if total > LARGEST:
                    yield f"unpacks to more than {LARGEST // 1024**2} MB"

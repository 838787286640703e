"""What people and spreadsheet programs make of a cell, read as what was meant; and how far a sheet may reach."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.numerals import narrow
from knowledge.periods import read_period

LARGEST: Final = 50 * 1024 * 1024
"""Bytes of a file, and of what a packed one unpacks to. The table that ships takes a tenth of it."""

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 32_767
"""Characters; spreadsheet programs cut off what is longer."""

_OBEYED: Final = "[ \t\r\n]*[=+\\-@\t\r\n＝＋－＠]"
"""How a text begins that a spreadsheet program takes for a formula."""

_FORMULA: Final = re.compile(f"'*{_OBEYED}")
_NEUTRAL: Final = re.compile(f"'+{_OBEYED}")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_GROUPED: Final = re.compile(r"([-+]?[0-9]{1,3})(?:([, \u00a0\u202f'’])[0-9]{3})(?:\2[0-9]{3})*(\.[0-9]+)?")
_FLOAT: Final = re.compile(r"(-?[0-9]+)\.0+")
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DASHED: Final = re.compile(r"([0-9]{1,2})-([A-Za-z]{3,9})-([0-9]{4})")
_FULL_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_ANY_DAY: Final = date(2000, 1, 1)
"""Nothing is counted from it, for a day is read only where its year is written out."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: the texts of its cells, row by row. The first row is line 1, as a spreadsheet shows it."""

    name: str
    rows: Sequence[Sequence[str]]


def neutral(text: str) -> str:
    """The text as a cell that nobody takes for a formula; a plain number stays one."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def restored(cell: str) -> str:
    """The text that a cell was made from.

    >>> restored(neutral("=1+1")), restored(neutral("'=1+1")), restored(neutral("-1"))
    ('=1+1', "'=1+1", '-1')
    """
    return cell[1:] if _NEUTRAL.match(cell) else cell


def plain_number(text: str) -> str:
    """A number as people write it, with thousands set apart, as digits alone; other text as it is.

    >>> plain_number("17,600"), plain_number("１７６００"), plain_number("60%"), plain_number("many")
    ('17600', '17600', '60', 'many')
    """
    narrowed = narrow(text).strip()
    bare = narrowed.removesuffix("%").rstrip()
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[, \u00a0\u202f'’]", "", bare)
    bare = bare.removeprefix("+")
    return bare if _NUMBER.fullmatch(bare) else text


def is_percent(text: str) -> bool:
    return narrow(text).rstrip().endswith("%") and plain_number(text) != text


def without_fraction(text: str) -> str:
    """A whole number that was kept as one with a fraction, as "2024.0", is whole again."""
    found = _FLOAT.fullmatch(narrow(text).strip())
    return found[1] if found else text


def plain_day(text: str) -> str:
    """A day as people write it, in ISO's form; what names no single day, or might name two, stays as it is.

    >>> plain_day("2025/12/2"), plain_day("2025年12月2日"), plain_day("2-Dec-2025"), plain_day("2/12/2025")
    ('2025-12-02', '2025-12-02', '2025-12-02', '2/12/2025')
    """
    written = narrow(text).strip()
    if _ISO_DAY.fullmatch(written):
        return written
    if not _FULL_YEAR.search(written):
        return text
    found = read_period(_DASHED.sub(r"\1 \2 \3", written), today=_ANY_DAY)
    return found.start.isoformat() if found and found.start == found.end else text

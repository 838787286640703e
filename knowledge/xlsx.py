"""Workbooks: every cell as the text that it shows, and no formula, macro or archive within followed or run."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Final
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812 - its own name says nothing

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell, WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from knowledge.cells import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Grid
from knowledge.fields import Faults
from knowledge.parcels import refusal
from knowledge.store.protocol import StoreError

BROKEN: Final = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    ZlibError,
)
"""openpyxl takes a workbook for sound, and ends with whatever it stumbles over in one that is not."""

LAST_ROW: Final = 1_048_576
"""No spreadsheet program has a row beyond it; a file that names one wants memory."""

_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""What XML cannot hold, or turns into something else, and what reads like the code that stands for it."""

_CODE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_WIDEST: Final = 60
_PERCENT: Final = re.compile(r"%(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")
_QUOTED: Final = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
_PLAIN: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_EXACT: Final = 15
"""Digits that a number in a workbook keeps."""


class _TooMuchError(Exception):
    """Ends the reading of a sheet that goes on and on."""


def read_xlsx(data: bytes, faults: Faults) -> tuple[Grid, ...]:
    """The sheets that hold something; a fault where it is no workbook that can be trusted."""
    if why := refusal(data):
        faults.note("", why)
        return ()
    try:
        with warnings.catch_warnings(action="ignore"):  # of pictures and colours that it does not keep
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return tuple(Grid(sheet.title, tuple(_rows(sheet, faults))) for sheet in book.worksheets)
    except _TooMuchError as told:
        faults.note("", str(told))
        return ()
    except BROKEN as error:
        faults.sheet, faults.line = "", 0
        faults.note("", f"is no sound workbook ({type(error).__name__}): save it anew as .xlsx")
        return ()


def _rows(sheet: ReadOnlyWorksheet, faults: Faults) -> Iterator[Sequence[str]]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong, and is made room for
    faults.sheet, filled = sheet.title, 0
    for faults.line, cells in enumerate(sheet.rows, 1):
        row = [_text(cell, faults) for cell in cells[: MOST_COLUMNS + 1]]
        filled += any(row)
        if filled > MOST_ROWS or faults.line > LAST_ROW:
            raise _TooMuchError(f"is one row too many: {MOST_ROWS} can be taken in at once")
        if len(cells) > MOST_COLUMNS and any(cell.value is not None for cell in cells[MOST_COLUMNS:]):
            raise _TooMuchError(f"has more than {MOST_COLUMNS} columns")
        yield row if any(row) else ()


def _text(cell: Cell | MergedCell, faults: Faults) -> str:
    """What the cell shows, at the precision that it has."""
    match cell.value:
        case None:
            return ""
        case _ if cell.data_type == "f":
            faults.note(cell.coordinate, "holds a formula, and none is worked out here: put its value in its place")
        case _ if cell.data_type == "e":
            faults.note(cell.coordinate, f"holds an error, {str(cell.value)[:20]}: mend it or clear it")
        case bool() as flag:
            return str(flag).lower()
        case int() | float() as number:
            return _number(number, cell.number_format)
        case datetime() | date() as moment:
            return _day(moment, cell.number_format)
        case str() as text:
            return _CODE.sub(lambda code: chr(int(code[1], 16)), text)
        case _:
            faults.note(cell.coordinate, "holds a time of day, which no column asks for: write it as text")
    return ""


def _number(number: float, shown_as: str) -> str:
    """0.6 that is shown as 60 % is 60 %."""
    exact = Decimal(repr(number))
    if _PERCENT.search(shown_as):
        return f"{(exact * 100).normalize():f}%"
    return f"{exact:.0f}" if exact == exact.to_integral_value() else str(exact)


def _day(moment: date, shown_as: str) -> str:
    """A month that a spreadsheet program keeps as its first day is shown without one, and is a month."""
    if isinstance(moment, datetime) and (moment.hour, moment.minute, moment.second) != (0, 0, 0):
        return moment.isoformat(" ")
    day = moment.strftime("%Y-%m-%d").zfill(10)
    return day if "d" in _QUOTED.sub("", shown_as).lower() else day[:7]


def write_xlsx(grids: Iterable[Grid], numbers: frozenset[str], stream: BinaryIO) -> None:
    """A workbook whose cells are all text, and in the columns of `numbers` numbers where they stay exact.

    Raises StoreError for a text that does not fit into a cell.
    """
    coded = [Grid(grid.name, [[_coded(text) for text in row] for row in grid.rows]) for grid in grids]
    book = Workbook(write_only=True)
    for grid in coded:
        sheet = book.create_sheet(grid.name)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(_widths(grid), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        counted = [name in numbers for name in grid.rows[0]]
        for row in grid.rows:
            sheet.append([_cell(sheet, text, counted=is_number) for text, is_number in zip(row, counted, strict=True)])
    book.save(stream)


def _coded(text: str) -> str:
    coded = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(coded) > LONGEST_CELL:
        raise StoreError(f"“{text[:40]}…” is longer than a cell can be: name a file that ends in .jsonl instead.")
    return coded


def _cell(sheet: WriteOnlyWorksheet, text: str, *, counted: bool) -> Cell | int | float | None:
    if not text:
        return None
    if counted and _stays(text):
        return float(text) if "." in text else int(text)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # also for what begins like a formula, or is spelt like an error
    return cell


def _stays(text: str) -> bool:
    """Whether a workbook gives back just this."""
    return len(text) <= _EXACT and _PLAIN.fullmatch(text) is not None and _number(float(text), "") == text


def _widths(grid: Grid) -> list[float]:
    """Wide enough for most of what stands in a column, so that nobody has to begin by pulling columns apart."""
    first = grid.rows[:100]
    return [min(_WIDEST, 3 + max(len(row[number]) for row in first)) for number in range(len(grid.rows[0]))]

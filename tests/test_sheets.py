"""Sheets in and out: what is written reads back the same, and what people type is read as they meant it."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import drawn
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge.almanac import Almanac
from knowledge.cells import neutral, restored
from knowledge.exchange import ExchangeError
from knowledge.facts import Collection, Concept, Document, Entry, Fact, Source, Topic, Wording
from knowledge.intake import Hand, read_sheets
from knowledge.sheets import write_sheets

HAND = Hand(by=7, at=datetime(2026, 3, 1, tzinfo=UTC))
SENTENCE = "Zhejiang had more than 2,141 pear orchards at the end of June 2024."
URL = "https://example.org/pears"
SHEETS = (".csv", ".xlsx")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Almanac:
    """A table that holds no topic, to be read against only."""
    return Almanac.open_empty(tmp_path_factory.mktemp("empty") / "empty.db")


def written(collection: Collection, suffix: str) -> bytes:
    stream = io.BytesIO()
    write_sheets(collection, suffix, stream)
    return stream.getvalue()


def a_csv(*rows: str, separator: str = ",") -> bytes:
    return "\n".join(row.replace("|", separator) for row in rows).encode()


def a_book(*rows: tuple[object, ...], formats: dict[str, str] | None = None, name: str = "Sheet1") -> bytes:
    """A workbook as a spreadsheet program saves it."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for place, shown_as in (formats or {}).items():
        sheet[place].number_format = shown_as
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes, almanac: Almanac, suffix: str = ".csv") -> Collection:
    return read_sheets(data, Path(f"facts{suffix}"), almanac, HAND)


def the_fact(data: bytes, almanac: Almanac, suffix: str = ".csv") -> Fact:
    ((fact,),) = (entry.facts for entry in read(data, almanac, suffix).entries)
    return fact


def faults_of(data: bytes, almanac: Almanac, suffix: str = ".csv") -> list[tuple[str, int, str, str]]:
    with pytest.raises(ExchangeError) as refusal:
        read(data, almanac, suffix)
    return [(fault.sheet, fault.line, fault.field, fault.what) for fault in refusal.value.faults]


# What is written reads back the same.

HOSTILE = st.sampled_from(
    ["=1+1", "'=1", "''@x", "-1", "+1 a", "\t=x", "\r\na", "007", '"', "a;b,c\td", "＝1", "_x000D_"]
)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=6)
collections = drawn.collections(numbers | st.integers().map(lambda n: Decimal(n % 10**30))).filter(
    lambda collection: "\0" not in repr(collection).replace("\\x00", "\0")
)


@given(HOSTILE | st.text())
def test_a_neutral_cell_is_restored_exactly(text: str) -> None:
    cell = neutral(text)
    assert restored(cell) == text
    assert cell.lstrip()[:1] not in {"=", "@", "+", "＝"}


@settings(deadline=None, max_examples=60)
@given(collections, st.sampled_from(SHEETS))
def test_what_is_written_reads_back_the_same(empty: Almanac, collection: Collection, suffix: str) -> None:
    assert read(written(collection, suffix), empty, suffix) == collection


@settings(deadline=None)
@given(st.lists(HOSTILE | drawn.seen.filter(lambda text: "\0" not in text), min_size=1), st.sampled_from(SHEETS))
def test_any_text_survives_in_a_cell(empty: Almanac, texts: list[str], suffix: str) -> None:
    said = tuple(Wording(f"{text} a", "en") for text in texts)
    collection = Collection(
        (Document(drawn_source(), "".join(texts)),),
        (Entry(Topic("pears", (Wording("Pears", "en"),)), said),),
        (Concept("pear", said),),
    )
    assert read(written(collection, suffix), empty, suffix) == collection


def drawn_source() -> Source:
    return Source("Fruit Office", "Pears", URL, date(2024, 7, 1))


@pytest.mark.parametrize("suffix", SHEETS)
def test_the_table_that_ships_is_the_same_after_a_sheet(both: Almanac, empty: Almanac, suffix: str) -> None:
    shipped = both.export()
    data = written(shipped, suffix)
    assert read(data, empty, suffix) == shipped
    foreseen = both.foresee(read(data, both, suffix))
    assert (foreseen.added, foreseen.changed) == ((), ())
    assert len(foreseen.same) > 2000

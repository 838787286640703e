"""Workbooks that are made to do harm are refused before anything is made of them."""

import io
import stat
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from knowledge.almanac import Almanac
from knowledge.cells import LARGEST
from knowledge.exchange import ExchangeError
from knowledge.facts import Collection
from knowledge.intake import Hand, read_sheets
from knowledge.parcels import HIGHEST_RATIO, MOST_PARTS, SMALL, refusal

HAND = Hand(by=7, at=datetime(2026, 3, 1, tzinfo=UTC))
SHEET = "xl/worksheets/sheet1.xml"


def a_book() -> bytes:
    book = Workbook()
    book.worksheets[0].append(["sentence", "url", "topic"])
    book.worksheets[0].append(["There were 12 orchards in 2024.", "https://example.org/a", "orchards"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


BOOK = a_book()


def with_part(name: str | zipfile.ZipInfo, data: bytes, *, instead: bool = False) -> bytes:
    """The book with one part more, or with another in the place of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if not (instead and part.filename == name):
                new.writestr(part, old.read(part))
        new.writestr(name, data)
    return stream.getvalue()


def a_link() -> bytes:
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return with_part(link, b"/etc/passwd")


def with_a_lie() -> bytes:
    """Two megabytes that say of themselves that they are ten bytes, in both of the places that say so."""
    packed = bytearray(with_part("xl/big.xml", b" " * 2 * SMALL))
    size = (2 * SMALL).to_bytes(4, "little")
    while (at := packed.find(size)) >= 0:
        packed[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(packed)


def with_a_password() -> bytes:
    packed = bytearray(BOOK)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = packed.find(mark)
        packed[at + offset] |= 1
    return bytes(packed)


def many_parts() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parcel:
        for number in range(MOST_PARTS + 1):
            parcel.writestr(f"{number}.xml", b"<x/>")
    return stream.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
LYING_XML = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'

BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "ratio": (lambda: with_part("xl/big.xml", b" " * (2 * SMALL)), f"packed more than {HIGHEST_RATIO} times"),
    "sum": (lambda: with_part("xl/big.xml", b" " * (LARGEST + 1)), "unpacks to more than 50 MB"),
    "size": (lambda: b"PK\x03\x04" + b"0" * LARGEST, "is larger than 50 MB"),
    "lie": (with_a_lie, "damaged"),
    "parts": (many_parts, f"no more than {MOST_PARTS}"),
    "nested": (lambda: with_part("xl/embeddings/inner.xlsx", BOOK), "a packed file within"),
    "nested under another name": (lambda: with_part("xl/media/picture.png", BOOK), "a packed file within"),
    "link": (a_link, "that is a link"),
    "up": (lambda: with_part("../../evil.xml", b"<x/>"), "that leads out of it"),
    "root": (lambda: with_part("/etc/evil.xml", b"<x/>"), "that leads out of it"),
    "drive": (lambda: with_part("c:evil.xml", b"<x/>"), "that leads out of it"),
    "twice": (lambda: with_part(SHEET.upper(), b"<x/>"), "two parts of one name"),
    "entities": (lambda: with_part(SHEET, ENTITIES, instead=True), "declares entities"),
    "entities in UTF-16": (lambda: with_part(SHEET, LYING_XML.encode("utf-16"), instead=True), "declares entities"),
    "password": (with_a_password, "has a password"),
    "old": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old workbook"),
    "text": (lambda: b"sentence,url,topic\n", "is no workbook"),
    "nothing": (lambda: b"", "is no workbook"),
    "cut off": (lambda: BOOK[: len(BOOK) // 2], "is no workbook"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_means_harm_is_refused_with_the_reason(name: str) -> None:
    make, reason = BOMBS[name]
    assert reason in refusal(make())


def test_an_honest_workbook_is_not_refused() -> None:
    assert refusal(BOOK) == ""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Almanac:
    return Almanac.open_empty(tmp_path_factory.mktemp("empty") / "empty.db")


def told_of(data: bytes, almanac: Almanac) -> str:
    with pytest.raises(ExchangeError) as refused:
        read_sheets(data, Path("facts.xlsx"), almanac, HAND)
    return str(refused.value)


def a_sheet(inner: str) -> bytes:
    """The book with another first sheet."""
    text = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inner}</worksheet>'
    return with_part(SHEET, text.encode(), instead=True)


def test_a_row_or_a_size_that_no_sheet_has_takes_no_memory(empty: Almanac) -> None:
    cell = '<c r="A{0}" t="inlineStr"><is><t>url</t></is></c>'
    far = f'<sheetData><row r="999999999">{cell.format(999999999)}</row></sheetData>'
    assert "row too many" in told_of(a_sheet(far), empty)
    wide = f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{cell.format(1)}</row></sheetData>'
    assert read_sheets(a_sheet(wide), Path("facts.xlsx"), empty, HAND) == Collection()


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]),
    st.integers(0, 2000),
    st.binary(max_size=6),
    st.integers(0, 40),
)
def test_any_damage_ends_in_a_collection_or_a_refusal(
    empty: Almanac, part: str, at: int, spliced: bytes, cut: int
) -> None:
    with zipfile.ZipFile(io.BytesIO(BOOK)) as parcel:
        text = parcel.read(part)
    data = with_part(part, text[:at] + spliced + text[at + cut :], instead=True)
    with suppress(ExchangeError):
        assert isinstance(read_sheets(data, Path("facts.xlsx"), empty, HAND), Collection)

"""Sheets in and out: what is written reads back the same, and what people type is read as they meant it."""

import csv
import io
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import drawn
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from knowledge.almanac import DATA, Almanac
from knowledge.cells import LARGEST, MOST_ROWS, neutral, restored
from knowledge.columns import COLUMNS, Column, column_named
from knowledge.exchange import ExchangeError, read_collection, write_collection
from knowledge.facts import (
    UNSTATED,
    Bound,
    Collection,
    Concept,
    Document,
    Entry,
    Fact,
    Period,
    Source,
    Topic,
    Wording,
)
from knowledge.intake import MOST_DRAFTS, Hand, read_file, read_sheets
from knowledge.sheets import write_sheets, write_template
from knowledge.store.protocol import Imported, StoreError

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
        sheet.append(list(row))
    for place, shown_as in (formats or {}).items():
        sheet[place].number_format = shown_as
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def full_row(**changes: str) -> dict[str, str]:
    """All that an exported fact says."""
    return {
        "id": "pears-2024", "topic": "pears", "title_en": "Pear orchards", "place": "Zhejiang",
        "sentence": SENTENCE, "figure": "more than 2,141", "value": "2141", "unit": "orchards", "bound": "over",
        "period": "end of June 2024", "period_from": "2024-06-30", "period_to": "2024-06-30", "quote": "verbatim",
        "url": URL, "publisher": "Fruit Office", "published": "2024-07-01", **changes,
    }  # fmt: skip


def full_csv(*rows: dict[str, str]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


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
    [
        "=1+1",
        "'=1",
        "''@x",
        "-1",
        "+1 a",
        "\t=x",
        "\r\na",
        "007",
        '"',
        "a;b,c\td",
        "＝1",
        "_x000D_x000D_",
        "\uffff",
        "#N/A",
    ]
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
    assert len(data) < LARGEST / 5
    foreseen = both.foresee(read(data, both, suffix))
    assert (foreseen.added, foreseen.changed) == ((), ())
    assert len(foreseen.same) > 2000


def test_the_table_that_ships_is_the_same_after_lines_of_json(both: Almanac, empty: Almanac, tmp_path: Path) -> None:
    shipped, path = both.export(), tmp_path / "all.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        write_collection(shipped, stream)
    assert read_file(path, empty, HAND) == shipped


def test_a_cell_that_looks_like_a_formula_is_none_in_either_sheet(empty: Almanac) -> None:
    phrasing = (Wording('=HYPERLINK("https://example.org")', "en"),)
    collection = Collection(entries=(Entry(Topic("pears", (Wording("@SUM(1)", "en"),)), phrasing),))
    text = written(collection, ".csv").decode("utf-8-sig")
    assert "'@SUM(1)" in text
    assert "\"'=HYPERLINK(" in text
    book = load_workbook(io.BytesIO(written(collection, ".xlsx")))
    kinds = {
        cell.data_type for sheet in book.worksheets for row in sheet.rows for cell in row if cell.value is not None
    }
    assert kinds == {"s"}


def test_numbers_in_a_workbook_are_numbers_where_they_stay_exact(empty: Almanac) -> None:
    values = ["17600", "3.5", "3.50", "-2", "0.1000000000000000000001", "12345678901234567", "1E+3"]
    rows = [full_row(id=f"pears-{number}", value=value) for number, value in enumerate(values)]
    collection = read(full_csv(*rows), empty)
    data = written(collection, ".xlsx")
    sheet = load_workbook(io.BytesIO(data))["facts"]
    header = [cell.value for cell in next(iter(sheet.rows))]
    held = [row[header.index("value")].value for row in sheet.rows][1:]
    assert held == [17600, 3.5, "3.50", -2, "0.1000000000000000000001", "12345678901234567", "1E+3"]
    back = [str(fact.figure.value) for fact in read(data, empty, ".xlsx").entries[0].facts if fact.figure]
    assert back == values


# A person's own sheet.


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_separators_and_encodings_are_told_by_themselves(empty: Almanac, separator: str, encoding: str) -> None:
    sentence = "截至2024年6月底，浙江有超过2141家梨园。"
    rows = f"SENTENCE| Url |主题|Period\n{sentence}|{URL}|梨园数量|\n|||\n".replace("|", separator)
    data = rows.replace("\n", "\r\n").encode(encoding)
    fact = the_fact(data, empty)
    assert fact.quote.text == sentence
    assert fact.figure is not None
    assert (fact.figure.value, fact.figure.bound) == (Decimal(2141), Bound.OVER)
    assert fact.topic.title() == "梨园数量"


def test_a_line_that_names_the_separator_is_no_row(empty: Almanac) -> None:
    assert the_fact(f"sep=;\r\nsentence;url;topic\r\n{SENTENCE};{URL};pears\r\n".encode(), empty).topic.id == "pears"
    ((_, line, field, _),) = faults_of(f"sep=;\nsentence;url;topic\n{SENTENCE};here;pears".encode(), empty)
    assert (line, field) == (2, "url")


def test_western_punctuation_is_not_taken_for_chinese(empty: Almanac) -> None:
    data = f"sentence,url,topic\nZhejiang\u2019s pear farms \u2013 2,141 in 2024 \u2013 grew.,{URL},pears".replace(
        "2,141", "2141"
    )
    assert "Zhejiang\u2019s" in the_fact(data.encode("cp1252"), empty).quote.text


def test_an_encoding_that_cannot_be_told_is_refused(empty: Almanac) -> None:
    ((_, line, _, what),) = faults_of(
        f"sentence,url,topic\n浙江省的梨園數量超過兩千家,{URL},梨園".encode("big5"), empty
    )
    assert (line, what.split(":")[0]) == (0, "is in no encoding that can be told for certain")


def test_figure_unit_bound_and_period_are_read_from_the_sentence_as_from_a_chat(empty: Almanac) -> None:
    fact = the_fact(a_csv("sentence|url|topic", f"{SENTENCE}|{URL}|pear orchards", separator=";"), empty)
    assert fact.figure is not None
    assert (fact.figure.value, fact.figure.bound, fact.figure.printed) == (Decimal(2141), Bound.OVER, "more than 2,141")
    assert isinstance(fact.period, Period)
    assert (fact.period.start, fact.period.end) == (date(2024, 6, 30), date(2024, 6, 30))
    assert fact.topic.place == "Zhejiang"
    assert (fact.provenance.proposed_by, fact.provenance.at) == (HAND.by, HAND.at)
    assert fact.source.publisher == "example.org"


def test_a_topic_is_found_by_its_title_or_its_id_and_else_made(almanac: Almanac) -> None:
    names = ("little-giant-count", " number of LITTLE giant enterprises", "小巨人企业数量", "pear orchards")
    sentences = [f"By the end of {year} there were {year * 7} of them." for year in range(2011, 2011 + len(names))]
    rows = [f"{sentence};{URL};{name}" for sentence, name in zip(sentences, names, strict=True)]
    made = read(a_csv("sentence;url;topic", *rows), almanac)
    assert [(entry.topic.id, len(entry.facts)) for entry in made.entries] == [
        ("little-giant-count", 3),
        ("pear-orchards", 1),
    ]


def test_rows_of_a_new_topic_share_it_and_one_row_may_speak_for_a_page(empty: Almanac) -> None:
    rows = [
        f"In 2022 there were 2,000 orchards.;{URL};Pear orchards;;How many orchards?\nPear farms?",
        f"In 2023 there were 2,100 orchards.;{URL};pear orchards;Fruit Office;how many pear farms; 梨园数量",
    ]
    quoted = [";".join(f'"{cell}"' for cell in row.split(";", 4)) for row in rows]
    collection = read(a_csv("sentence;url;topic;publisher;ask", *quoted), empty)
    (entry,) = collection.entries
    assert [fact.source.publisher for fact in entry.facts] == ["Fruit Office", "Fruit Office"]
    assert entry.phrasings == (
        Wording("How many orchards?", "en"),
        Wording("Pear farms?", "en"),
        Wording("how many pear farms", "en"),
        Wording("梨园数量", "zh"),
    )


def test_the_same_sheet_twice_changes_nothing_however_late(tmp_path: Path) -> None:
    rows = [
        f"There were 2,000 orchards last year.;{URL};pear orchards;how many pear orchards?",
        f"More than 30 percent of orchards export pears.;{URL};pear exporters;which share of orchards exports pears?",
        f"Zhejiang had 2,141 pear orchards at the end of June 2024.;{URL};pear orchards;",
    ]
    data = a_csv("sentence;url;topic;ask", *rows)
    with Almanac.open_empty(tmp_path / "table.db") as almanac:
        assert almanac.load(read(data, almanac)).added == 6
        again = read_sheets(data, Path("facts.csv"), almanac, Hand(by=8, at=datetime(2031, 3, 1, tzinfo=UTC)))
        foreseen = almanac.foresee(again)
        assert (foreseen.added, foreseen.changed) == ((), ())
        assert almanac.load(again) == Imported(0, 0, 6)


def test_a_row_with_an_id_and_a_value_column_is_taken_as_it_stands(empty: Almanac) -> None:
    stated = the_fact(
        full_csv(full_row(figure="", value="", unit="", bound="", period="", period_from="", period_to="")), empty
    )
    assert (stated.id, stated.figure, stated.period) == ("pears-2024", None, UNSTATED)
    drafted = the_fact(a_csv("id;sentence;url;topic", f"pears-2024;{SENTENCE};{URL};pears"), empty)
    assert drafted.id == "pears-2024"
    assert drafted.figure is not None


def test_a_cell_that_contradicts_the_sentence_is_a_fault(empty: Almanac) -> None:
    row = {
        name: cell
        for name, cell in full_row(value="2142", bound="exactly", period_to="2024-07-30").items()
        if name != "id"
    }
    assert [(line, field) for _, line, field, _ in faults_of(full_csv(row), empty)] == [
        (2, "value"),
        (2, "unit"),
        (2, "bound"),
        (2, "period_to"),
    ]


# Spreadsheet habits.


@pytest.mark.parametrize(
    "written",
    [
        "2025/12/2",
        "2 Dec 2025",
        "2025年12月2日",
        "2-Dec-2025",
        "December 2, 2025",
        "２０２５－１２－０２",
        " 2025-12-02 ",
        "2025.12.2",
    ],
)
def test_a_day_is_read_however_it_is_written(empty: Almanac, written: str) -> None:
    stated = the_fact(full_csv(full_row(published=written, period_from="2024/6/30", period_to=written)), empty)
    assert stated.source.published == date(2025, 12, 2)
    assert isinstance(stated.period, Period)
    assert stated.period.start == date(2024, 6, 30)
    drafted = the_fact(a_csv("sentence;url;topic;published", f"{SENTENCE};{URL};pears;{written}"), empty)
    assert drafted.source.published == date(2025, 12, 2)


@pytest.mark.parametrize("written", ["2/12/2025", "12/2025", "2025", "yesterday", "31/31/2025"])
def test_a_day_that_could_be_two_is_a_fault(empty: Almanac, written: str) -> None:
    ((_, line, field, _),) = faults_of(full_csv(full_row(published=written)), empty)
    assert (line, field) == (2, "published")


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("17,600", "17600", ""),
        ("17 600", "17600", ""),
        ("1,017,600.5", "1017600.5", ""),
        ("１７６００", "17600", ""),
        ("60%", "60", "percent"),
        ("60.5 ％", "60.5", "percent"),
        ("-2", "-2", ""),
        ("+2", "2", ""),
    ],
)
def test_a_number_is_read_however_it_is_written(empty: Almanac, written: str, value: str, unit: str) -> None:
    figure = the_fact(full_csv(full_row(value=written, unit="")), empty).figure
    assert figure is not None
    assert (str(figure.value), figure.unit) == (value, unit)


@pytest.mark.parametrize("written", ["1,76,00", "17.600,5", "17,60", "many", "1e5000", "9" * 5000])
def test_a_number_that_could_be_two_is_a_fault(empty: Almanac, written: str) -> None:
    ((_, line, field, _),) = faults_of(full_csv(full_row(value=written)), empty)
    assert (line, field) == (2, "value")


def test_cells_of_a_workbook_are_read_as_they_are_shown(empty: Almanac) -> None:
    data = a_book(
        ("sentence", "url", "topic", "value", "period", "published", None),
        ("Orchards exported about 60 percent.", URL, "exports", 0.6, datetime(2024, 6, 1), datetime(2025, 12, 2), None),  # noqa: DTZ001
        (None, None, None, None, None, None, None),
        ("There were 17,600 orchards.", URL, "orchards", 17600.0, 2024.0, date(2025, 12, 2), None),
        formats={"D2": "0%", "E2": "mmm-yy", "D4": "#,##0", "F4": 'yyyy"年"m"月"d"日"'},
    )
    facts = [fact for entry in read(data, empty, ".xlsx").entries for fact in entry.facts]
    assert [str(fact.figure.value) for fact in facts if fact.figure] == ["60", "17600"]
    assert [(fact.period.label, fact.period.end) for fact in facts if isinstance(fact.period, Period)] == [
        ("2024-06", date(2024, 6, 30)),
        ("2024", date(2024, 12, 31)),
    ]
    assert {fact.source.published for fact in facts} == {date(2025, 12, 2)}


def test_scales_and_ids_that_became_fractions_are_whole_again(empty: Almanac) -> None:
    fact = the_fact(full_csv(full_row(scale="1000000.0", proposed_by="12.0")), empty)
    assert fact.figure is not None
    assert (fact.figure.scale, fact.provenance.proposed_by) == (1_000_000, 12)


@pytest.mark.parametrize(
    ("written", "retired"), [("TRUE", True), ("是", True), ("no", False), ("", False), ("0", False)]
)
def test_a_retired_fact_and_a_review_date_stand_in_columns(empty: Almanac, written: str, *, retired: bool) -> None:
    fact = the_fact(full_csv(full_row(retired=written, review="2026/1/2")), empty)
    assert (fact.retired, fact.review) == (retired, date(2026, 1, 2))
    ((_, _, field, _),) = faults_of(full_csv(full_row(retired="perhaps")), empty)
    assert field == "retired"


def test_blank_rows_and_columns_and_those_left_out_do_no_harm(empty: Almanac) -> None:
    row = f',"{SENTENCE}",#2,{URL},,pears,,'
    data = f",,\n,sentence,# my own,URL (link),,topic*,,\n\n,,,,,,,\n{row}\n,,,,\n\n".encode()
    assert the_fact(data, empty).topic.id == "pears"


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
def test_every_column_has_one_name_for_each_way_to_call_it(column: Column) -> None:
    for name in (column.name, *column.others):
        assert column_named(f" {name.upper().replace('_', ' ')} ") == column.name
    assert sum(
        name in (other.name, *other.others) for other in COLUMNS for name in (column.name, *column.others)
    ) == 1 + len(column.others)


# Faults, all at once.


def test_every_fault_is_told_at_once_with_its_line_and_column(empty: Almanac) -> None:
    rows = [
        full_row(value="many", bound="ca", published="noon"),
        full_row(id="No Id", url="ftp://example.org"),
        full_row(id="plums-2024", title_en="Plums", publisher="Other"),
        full_row(id="pears-2025", quote="loose", sentence="x" * 1001),
    ]
    assert [(line, field) for _, line, field, _ in faults_of(full_csv(*rows), empty)] == [
        (2, "published"),
        (2, "value"),
        (2, "bound"),
        (3, "url"),
        (3, "id"),
        (4, "title_en"),
        (5, "url"),
        (5, "sentence"),
        (5, "quote"),
    ]
    drafts = ["sentence;url;topic", f";{URL};pears", f"{SENTENCE};;pears", f"{SENTENCE};{URL};"]
    assert [(line, field) for _, line, field, _ in faults_of(a_csv(*drafts), empty)] == [
        (2, "sentence"),
        (3, "url"),
        (4, "topic"),
    ]


@pytest.mark.parametrize(
    ("header", "column", "word"),
    [
        ("sentence;url;topc", "topc", "write topic"),
        ("sentence;url;zzzz", "zzzz", "put # before it"),
        ("sentence;url;原文", "原文", "stands here twice"),
        ("what;where;when", "", "must name the columns"),
    ],
)
def test_a_column_that_nobody_knows_is_a_fault(empty: Almanac, header: str, column: str, word: str) -> None:
    faults = [fault for fault in faults_of(a_csv(header, f"{SENTENCE};{URL};pears"), empty) if fault[1] == 1]
    ((_, line, field, what),) = faults
    assert (line, field) == (1, column)
    assert word in what


def test_what_stands_twice_or_refers_to_nothing_is_a_fault(empty: Almanac) -> None:
    rows = [
        *["kind;topic;title_en;language;text;concept;concept_kind;url;publisher;id;value;sentence", ";;;;;;;;;;;"],
        "topic;pears;Pears;;;;;;;;;",
        "topic;pears;Pears;;;;;;;;;",
        "phrasing;plums;;en;How many plums?;;;;;;;",
        "phrasing;pears;;english;How many pears?;;;;;;;",
        "word;;;en;pear;pear;place;;;;;",
        "word;;;en;pears;pear;word;;;;;",
        "text;;;;Once upon a time;;;https://example.org/else;;;;",
        "fruit;pears;;;;;;;;;;",
        f"source;pears;;;;;;{URL};Office;;;",
        f"fact;pears;;;;;;{URL};Office;pears-1;;Many pears.",
        f"fact;pears;;;;;;{URL};Office;pears-1;;Few pears.",
        f"fact;pears;;;;;;{URL};;;;{SENTENCE}",
        f"fact;pears;;;;;;{URL};;;;{SENTENCE}",
    ]
    assert [(line, field) for _, line, field, _ in faults_of(a_csv(*rows), empty)] == [
        (4, "topic"),
        (5, "topic"),
        (6, "english"),
        (8, "concept_kind"),
        (9, "url"),
        (10, "kind"),
        (11, "topic"),
        (13, "id"),
        (15, "sentence"),
    ]


def test_an_open_quotation_mark_does_not_swallow_rows(empty: Almanac) -> None:
    data = f'sentence,url,topic\n"{SENTENCE}",{URL},pears\n"There were more,{URL},pears\nIn 2024 many,{URL},pears\n'
    faults = faults_of(data.encode(), empty)
    assert [(line, field) for _, line, field, _ in faults] == [(3, "")]
    assert "quotation mark" in faults[0][3]


def test_a_fault_in_a_workbook_names_the_sheet_and_a_formula_its_cell(empty: Almanac) -> None:
    rows = [("sentence", "url", "topic"), (SENTENCE, "here", "pears"), ('=HYPERLINK("x")', URL, "=1+1")]
    faults = faults_of(a_book(*rows, ("#N/A", URL, time(12, 30)), name="My facts"), empty, ".xlsx")
    told = [(sheet, line, field) for sheet, line, field, _ in faults]
    assert told[0] == ("My facts", 2, "url")
    assert {("My facts", 3, "A3"), ("My facts", 3, "C3"), ("My facts", 4, "A4"), ("My facts", 4, "C4")} <= {*told}
    with pytest.raises(ExchangeError, match=r"sheet My facts, line 3, A3: holds a formula"):
        read(a_book(*rows, name="My facts"), empty, ".xlsx")


def test_what_is_too_much_is_refused(empty: Almanac) -> None:
    header = "sentence,url,topic"
    assert "characters" in faults_of(f"{header}\n{'x' * 40_000},{URL},pears".encode(), empty)[0][3]
    assert "larger than 50 MB" in faults_of(b"x" * (LARGEST + 1), empty)[0][3]
    assert "row too many" in faults_of(f"{header}\n".encode() + b"a\n" * (MOST_ROWS + 1), empty)[-1][3]
    assert "columns" in faults_of(f"{header}\n{',' * 300}x".encode(), empty)[0][3]
    assert "NUL" in faults_of(f"{header}\nA\0,{URL},pears".encode(), empty)[0][3]
    assert "is one too many" in faults_of(f"{header}\n".encode() + b"a\n" * (MOST_DRAFTS + 1), empty)[-1][3]
    assert "cannot be read" in faults_of(f"{header}\n{'x' * 200_000},{URL},pears".encode(), empty)[0][3]
    with pytest.raises(StoreError, match="jsonl"):
        written(Collection(concepts=(Concept("a\0", ()),)), ".csv")
    with pytest.raises(StoreError, match="jsonl"):
        written(Collection(concepts=(Concept("\x01a" * 8000, ()),)), ".xlsx")


@pytest.mark.parametrize("suffix", SHEETS)
def test_a_template_imports_as_nothing_until_it_is_filled_in(empty: Almanac, suffix: str) -> None:
    stream = io.BytesIO()
    write_template(suffix, stream)
    assert read(stream.getvalue(), empty, suffix) == Collection()
    if suffix == ".csv":
        example = stream.getvalue().decode("utf-8-sig").replace("# example", "fact")
        assert the_fact(example.encode(), empty).topic.title() == "number of little giants in Zhejiang"


def test_a_file_of_another_kind_is_refused(empty: Almanac, tmp_path: Path) -> None:
    (tmp_path / "facts.ods").touch()
    (tmp_path / "facts.csv").mkdir()
    for name in ("facts.ods", "facts.csv", "none.xlsx"):
        with pytest.raises(ExchangeError):
            read_file(tmp_path / name, empty, HAND)
    assert read_file(DATA / "article.jsonl", empty, HAND) == read_collection(DATA / "article.jsonl")


@settings(deadline=None)
@given(
    st.lists(st.binary(max_size=40) | st.text(max_size=40).map(str.encode), max_size=6),
    st.sampled_from([b"sentence,url,topic\n", b"kind;text\n", b"id,value,period_from\n", b""]),
)
def test_any_bytes_are_a_collection_or_a_refusal(empty: Almanac, lines: list[bytes], header: bytes) -> None:
    with suppress(ExchangeError):
        assert isinstance(read(header + b"\n".join(lines), empty), Collection)

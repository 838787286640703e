"""The columns of a sheet, by their names in English and Chinese, and what a row of each kind holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from knowledge.cells import LONGEST_CELL, Grid, restored
from knowledge.fields import Faults
from knowledge.numerals import narrow


class Kind(StrEnum):
    """What a row is about. A row that does not say is a fact."""

    FACT = "fact"
    TOPIC = "topic"
    PHRASING = "phrasing"
    WORD = "word"
    SOURCE = "source"
    TEXT = "text"
    """A piece of a source's text; the pieces stand in order."""


@dataclass(frozen=True, slots=True)
class Column:
    """What it is called besides its name, and what to write into it."""

    name: str
    others: tuple[str, ...]
    means: str


COLUMNS: Final = (
    Column("kind", ("类别", "類別", "类型", "類型"), "fact, or nothing; a row with # here is not read"),
    Column("topic", ("主题", "主題", "话题", "話題"), "what is counted: the title or id of a topic, or a new title"),
    Column("title_en", ("英文标题", "英文標題"), "a new topic's English title, if it has one in both languages"),
    Column("title_zh", ("中文标题", "中文標題"), "its Chinese title"),
    Column("place", ("地点", "地點", "地区", "地區"), "a province, city or country; nothing for China"),
    Column("family", ("家族", "系列"), "the id of the topic that this one measures in another place"),
    Column("sentence", ("原句", "原文", "句子", "source_sentence"), "the source's own sentence"),
    Column("figure", ("数字", "數字", "数值", "數值"), "as the sentence prints it; read from it where empty"),
    Column("value", ("值",), "the number itself: 30 million is 30000000; read where empty"),
    Column("high", ("上限",), "the upper end of a range; read where empty"),
    Column("unit", ("单位", "單位"), "enterprises, percent, yuan, …; read where empty"),
    Column("bound", ("界限", "限定"), "exactly, over, at least, nearly, under, at most, about or between; or empty"),
    Column("scale", ("量级", "量級"), "the word it is counted in: 1000000 for millions; read where empty"),
    Column("period", ("时间", "時間", "期间", "期間", "时期", "時期"), "2024, June 2024, 2021-2025; read where empty"),
    Column("period_from", ("起始", "开始", "開始", "from"), "its first day; read where empty"),
    Column("period_to", ("结束", "結束", "截止", "to"), "its last day; read where empty"),
    Column("quote", ("引用", "引用方式"), "verbatim, or summary where the sentence is in your own words"),
    Column("ask", ("问法", "問法", "问题", "問題", "questions"), "questions that it answers, with ; between them"),
    Column(
        "url", ("来源", "來源", "链接", "連結", "网址", "網址", "出处", "出處", "source", "link"), "the page's address"
    ),
    Column("publisher", ("发布者", "發布者", "发布方", "發布方"), "who published it"),
    Column("source_title", ("标题", "標題", "来源标题", "來源標題", "headline", "title"), "the page's headline"),
    Column("published", ("发布日期", "發布日期", "发布时间", "發布時間"), "the day it appeared: 2025-12-02"),
    Column("review", ("复核日期", "複核日期"), "the day on which somebody should look at the fact again"),
    Column("retired", ("停用",), "true for a fact that is kept, but no longer answered with"),
    Column("language", ("语言", "語言"), "en, zh, …"),
    Column("text", ("文字", "文本", "正文"), "a question, a word, or a piece of a source's text"),
    Column("concept", ("概念",), "the name that words which mean one thing share"),
    Column("concept_kind", ("概念类别", "概念類別"), "word, place, subject, …"),
    Column(
        "title_order",
        ("标题顺序", "標題順序"),
        "the order of the titles by language, where it is not that of the columns",
    ),
    Column("id", ("编号", "編號", "fact_id"), "with one, and a value column, the row is taken as it stands"),
    Column("proposed_by", ("提议人", "提議人"), "Telegram's id; 0 for files"),
    Column("accepted_by", ("接受人",), "Telegram's id; 0 for files"),
    Column("at", ("入库时间", "入庫時間"), "when it entered the table"),
)

SHEETS: Final[Mapping[Kind, str]] = {
    Kind.FACT: "facts",
    Kind.TOPIC: "topics",
    Kind.PHRASING: "phrasings",
    Kind.WORD: "words",
    Kind.SOURCE: "sources",
    Kind.TEXT: "texts",
}

LEFT_OUT: Final = "#"
"""What a column's name or a row's kind begins with to be passed over."""

_TOPIC: Final = ("topic", "title_en", "title_zh", "title_order", "place", "family")
_SOURCE: Final = ("url", "publisher", "source_title", "published")
_ELSEWHERE: Final = ("kind", "language", "text", "concept", "concept_kind")

HELD: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.FACT: tuple(column.name for column in COLUMNS if column.name not in _ELSEWHERE),
    Kind.TOPIC: (*_TOPIC, "ask"),
    Kind.PHRASING: ("topic", "language", "text"),
    Kind.WORD: ("concept", "concept_kind", "language", "text"),
    Kind.SOURCE: _SOURCE,
    Kind.TEXT: ("url", "text"),
}
"""The columns that a row of each kind has; titles in further languages come beside title_en and title_zh."""

NUMBERS: Final = frozenset({"value", "high", "scale", "proposed_by", "accepted_by"})
"""Columns that are for counting with."""

_KINDS: Final = {
    **{str(kind): kind for kind in Kind},
    **{name: kind for kind, name in SHEETS.items()},
    **dict.fromkeys(("事实", "事實"), Kind.FACT),
    **dict.fromkeys(("主题", "主題"), Kind.TOPIC),
    **dict.fromkeys(("问法", "問法"), Kind.PHRASING),
    **dict.fromkeys(("词语", "詞語"), Kind.WORD),
    **dict.fromkeys(("来源", "來源"), Kind.SOURCE),
    **dict.fromkeys(("正文",), Kind.TEXT),
}
_TITLE: Final = re.compile(r"title[ _]([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.IGNORECASE)
_NAMES: Final = {name: column.name for column in COLUMNS for name in (column.name, *column.others)}
_ASIDE: Final = re.compile(r"\(.*?\)|[*:：]")
"""What people add to the name of a column: a remark in brackets, a star, a colon."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, none of them empty."""

    sheet: str
    line: int
    kind: Kind
    cells: Mapping[str, str]
    columns: frozenset[str]
    """Those that its sheet has."""


def column_named(header: str) -> str:
    """The column that a header stands for, in any case and however it is spaced; "" for none.

    >>> column_named(" Period From "), column_named("原句"), column_named("title_zh-Hant"), column_named("colour")
    ('period_from', 'sentence', 'title_zh-Hant', '')
    """
    plain = _ASIDE.sub("", narrow(header)).strip()
    title = _TITLE.fullmatch(plain)
    if title and title[1].casefold() != "order":
        code, *rest = title[1].split("-")
        return "-".join(["title_" + code.lower(), *rest])
    return _NAMES.get(re.sub(r"[\s_-]+", "_", plain).casefold(), "")


def recognised(headers: Sequence[str]) -> int:
    return sum(bool(column_named(header)) for header in headers)


def rows_of(grid: Grid, faults: Faults) -> Iterator[Row]:
    """The rows of a sheet that hold something, below the first such row, which names the columns."""
    faults.sheet = grid.name
    filled = ((line, cells) for line, cells in enumerate(grid.rows, 1) if any(cell.strip() for cell in cells))
    faults.line, header = next(filled, (0, ()))
    if not header:
        return
    names = _named(header, faults)
    if not names:
        return
    columns = frozenset(names.values())
    standard = _KINDS.get(grid.name.strip().casefold(), Kind.FACT)
    for faults.line, cells in filled:
        before = len(faults.found)
        held = dict(_cells(cells, names, faults))
        written = held.pop("kind", "").strip()
        if written.startswith(LEFT_OUT):
            continue
        kind = _KINDS.get(written.casefold()) if written else standard
        if kind is None:
            faults.note("kind", f"is {written[:40]!r}, but must be one of {', '.join(Kind)}")
        elif held and len(faults.found) == before:  # else its cells stand in the wrong columns
            _refuse_misplaced(held, kind, faults)
            yield Row(grid.name, faults.line, kind, held, columns)


def _named(header: Sequence[str], faults: Faults) -> dict[int, str]:
    """The columns by their number. One that nobody knows is a fault: what is in it would be lost in silence."""
    if not recognised(header):
        known = ", ".join(column.name for column in COLUMNS)
        faults.note("", f"must name the columns, as sentence, url, topic and period do; the names are {known}")
        return {}
    names: dict[int, str] = {}
    for number, title in enumerate(header):
        name = column_named(title)
        if name and name in names.values():
            faults.note(_shown(title), f"is the column {name}, which stands here twice")
        elif not name and title.strip() and not title.lstrip().startswith(LEFT_OUT):
            near = get_close_matches(title.strip().casefold(), _NAMES, 1, 0.6)
            instead = f"write {_NAMES[near[0]]}, or put # before it" if near else "put # before it"
            faults.note(_shown(title), f"is no column: {instead} to leave the column out")
        if title.strip():
            names[number] = name or LEFT_OUT
    return names


def _cells(cells: Sequence[str], names: Mapping[int, str], faults: Faults) -> Iterator[tuple[str, str]]:
    for number, cell in enumerate(cells):
        name = names.get(number, "")
        if not cell or name == LEFT_OUT:
            continue
        if "\0" in cell:
            faults.note(name, "holds a NUL character, which no text does")
        elif len(cell) > LONGEST_CELL:
            faults.note(name, f"has {len(cell)} characters, and {LONGEST_CELL} fit into a cell")
        elif name:
            yield name, restored(cell)
        elif cell.strip():
            faults.note(
                f"column {number + 1}",
                "has no name in the first row, but a cell here: is a text with a comma in quotation marks?",
            )


def _refuse_misplaced(held: Mapping[str, str], kind: Kind, faults: Faults) -> None:
    for name, cell in held.items():
        if cell.strip() and name not in HELD[kind] and not (is_title(name) and "title_en" in HELD[kind]):
            faults.note(name, f"says nothing of a {kind}: leave it empty, or write another kind")


def is_title(name: str) -> bool:
    return _TITLE.fullmatch(name) is not None and name != "title_order"


def _shown(header: str) -> str:
    return header.strip()[:40]

"""A collection as sheets: one row for each fact, topic, phrasing, word, source and piece of a text."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import BinaryIO, Final

from knowledge.cells import LONGEST_CELL, Grid, neutral
from knowledge.columns import COLUMNS, HELD, LEFT_OUT, NUMBERS, SHEETS, Kind
from knowledge.csvs import write_csv
from knowledge.facts import UNSTATED, Collection, Document, Entry, Fact, Figure, Period, Source, Topic, Unstated
from knowledge.jsonl import Quoting
from knowledge.store.protocol import StoreError
from knowledge.xlsx import write_xlsx

PIECE: Final = 4000
"""Characters of a text in one cell: what fits in any program, whatever has to be written in codes."""

_Cells = Mapping[str, str]

_FILLED_IN: Final = tuple(
    column
    for column in COLUMNS
    if column.name in {"kind", *HELD[Kind.FACT]}
    and column.name not in {"title_order", "retired", "id", "proposed_by", "accepted_by", "at"}
)
"""The columns that somebody fills in who writes facts down; the others are the table's own."""

_EXAMPLE: Final = {
    "kind": f"{LEFT_OUT} example",
    "topic": "number of little giants in Zhejiang",
    "place": "Zhejiang",
    "sentence": "Zhejiang had 2,141 little giants at the end of June 2024.",
    "ask": "how many little giants are in Zhejiang?; 浙江有多少家小巨人？",
    "url": "https://example.org/zhejiang",
    "publisher": "Zhejiang Daily",
    "published": "2024-07-01",
}


def write_sheets(collection: Collection, suffix: str, stream: BinaryIO) -> None:
    """As one CSV file, or as a workbook with a sheet for each kind; what is read back is the same."""
    rows = {kind: list(_rows(collection, kind)) for kind in Kind}
    further = _further_titles(collection)
    if suffix == ".xlsx":
        grids = (_grid(SHEETS[kind], _header(kind, further), rows[kind]) for kind in Kind)
        write_xlsx(grids, NUMBERS, stream)
        return
    header = ("kind", *dict.fromkeys(name for kind in Kind for name in _header(kind, further)))
    labelled = [{"kind": str(kind), **row} for kind in Kind for row in rows[kind]]
    write_csv(_grid("", header, labelled).rows, stream)


def write_template(suffix: str, stream: BinaryIO) -> None:
    """The columns, a line that explains each, and an example; none of it is read as a fact."""
    header = [column.name for column in _FILLED_IN]
    meanings = {column.name: " · ".join([column.means, *column.others[:1]]) for column in _FILLED_IN}
    grid = _grid(SHEETS[Kind.FACT], header, [{**meanings, "kind": f"{LEFT_OUT} {meanings['kind']}"}, _EXAMPLE])
    if suffix == ".xlsx":
        write_xlsx([grid], frozenset(), stream)
    else:
        write_csv(grid.rows, stream)


def _grid(name: str, header: Iterable[str], rows: Iterable[_Cells]) -> Grid:
    names = tuple(header)
    return Grid(name, [names, *([_cell(row.get(name, "")) for name in names] for row in rows)])


def _cell(text: str) -> str:
    cell = neutral(text)
    if len(cell) > LONGEST_CELL or "\0" in cell:
        raise StoreError(f"“{text[:40]}…” does not fit into a cell: name a file that ends in .jsonl instead.")
    return cell


def _header(kind: Kind, further: tuple[str, ...]) -> Iterator[str]:
    """Titles in further languages stand beside the Chinese ones. Questions have rows of their own."""
    for column in HELD[kind]:
        if column != "ask":
            yield column
        if column == "title_zh":
            yield from further


def _further_titles(collection: Collection) -> tuple[str, ...]:
    languages = dict.fromkeys(title.language for entry in collection.entries for title in entry.topic.titles)
    return tuple(f"title_{language}" for language in languages if language not in {"en", "zh"})


def _rows(collection: Collection, kind: Kind) -> Iterator[_Cells]:
    match kind:
        case Kind.FACT:
            return (_fact(fact) for entry in collection.entries for fact in entry.facts)
        case Kind.TOPIC:
            return (_topic(entry.topic) for entry in collection.entries)
        case Kind.PHRASING:
            return (phrasing for entry in collection.entries for phrasing in _phrasings(entry))
        case Kind.WORD:
            return _words(collection)
        case Kind.SOURCE:
            return (_source(document.source) for document in collection.documents)
        case Kind.TEXT:
            return (piece for document in collection.documents for piece in _pieces(document))


def _topic(topic: Topic) -> _Cells:
    """The order of the titles is written down where it is not that of the columns, English first."""
    languages = [title.language for title in topic.titles]
    usual = languages in (["en"], ["zh"], ["en", "zh"])
    return {
        "topic": topic.id,
        **{f"title_{title.language}": title.text for title in topic.titles},
        "title_order": "" if usual else " ".join(languages),
        "place": topic.place,
        "family": topic.family,
    }


def _phrasings(entry: Entry) -> Iterator[_Cells]:
    for phrasing in entry.phrasings:
        yield {"topic": entry.topic.id, "language": phrasing.language, "text": phrasing.text}


def _words(collection: Collection) -> Iterator[_Cells]:
    for concept in collection.concepts:
        of = {"concept": concept.name, "concept_kind": str(concept.kind)}
        yield from ({**of, "language": word.language, "text": word.text} for word in concept.words)
        if not concept.words:
            yield of


def _source(source: Source) -> _Cells:
    return {
        "url": source.url,
        "publisher": source.publisher,
        "source_title": source.title,
        "published": source.published.isoformat() if source.published else "",
    }


def _pieces(document: Document) -> Iterator[_Cells]:
    for start in range(0, len(document.text), PIECE):
        yield {"url": document.source.url, "text": document.text[start : start + PIECE]}


def _fact(fact: Fact) -> _Cells:
    return {
        **_topic(fact.topic),
        **(_figure(fact.figure) if fact.figure else {}),
        **_period(fact.period),
        "sentence": fact.quote.text,
        "quote": Quoting.VERBATIM if fact.quote.verbatim else Quoting.SUMMARY,
        **_source(fact.source),
        "review": fact.review.isoformat() if fact.review else "",
        "retired": "true" if fact.retired else "",
        "id": fact.id,
        "proposed_by": str(fact.provenance.proposed_by),
        "accepted_by": str(fact.provenance.accepted_by),
        "at": fact.provenance.at.isoformat(),
    }


def _figure(figure: Figure) -> _Cells:
    return {
        "figure": figure.printed,
        "value": str(figure.value),
        "high": "" if figure.high is None else str(figure.high),
        "unit": figure.unit,
        "bound": figure.bound,
        "scale": str(figure.scale),
    }


def _period(period: Period | Unstated) -> _Cells:
    if period is UNSTATED:
        return {}
    return {"period": period.label, "period_from": _iso(period.start), "period_to": _iso(period.end)}


def _iso(day: date) -> str:
    return day.isoformat()

"""Files of every kind to a collection: lines of JSON, a lexicon in TOML, and sheets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from knowledge.almanac import Almanac
from knowledge.cells import LARGEST, Grid
from knowledge.columns import Kind, Row, rows_of
from knowledge.csvs import read_csv
from knowledge.drafting import Drafts, questions
from knowledge.drafts import has_han
from knowledge.exchange import ExchangeError, read_collection
from knowledge.facts import Collection, Concept, Document, Entry, Fact, Source, Topic, Wording
from knowledge.facts import Kind as Meaning
from knowledge.fields import Faults, Fields, RowFault
from knowledge.naming import Sources, Topics, fields_of
from knowledge.stating import forgiven, stated
from knowledge.xlsx import read_xlsx

SHEET_SUFFIXES: Final = (".csv", ".tsv", ".xlsx")
MOST_DRAFTS: Final = 2000
"""Facts of a file that are read from their sentences. Each takes some hundredths of a second."""

SUFFIXES: Final = (".jsonl", ".toml", *SHEET_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose hand brings a file in, and when. Facts that are read from their sentences are put forward by it."""

    by: int
    at: datetime


def read_file(path: Path, almanac: Almanac, hand: Hand, beside: Sequence[Topic] = ()) -> Collection:
    """What a file brings to this table, if all of it is sound. Raises ExchangeError with every fault.

    Topics `beside` those of the table and the file come in together with them.
    """
    match path.suffix.lower():
        case ".jsonl" | ".toml":
            return read_collection(path)
        case ".csv" | ".tsv" | ".xlsx":
            return read_sheets(_bytes(path), path, almanac, hand, beside)
        case _:
            raise ExchangeError(path, [RowFault(0, "", f"must be named {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}")])


def _bytes(path: Path) -> bytes:
    """Ordinary files only, and no more of one than can be taken in."""
    try:
        if not path.is_file():
            raise FileNotFoundError("there is no such file")
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise ExchangeError(path, [RowFault(0, "", f"cannot be opened ({error})")]) from error


def read_sheets(data: bytes, name: Path, almanac: Almanac, hand: Hand, beside: Sequence[Topic] = ()) -> Collection:
    """The same for the bytes of a sheet of that name; nothing is looked for there."""
    faults = Faults()
    grids = read_xlsx(data, faults) if name.suffix.lower() == ".xlsx" else (read_csv(data, faults),)
    topics, sources = Topics((*almanac.topics(), *beside), faults), Sources(faults)
    drafts = Drafts(almanac, topics, sources, hand.by, hand.at)
    collection = _Intake(faults, topics, sources, drafts, almanac).read(grids)
    if faults.found:
        raise ExchangeError(name, faults.found)
    return collection


@dataclass(slots=True)
class _Gathered:
    """A topic, and what the rows of the file bring to it."""

    topic: Topic
    phrasings: list[Wording] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class _Intake:
    """The reading of one file. Only a reading without faults may be used."""

    faults: Faults
    topics: Topics
    sources: Sources
    drafts: Drafts
    almanac: Almanac
    _entries: dict[str, _Gathered] = field(default_factory=dict)
    _lines: dict[tuple[str, str], int] = field(default_factory=dict)
    """The line on which a fact, a source or a concept first stood."""

    def read(self, grids: Iterable[Grid]) -> Collection:
        """Sources and topics first, since a fact may stand before what it names."""
        rows: dict[Kind, list[Row]] = {kind: [] for kind in Kind}
        for grid in grids:
            for row in rows_of(grid, self.faults):
                rows[row.kind].append(row)
        documents = self._documents(rows[Kind.SOURCE], rows[Kind.TEXT])
        for row in rows[Kind.TOPIC]:
            fields = fields_of(row, self.faults)
            self._gathered(self.topics.described(fields, once=True)).phrasings.extend(_asked_in(fields))
        for row in rows[Kind.FACT]:
            if _stands(row):
                self._state(forgiven(fields_of(row, self.faults)))
        self._phrase(rows[Kind.PHRASING])
        self._draft([row for row in rows[Kind.FACT] if not _stands(row)])
        concepts = self._concepts(rows[Kind.WORD])
        self.topics.prove_families()
        entries = (Entry(each.topic, tuple(each.phrasings), tuple(each.facts)) for each in self._entries.values())
        return Collection(documents, tuple(entries), concepts)

    def _gathered(self, topic: Topic) -> _Gathered:
        return self._entries.setdefault(topic.id, _Gathered(topic))

    def _documents(self, sources: Iterable[Row], texts: Iterable[Row]) -> tuple[Document, ...]:
        declared: dict[str, Source] = {}
        pieces: dict[str, list[str]] = {}
        for row in sources:
            fields = fields_of(row, self.faults)
            source = self.sources.described(fields)
            self._once(fields, "url", source.url)
            declared[source.url] = source
        for row in texts:
            fields = fields_of(row, self.faults)
            url = fields.text("url", instead="")
            if url and url not in declared:
                fields.note("url", "is no source of this file: add a row of kind source")
            pieces.setdefault(url, []).append(fields.prose("text"))
        return tuple(Document(source, "".join(pieces.get(url, ()))) for url, source in declared.items())

    def _state(self, fields: Fields) -> None:
        """A fact that the file states in full."""
        topic = self.topics.cited(fields)
        fact = stated(fields, topic, self._cited(fields))
        if fact is None:
            return
        self._once(fields, "id", fact.id)
        gathered = self._gathered(topic)
        gathered.facts.append(fact)
        gathered.phrasings.extend(_asked_in(fields))

    def _cited(self, fields: Fields) -> Source:
        """An address alone is enough where it is known."""
        url = str(fields.data.get("url", ""))
        known = self.sources.of_file.get(url) or self.almanac.source(url)
        if known and not fields.data.keys() & {"publisher", "source_title", "published"}:
            return known
        return self.sources.described(fields)

    def _phrase(self, rows: Iterable[Row]) -> None:
        for row in rows:
            fields = fields_of(row, self.faults)
            topic = self.topics.cited(fields)
            wording = _wording(fields, fields.text("text", limit="ask"))
            self._gathered(topic).phrasings.append(wording)

    def _draft(self, rows: Sequence[Row]) -> None:
        """Facts of which the file states a part."""
        if len(rows) > MOST_DRAFTS:
            self.faults.sheet, self.faults.line = rows[MOST_DRAFTS].sheet, rows[MOST_DRAFTS].line
            self.faults.note("", f"is one too many: {MOST_DRAFTS} sentences are read at once, so make two files of it")
            return
        if rows:
            self.drafts.prepare(rows)
        for row in rows:
            if read := self.drafts.read(row):
                fact, phrasings = read
                gathered = self._gathered(fact.topic)
                gathered.facts.append(fact)
                gathered.phrasings.extend(wording for wording in phrasings if wording not in gathered.phrasings)

    def _concepts(self, rows: Iterable[Row]) -> tuple[Concept, ...]:
        meanings: dict[str, Meaning] = {}
        words: dict[str, list[Wording]] = {}
        for row in rows:
            fields = forgiven(fields_of(row, self.faults))
            name, meaning = fields.text("concept"), fields.choice("concept_kind", Meaning, Meaning.WORD)
            if meanings.setdefault(name, meaning) is not meaning:
                fields.note("concept_kind", f"is {meaning}, and {meanings[name]} in another row of {name!r}")
            told = words.setdefault(name, [])
            if "text" in fields.data:
                told.append(_wording(fields, fields.text("text")))
        return tuple(Concept(name, tuple(words[name]), meaning) for name, meaning in meanings.items())

    def _once(self, fields: Fields, column: str, name: str) -> None:
        if (column, name) in self._lines:
            fields.note(column, f"{name} stands on line {self._lines[column, name]} already")
        self._lines.setdefault((column, name), self.faults.line)


def _stands(row: Row) -> bool:
    """Whether a fact is taken as the row states it, with nothing read from its sentence."""
    return bool(row.cells.get("id", "").strip()) and "value" in row.columns


def _asked_in(fields: Fields) -> Iterator[Wording]:
    for text in questions(str(fields.data.get("ask", ""))):
        asked = Fields({"ask": text}, fields.faults).text("ask", limit="ask")
        yield Wording(asked, "zh" if has_han(asked) else "en")


def _wording(fields: Fields, text: str) -> Wording:
    """In the language that is told, else in the one that its characters are of."""
    code = fields.text("language", "zh" if has_han(text) else "en")
    return Wording(text, fields.language(code))

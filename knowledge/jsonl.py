"""A collection's lines in JSON, read to nouns; every fault is noted, and nothing is followed or run."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal, DecimalException
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from knowledge.facts import (
    UNSTATED,
    Bound,
    Collection,
    Concept,
    Document,
    Entry,
    Fact,
    Figure,
    Kind,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Unstated,
    Wording,
)
from knowledge.fields import Faults, Fields

LONGEST_LINE: Final = 10 * 1024 * 1024
"""Bytes of a line, and of a source's text. More is a mistake, or an attempt to fill the memory."""

LARGEST_SCALE: Final = 10**18
LARGEST_ID: Final = 2**53
"""Telegram's ids stay below it."""

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a fact entered the table, if neither its file nor its source says."""

_NO_SOURCE: Final = Source("?", "?", "https://example.org")
_NO_TOPIC: Final = Topic("x", (Wording("?", "en"),))
_KINDS: Final = ("topic", "source", "concept")
_SOURCE_KEYS: Final = ("url", "publisher", "title", "published")
FIGURE_KEYS: Final = ("figure", "value", "high", "unit", "bound", "scale")
_FACT_KEYS: Final = ("id", *FIGURE_KEYS, "period", "sentence", "quote", "source", "provenance", "review", "retired")

_Row = Mapping[str, object]


class Quoting(StrEnum):
    """How a file says whether a sentence is the source's own."""

    VERBATIM = "verbatim"
    SUMMARY = "summary"


@dataclass(slots=True)
class Jsonl:
    """The reading of one file. Only a reading without faults may be used."""

    directory: Path
    """Where the files stand that a source line may name."""
    faults: Faults
    sources: dict[str, Source] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    """The line on which a topic, a fact, a concept or a document first stood."""

    def read(self, stream: BinaryIO) -> Collection:
        """Sources first, since a topic may stand before the source that it names."""
        rows = list(self._rows(stream))
        documents = [self._document(row) for row in self._of_kind(rows, "source")]
        entries = [self._entry(row) for row in self._of_kind(rows, "topic")]
        concepts = [self._concept(row) for row in self._of_kind(rows, "concept")]
        self._prove_families(entry.topic for entry in entries)
        return Collection(tuple(documents), tuple(entries), tuple(concepts))

    def _rows(self, stream: BinaryIO) -> Iterator[tuple[int, _Row]]:
        for number, line in enumerate(_lines(stream), 1):
            self.faults.line = number
            if len(line) > LONGEST_LINE:
                self.faults.note("", f"is longer than {LONGEST_LINE // 1024**2} MB")
            elif line.strip():
                row = self._parsed(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
                if isinstance(row, dict) and row.keys() & set(_KINDS):
                    yield number, row
                elif row is not None:
                    self.faults.note("", 'must be an object with "topic", "source" or "concept"')

    def _parsed(self, line: bytes) -> object:
        try:
            row: object = json.loads(
                line.decode(),
                parse_float=Decimal,
                parse_constant=_no_number,
                object_pairs_hook=_without_twins,
            )
        except UnicodeDecodeError:
            self.faults.note("", "is not text in UTF-8")
        except RecursionError:
            self.faults.note("", "is nested too deeply")
        except json.JSONDecodeError as error:
            self.faults.note("", f"is not JSON: {error.msg} at character {error.pos + 1}")
        except (ValueError, DecimalException) as error:
            self.faults.note("", f"is not JSON: {error}")
        else:
            return row
        return None

    def _of_kind(self, rows: list[tuple[int, _Row]], kind: str) -> Iterator[_Row]:
        """Rows of that kind; the line is set for the faults of each."""
        for number, row in rows:
            if next(key for key in _KINDS if key in row) == kind:
                self.faults.line = number
                yield row

    def _document(self, row: _Row) -> Document:
        fields = Fields.of(row, self.faults, "", ("source",)).child("source", (*_SOURCE_KEYS, "file", "text"))
        source = self._source(fields)
        self._once(fields, "url", source.url)
        if "file" in fields.data and "text" in fields.data:
            fields.note("file", "and text stand together: keep one of them")
        if "file" in fields.data:
            return Document(source, self._text_beside(fields))
        return Document(source, fields.prose("text"))

    def _text_beside(self, fields: Fields) -> str:
        """The text of a file in the same directory; a name that leads elsewhere is refused, by links too."""
        name = fields.text("file", instead="")
        beside = self.directory / name
        try:
            if not re.fullmatch(r"[^/\\:\0]+", name) or beside.resolve().parent != self.directory.resolve():
                fields.note("file", "must be the name of a file beside this one, not a path")
            elif not beside.is_file():
                fields.note("file", f"is not there: put {name!r} beside this file")
            elif beside.stat().st_size > LONGEST_LINE:
                fields.note("file", f"is larger than {LONGEST_LINE // 1024**2} MB")
            else:
                return beside.read_bytes().decode("utf-8-sig")
        except (OSError, ValueError, RuntimeError) as error:
            fields.note("file", f"cannot be read as UTF-8 text: {error}")
        return ""

    def _source(self, fields: Fields) -> Source:
        """One address has one source: with two, which one is shown would depend on the order of the lines."""
        publisher, title = fields.text("publisher", limit="publisher"), fields.text("title", "", limit="title")
        published = fields.day("published", date.min) if "published" in fields.data else None
        url = fields.text("url", instead=_NO_SOURCE.url, limit="url")
        source = fields.made("url", lambda: Source(publisher, title, url, published), _NO_SOURCE)
        if source is not _NO_SOURCE and self.sources.setdefault(url, source) != source:
            fields.note("url", "stands in this file with another publisher, title or date as well")
        return source

    def _entry(self, row: _Row) -> Entry:
        fields = Fields.of(row, self.faults, "", ("topic", "title", "place", "family", "ask", "facts"))
        name, titles, place, family = (
            fields.text("topic", instead="x"),
            fields.titles("title"),
            fields.text("place", "China", limit="place"),
            fields.text("family", ""),
        )
        topic = fields.made("topic", lambda: Topic(name, titles, place, family), _NO_TOPIC)
        self._once(fields, "topic", name)
        return Entry(topic, fields.wordings("ask", limit="ask"), tuple(self._facts(fields, topic)))

    def _prove_families(self, topics: Iterable[Topic]) -> None:
        """A family is named by a topic that is of none itself; one that is not in the file may be in the table."""
        families = {topic.id: topic.family for topic in topics}
        for topic, family in families.items():
            if further := families.get(family):
                self.faults.line = self.seen["topic", topic]
                self.faults.note("family", f"is {family}, which is of the family of {further} itself: write {further}")

    def _facts(self, fields: Fields, topic: Topic) -> Iterator[Fact]:
        for row in fields.children("facts", _FACT_KEYS):
            name, figure, period = row.text("id", instead="x"), figure_of(row), _period(row)
            quote = Quote(
                row.text("sentence", limit="sentence"),
                verbatim=row.choice("quote", Quoting, Quoting.VERBATIM) is Quoting.VERBATIM,
            )
            source = self._cited(row)
            held = _provenance(row, source)
            review = row.day("review", date.min) if "review" in row.data else None
            make = partial(Fact, name, topic, figure, period, quote, source, held, review, row.flag("retired"))
            fact = row.made("id", make, None)
            if fact is not None:
                yield fact
            self._once(row, "id", name)

    def _cited(self, row: Fields) -> Source:
        if isinstance(row.data.get("source"), Mapping):
            return self._source(row.child("source", _SOURCE_KEYS))
        url = row.text("source", instead="")
        if url and url not in self.sources:
            row.note("source", f"{url} stands in no source line of this file")
        return self.sources.get(url, _NO_SOURCE)

    def _concept(self, row: _Row) -> Concept:
        fields = Fields.of(row, self.faults, "", ("concept", "kind", "words"))
        name = fields.text("concept")
        self._once(fields, "concept", name)
        return Concept(name, fields.wordings("words"), fields.choice("kind", Kind, Kind.WORD))

    def _once(self, fields: Fields, key: str, name: str) -> None:
        if fields.data.get(key) != name:
            return  # a stand-in
        if (key, name) in self.seen:
            fields.note(key, f"{name} stands on line {self.seen[key, name]} already")
        self.seen.setdefault((key, name), self.faults.line)


def figure_of(fields: Fields) -> Figure | None:
    """None for a fact in words, which has none of a figure's fields."""
    if not any(key in fields.data for key in FIGURE_KEYS):
        return None
    make = partial(
        Figure,
        fields.number("value"),
        fields.text("unit", ""),
        fields.choice("bound", Bound),
        fields.text("figure", limit="figure"),
        fields.number("high") if "high" in fields.data else None,
        fields.whole("scale", 1, 1, LARGEST_SCALE),
    )
    return fields.made("figure", make, None)


def _period(fields: Fields) -> Period | Unstated:
    if "period" not in fields.data:
        return UNSTATED
    period = fields.child("period", ("from", "to", "label"))
    make = partial(
        Period, period.day("from", date.min), period.day("to", date.max), period.text("label", limit="period")
    )
    unstated: Period | Unstated = UNSTATED
    return fields.made("period", make, unstated)


def _provenance(fields: Fields, source: Source) -> Provenance:
    """Without one it is a shipped fact, as old as its source."""
    at = datetime.combine(source.published, time(), UTC) if source.published else LONG_AGO
    if "provenance" not in fields.data:
        return Provenance(0, 0, at)
    held = fields.child("provenance", ("proposed_by", "accepted_by", "at"))
    return Provenance(
        held.whole("proposed_by", 0, 0, LARGEST_ID),
        held.whole("accepted_by", 0, 0, LARGEST_ID),
        held.moment("at", at),
    )


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Each line, or the beginning of one that is too long."""
    while line := stream.readline(LONGEST_LINE + 2):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE + 2)


def _without_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """JSON leaves open which of two equal keys counts; here neither does."""
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"{next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object")
    return row


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")

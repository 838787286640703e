"""Rows that say as much of a fact as a person wrote down; the rest is read from the sentence, as from a chat."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from knowledge.almanac import Almanac
from knowledge.cells import plain_day, without_fraction
from knowledge.columns import Row, is_title
from knowledge.curation import Draft, read_draft
from knowledge.facts import UNSTATED, Fact, Quote, Source, Wording
from knowledge.fields import Fields
from knowledge.keeping import own_id, settled
from knowledge.naming import Sources, Topics, fields_of
from knowledge.stating import forgiven, is_verbatim, review_of
from knowledge.store.protocol import Proposal

_COLUMNS: Final = {"source": "url", "title": "source_title"}
"""What a problem with a draft calls otherwise than a sheet does."""

_MISSING: Final = {
    "sentence": "is missing: copy the source's sentence",
    "url": "is missing: write the address of the page that has the sentence",
    "topic": "is missing: write what is counted, such as exports",
}

_PAGE: Final = ("publisher", "source_title", "published")
_READ: Final = ("value", "high", "unit", "bound", "scale", "period_from", "period_to")
"""What is read from the sentence anyway; a cell that says something else is a slip, there or here."""


@dataclass(slots=True)
class Drafts:
    """Reads such rows. Only a reading without faults may be used."""

    almanac: Almanac
    topics: Topics
    sources: Sources
    by: int
    at: datetime
    _pages: dict[str, dict[str, str]] = field(default_factory=dict)
    """What is said of the page at each address."""
    _held: dict[tuple[str, str], list[Fact]] = field(default_factory=dict)
    """The table's facts by sentence and address."""
    _made: dict[str, Fact] = field(default_factory=dict)
    """By id, of the table and of the file."""
    _lines: dict[tuple[object, ...], int] = field(default_factory=dict)

    def prepare(self, rows: Iterable[Row]) -> None:
        """Let every row say for all rows with its address what it says of the page, so that once is enough."""
        for url, source in self.sources.of_file.items():
            self._pages[url] = _page(source)
        for row in rows:
            fields = fields_of(row, self.topics.faults, trimmed=True)
            url, publisher = _address(fields)
            page = self._pages.setdefault(url, {})
            for name in _PAGE:
                cell = _told(fields, name) or (publisher if name == "publisher" else "")
                if cell and page.setdefault(name, cell) != cell:
                    fields.note(name, f"differs from what another row says of {url}: change both, or clear this")
        for entry in self.almanac.export().entries:
            for fact in entry.facts:
                self._held.setdefault((fact.quote.text, fact.source.url), []).append(fact)
                self._made[fact.id] = fact

    def read(self, row: Row) -> tuple[Fact, tuple[Wording, ...]] | None:
        """The fact, as it is held where it is held already, and ways to ask for it. None, and faults, for no fact."""
        fields = fields_of(row, self.topics.faults, trimmed=True)
        draft = self._draft(fields)
        if not draft.topic:  # in a chat one is suggested, and somebody looks at it before it is kept
            fields.note("topic", _MISSING["topic"])
        made = self.almanac.drafted(draft, by=self.by, at=self.at, beside=tuple(self.topics.of_file.values()))
        if not isinstance(made, Proposal):
            for problem in (each for each in made if each.field != "topic" or draft.topic):
                column = _COLUMNS.get(problem.field, problem.field)
                fields.note(column, problem.text if column in fields.data else _MISSING.get(column, problem.text))
            return None
        quote = Quote(made.fact.quote.text, verbatim=is_verbatim(forgiven(fields)))
        review = review_of(forgiven(fields))
        fact = replace(self._settled(made), quote=quote, source=self._source(made.fact.source), review=review)
        self._compare(fields, fact)
        fact = self._named(fields, fact, dated="period" in fields.data or "period_from" in fields.data)
        self._refuse_twins(fields, fact)
        return fact, made.phrasings

    def _draft(self, fields: Fields) -> Draft:
        cells = {name: str(cell) for name, cell in fields.data.items()}
        sentence = " ".join(cells.get("sentence", "").split())
        url, _ = _address(fields)
        page = self._pages.get(url, {})
        days = " to ".join(plain_day(cells[name]) for name in ("period_from", "period_to") if name in cells)
        return Draft(
            sentence=sentence,
            url=url,
            publisher=page.get("publisher", ""),
            title=page.get("source_title", ""),
            published=page.get("published", ""),
            topic=self._topic(fields),
            period=without_fraction(cells.get("period", "")) or days,
            place=cells.get("place", ""),
            figure=without_fraction(cells.get("figure", "") or cells.get("value", "")),
            phrasings=tuple(dict.fromkeys(questions(cells.get("ask", "")))),
        )

    def _topic(self, fields: Fields) -> str:
        titles = [str(cell) for name, cell in fields.data.items() if is_title(name)]
        if not titles:
            return str(fields.data.get("topic", ""))
        return self.topics.described(Fields({"topic": titles[0], **fields.data}, fields.faults)).id

    def _settled(self, proposal: Proposal) -> Fact:
        """The fact in a topic of the file or the table, if there is one by its title."""
        fact = settled(proposal, (*self.topics.of_file.values(), *self.topics.held))
        if proposal.new_topic and fact.topic.id not in self.topics.of_file:
            self.topics.add(fact.topic)
        return fact

    def _source(self, read: Source) -> Source:
        return self.sources.of_file.setdefault(read.url, read)

    def _compare(self, fields: Fields, fact: Fact) -> None:
        """What a row says besides must be what its sentence and its page say."""
        found = _page(fact.source)
        for name in _PAGE:
            if (cell := _told(fields, name)) and cell != found[name]:
                fields.note(
                    name, f"but this address is held with {found[name]!r}: clear it, or add a row of kind source"
                )
        read = _read(fact)
        for name, given in forgiven(fields).data.items():
            if name in _READ and not _agree(str(given), read.get(name, "")):
                reads = f"the sentence reads as {read[name]!r}" if name in read else "the sentence has none"
                fields.note(name, f"is {str(given)[:40]!r}, but {reads}: clear it, or mend the sentence")

    def _named(self, fields: Fields, fact: Fact, *, dated: bool) -> Fact:
        """The same fact of the table, else this one under an id that nothing else has.

        A year that is counted from today is read as another one next year, but the fact is still the same.
        """
        for held in self._held.get((fact.quote.text, fact.source.url), ()):
            if (held.topic.id, held.figure) == (fact.topic.id, fact.figure) and (
                not dated or held.period == fact.period
            ):
                return replace(held, quote=fact.quote, source=fact.source, review=fact.review or held.review)
        if "id" in fields.data:
            name = fields.text("id")
            return fields.made("id", lambda: replace(fact, id=name), fact)
        return replace(fact, id=own_id(fact, self._made.get))

    def _refuse_twins(self, fields: Fields, fact: Fact) -> None:
        statement = (fact.topic.id, fact.figure, fact.period, fact.quote.text, fact.source.url)
        if statement in self._lines:
            fields.note("sentence", f"says the same as line {self._lines[statement]}")
        self._lines.setdefault(statement, fields.faults.line)
        self._made[fact.id] = fact


def _address(fields: Fields) -> tuple[str, str]:
    """The address, and the publisher if both stand in one cell."""
    read = read_draft(f"source: {' '.join(str(fields.data.get('url', '')).split())}")
    return read.url, read.publisher


def _told(fields: Fields, name: str) -> str:
    cell = str(fields.data.get(name, ""))
    return plain_day(cell) if name == "published" else cell


def _page(source: Source) -> dict[str, str]:
    published = source.published.isoformat() if source.published else ""
    return {"publisher": source.publisher, "source_title": source.title, "published": published}


def _read(fact: Fact) -> dict[str, str]:
    """What was read from the sentence, as cells would say it."""
    read: dict[str, str] = {}
    if figure := fact.figure:
        read = {"value": str(figure.value), "unit": figure.unit, "bound": figure.bound, "scale": str(figure.scale)}
        if figure.high is not None:
            read["high"] = str(figure.high)
    if fact.period is not UNSTATED:
        read |= {"period_from": fact.period.start.isoformat(), "period_to": fact.period.end.isoformat()}
    return read


def _agree(given: str, read: str) -> bool:
    number = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")
    if number.fullmatch(given) and number.fullmatch(read):
        return Decimal(given) == Decimal(read)
    return given.casefold() == read.casefold()


def questions(cell: str) -> Iterator[str]:
    """One question a line, or with semicolons between them on a single line."""
    lines = cell.splitlines()
    parts = lines if len(lines) > 1 else re.split(r"[;；]", cell)
    return (question for part in parts if (question := part.strip()))

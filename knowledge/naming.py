"""The topics and sources that the rows of a sheet speak of: of the file itself, or of the table it comes into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from knowledge.cells import plain_day
from knowledge.columns import Row, is_title
from knowledge.facts import LONGEST_ID, Source, Topic, Wording
from knowledge.fields import Faults, Fields
from knowledge.slugs import slug

NO_TOPIC: Final = Topic("x", (Wording("?", "en"),))
NO_SOURCE: Final = Source("?", "?", "https://example.org")
"""They stand in for what is wrong; a reading with faults is never used."""


_TRIMMED: Final = frozenset(
    {
        *("topic", "family", "title_order", "url", "published", "period_from", "period_to", "quote", "bound"),
        *("scale", "value", "high", "language", "concept_kind", "id", "proposed_by", "accepted_by"),
        *("at", "review", "retired"),
    }
)
"""Columns in which a blank at an end is a slip, also where a row is taken as it stands."""


def fields_of(row: Row, faults: Faults, *, trimmed: bool = False) -> Fields:
    """The cells of a row for reading; blank ones are left out, but for a piece of a text, which may be blank."""
    faults.sheet, faults.line = row.sheet, row.line
    return Fields(
        {
            name: cell.strip() if trimmed or name in _TRIMMED else cell
            for name, cell in row.cells.items()
            if name == "text" or cell.strip()
        },
        faults,
    )


@dataclass(slots=True)
class Topics:
    """Those of the file come before those of the table."""

    held: Sequence[Topic]
    faults: Faults
    of_file: dict[str, Topic] = field(default_factory=dict)
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The sheet and the line on which each was first described."""
    _by_id: dict[str, Topic] = field(default_factory=dict)
    _by_title: dict[str, Topic] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for topic in self.held:
            self._remember(topic)

    def _remember(self, topic: Topic) -> None:
        self._by_id[topic.id] = topic
        self._by_title.update({title.text.strip().casefold(): topic for title in topic.titles})

    def find(self, name: str) -> Topic | None:
        """By id or by title."""
        return self._by_id.get(name.strip().casefold()) or self._by_title.get(name.strip().casefold())

    def cited(self, fields: Fields) -> Topic:
        """The topic that a row names, and perhaps describes."""
        name = fields.text("topic", instead="")
        if any(is_title(column) for column in fields.data):
            return self.described(fields)
        found = self.find(name)
        if found is None and name:
            fields.note(
                "topic", f"{name[:60]!r} is no topic of the table or the file: give it a title_en or a title_zh"
            )
        return found or NO_TOPIC

    def described(self, fields: Fields, *, once: bool = False) -> Topic:
        """The topic that a row describes. Rows that describe one topic may leave things out, but not differ."""
        name = fields.text("topic", instead="x")
        found = self._by_id.get(name) if _is_id(name) else self.find(name)
        if found and found.id in self.of_file:
            if once:
                fields.note("topic", f"{found.id} is described on {self._place(found)} already")
            else:
                self._compare(fields, found)
            return found
        topic = fields.made("topic", lambda: self._made(fields, name, found), NO_TOPIC)
        if topic is not NO_TOPIC:
            self.add(topic)
        return topic

    def add(self, topic: Topic) -> None:
        """From now on it is one of the file's."""
        self.of_file[topic.id] = topic
        self.lines[topic.id] = self.faults.sheet, self.faults.line
        self._remember(topic)

    def _made(self, fields: Fields, name: str, held: Topic | None) -> Topic:
        titles = _titles(fields) or (held.titles if held else ())
        if not titles:
            fields.note("title_en", "is missing, and title_zh too: a topic needs a title")
            return NO_TOPIC
        return Topic(
            held.id if held else name if _is_id(name) else slug(name) or name,
            titles,
            fields.text("place", held.place if held else "China", limit="place"),
            fields.text("family", held.family if held else ""),
        )

    def _compare(self, fields: Fields, topic: Topic) -> None:
        described: Mapping[str, str] = {
            **{f"title_{title.language}": title.text for title in topic.titles},
            "place": topic.place,
            "family": topic.family,
        }
        for column, cell in fields.data.items():
            if (is_title(column) or column in described) and described.get(column, "") != cell:
                fields.note(
                    column, f"differs from what {self._place(topic)} says of {topic.id}: change both, or clear this"
                )

    def _place(self, topic: Topic) -> str:
        sheet, line = self.lines[topic.id]
        return f"line {line} of {sheet}" if sheet else f"line {line}"

    def prove_families(self) -> None:
        """A family is named by a topic that is of none itself; one that is not in the file may be in the table."""
        for topic in self.of_file.values():
            root = self.of_file.get(topic.family)
            if root and root.family:
                self.faults.sheet, self.faults.line = self.lines[topic.id]
                self.faults.note(
                    "family", f"is {root.id}, which is of the family of {root.family} itself: write {root.family}"
                )


def _is_id(name: str) -> bool:
    return len(name) <= LONGEST_ID and slug(name) == name


def _titles(fields: Fields) -> tuple[Wording, ...]:
    """In the order that the row gives, else in that of the columns."""
    columns = [name for name in fields.data if is_title(name)]
    order = [f"title_{code}" for code in str(fields.data.get("title_order", "")).replace(",", " ").split()]
    columns.sort(key=lambda name: order.index(name) if name in order else len(order))
    return tuple(
        Wording(fields.text(name, limit="topic"), fields.language(name.removeprefix("title_"))) for name in columns
    )


@dataclass(slots=True)
class Sources:
    """One address has one source: with two, which one is shown would depend on the order of the rows."""

    faults: Faults
    of_file: dict[str, Source] = field(default_factory=dict)

    def described(self, fields: Fields) -> Source:
        before = len(self.faults.found)
        url = fields.text("url", instead=NO_SOURCE.url, limit="url")
        publisher = fields.text("publisher", limit="publisher")
        title = fields.text("source_title", "", limit="title")
        published = _published(fields)
        source = fields.made("url", lambda: Source(publisher, title, url, published), NO_SOURCE)
        if len(self.faults.found) == before and self.of_file.setdefault(url, source) != source:
            fields.note("url", "stands in this file with another publisher, source_title or published as well")
        return source


def _published(fields: Fields) -> date | None:
    if "published" not in fields.data:
        return None
    return Fields({"published": plain_day(str(fields.data["published"]))}, fields.faults).day("published", date.min)

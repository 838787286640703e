"""The facts as they were at an earlier row of the history: what a message of that time states."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from knowledge.facts import Fact, Topic, Wording
from knowledge.store.connection import Connection
from knowledge.store.rows import fact_of, source_of

_TOLD: Final = {"fact": ("id",), "topic": ("id",), "title": ("topic", "language"), "source": ("url",)}
"""The tables that a card is written from, and what tells their rows apart."""

Key = tuple[str, ...]
"""A table, and the cells that tell its row apart."""

Moment = tuple[int, dict[str, Any] | None, str | None]
"""A row of the history: its number, what the row was before, and when it was changed."""


class Past:
    """Stands inside the store's reading. Holds the changes after the row `since`.

    What was added since is none: no earlier message states it, unless it is a title in one more language.
    """

    def __init__(self, connection: Connection, since: int, mark: int) -> None:
        self.since, self.mark = since, mark
        self._rows = connection.rows
        self._facts: dict[tuple[str, int], Fact | None] = {}
        self._moments: defaultdict[Key, list[Moment]] = defaultdict(list)
        changed = self._rows(
            """select history_row.id, "table", before, after, at from history_row left join history
            on history.id = change where history_row.id > ? and ("table" = 'title'
            or before is not null and "table" in ('fact', 'topic', 'source')) order by history_row.id""",
            since,
        )
        for row in changed:
            before, after = (json.loads(cells) if cells else None for cells in (row["before"], row["after"]))
            told = _TOLD[row["table"]]
            was = {_key(row["table"], cells, told): cells is before for cells in (after, before) if cells}
            for key, there in was.items():
                self._moments[key].append((row["id"], before if there else None, row["at"]))

    def touched(self) -> frozenset[str]:
        """The facts whose cards may have changed."""
        found: set[str] = set()
        for table, name, *_ in self._moments:
            match table:
                case "fact":
                    found.add(name)
                case "topic" | "title":
                    found.update(fact for (fact,) in self._rows("select id from fact where topic = ?", name))
                case _:
                    found.update(fact for (fact,) in self._rows("select id from fact where source = ?", name))
        return frozenset(found)

    def fact(self, fact: str, mark: int) -> Fact | None:
        """As it was then, or as it is where `mark` is the last row. None where it was not there.

        A row that another program has made unreadable is as good as none.
        """
        if (fact, mark) not in self._facts:
            self._facts[fact, mark] = self._read(fact, mark)
        return self._facts[fact, mark]

    def _read(self, fact: str, mark: int) -> Fact | None:
        row = self._at(mark, "fact", fact)
        topic = self._topic(mark, row["topic"]) if row else None
        source = self._at(mark, "source", row["source"]) if row else None
        try:
            return fact_of(row, topic, source_of(source)) if row and topic and source else None
        except (ValueError, ArithmeticError):
            return None

    def changed_on(self, fact: Fact, mark: int) -> date | None:
        """The day of the last change that its card may show; None where none is known."""
        keys: list[Key] = [("fact", fact.id), ("topic", fact.topic.id), ("source", fact.source.url)]
        keys += [key for key in self._moments if key[:2] == ("title", fact.topic.id)]
        moments = [moment for key in keys if key in self._moments for moment in self._moments[key]]
        last = max((moment for moment in moments if moment[0] > mark), key=lambda moment: moment[0], default=None)
        return datetime.fromisoformat(last[2]).date() if last and last[2] else None

    def _at(self, mark: int, *key: str) -> dict[str, Any] | None:
        later = (was for number, was, _ in self._moments.get(key, ()) if number > mark)
        try:
            return next(later)
        except StopIteration:
            table, *cells = key
            where = " and ".join(f"{name} = ?" for name in _TOLD[table])
            found = self._rows(f"select rowid, * from {table} where {where}", *cells)  # noqa: S608 - ours
            return dict(found[0]) if found else None

    def _topic(self, mark: int, topic: str) -> Topic | None:
        row = self._at(mark, "topic", topic)
        held = {language for (language,) in self._rows("select language from title where topic = ?", topic)}
        held |= {key[2] for key in self._moments if key[:2] == ("title", topic)}
        titles = [title for language in held if (title := self._at(mark, "title", topic, language))]
        titles.sort(key=lambda title: int(title["rowid"]))
        if not row or not titles:
            return None
        return Topic(
            topic, tuple(Wording(each["text"], each["language"]) for each in titles), row["place"], row["family"]
        )


def _key(table: str, cells: Mapping[str, Any], told: tuple[str, ...]) -> Key:
    return (table, *(str(cells[name]) for name in told))

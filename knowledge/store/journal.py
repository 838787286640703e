"""The history: what was changed, by whom, and back again. The rows themselves are written down by triggers."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from knowledge.history import Cells, Change, Deed, Outside, Patch, RowChange, Stale
from knowledge.store.connection import Connection
from knowledge.store.protocol import StoreError

KEYS: Final = {
    "source": ("url",),
    "topic": ("id",),
    "title": ("topic", "language"),
    "phrasing": ("topic", "language", "text"),
    "fact": ("id",),
    "concept": ("name",),
    "concept_word": ("concept", "language", "text"),
}
"""The tables that curators keep, and what tells their rows apart."""

_TOUCHED: Final = """("table" in ('fact', 'topic') and json_extract(coalesce(after, before), '$.id') = ?3
    or "table" <> 'source' and ?3 in (json_extract(before, '$.topic'), json_extract(after, '$.topic'))
    or "table" = 'source' and json_extract(before, '$.url') = (select source from fact where id = ?3))"""
"""Rows by which a fact or a topic became another."""

_OF: Final = f"and (what = ?3 or id in (select change from history_row where {_TOUCHED}))"  # noqa: S608 - ours
"""Changes that touched a fact or a topic, whatever they were made for."""

_FIRST: Final = "(select min(id) from history_row where change = history.id)"

_MOST_ROWS: Final = 200
"""Rows of other programs that are read for one page: a whole file may have been replaced."""

_END: Final = 2**62
"""Behind every row of the history."""

_NAMED_BY: Final = {
    "fact": "id",
    "topic": "id",
    "title": "topic",
    "phrasing": "topic",
    "source": "url",
    "concept": "name",
    "concept_word": "concept",
}
"""The column that tells what a row is about."""

_LOST: Final = """select topic.id, topic.family from topic left join topic as root on root.id = topic.family
    where topic.family <> '' and coalesce(root.family, '?') <> ''"""
"""Topics whose family has no root, which nothing but the writer sees to."""


class Journal:
    """Stands inside the store's transactions."""

    def __init__(self, connection: Connection) -> None:
        self._rows = connection.rows
        self._write = connection.write
        self._database = connection.database
        self._transaction = connection.transaction

    @contextmanager
    def changing(self, patch: Patch, *, by: int, at: datetime) -> Iterator[int]:
        """All that is written inside is one change; its number. Without a single row it leaves no trace."""
        with self._transaction():
            row = {"kind": patch.kind.value, "what": patch.what, "why": patch.why, "by": by, "at": at.isoformat()}
            self._write(
                """insert into history (kind, what, why, "by", at, undoes)
                values (:kind, :what, :why, :by, :at, :undoes)""",
                [{**row, "undoes": patch.undoes or None}],
            )
            change = int(self._rows("select max(id) from history")[0][0])
            self._write("insert into changing (change) values (:change)", [{"change": change}])
            yield change
            self._write("delete from changing", [{}])
            if not self._rows("select 1 from history_row where change = ? limit 1", change):
                self._write("delete from history where id = :id", [{"id": change}])

    def rows_of(self, change: int) -> tuple[RowChange, ...]:
        """What a change did to the table, row by row; each row once, whatever was done to it in between."""
        rows = self._rows("select * from history_row where change = ? order by id", change)
        return tuple(_merged(RowChange(row["table"], _cells(row["before"]), _cells(row["after"])) for row in rows))

    def put_rows(self, rows: Iterable[RowChange]) -> None:
        """Make every row what it is to become, if it still is what it was. Raises Stale, or StoreError."""
        rows, torn = tuple(rows), self._torn()
        self._database.execute("pragma defer_foreign_keys = on")  # a row may come before the one that it names
        for row in rows:
            now = self.now(row)
            if _said(now) != _said(row.before):
                raise Stale(row, now)
        for row in rows:
            self._put(row)
        if self._torn() - torn:
            raise StoreError(
                "Other rows of the table lean on this, so it was left as it is: undo what came later first."
            )

    def _torn(self) -> set[tuple[object, ...]]:
        """Rows that name others which are not there: another program may have left some."""
        return {tuple(row) for sql in ("pragma foreign_key_check", _LOST) for row in self._rows(sql)}

    def held_rows(self, table: str, **cells: str) -> tuple[Cells, ...]:
        """The rows of a table with those cells, as they stand."""
        where = " and ".join(f"{name} = ?" for name in cells)
        found = self._rows(f"select rowid, * from {table} where {where} order by rowid", *cells.values())  # noqa: S608 - ours
        return tuple(map(dict, found))

    def now(self, row: RowChange) -> Cells | None:
        """What a row is by now."""
        keys = KEYS[row.table]
        where = " and ".join(f"{key} = ?" for key in keys)
        values = [row.cells[key] for key in keys]
        found = self._rows(f"select rowid, * from {row.table} where {where}", *values)  # type: ignore[arg-type]  # noqa: S608 - ours
        return dict(found[0]) if found else None

    def _put(self, row: RowChange) -> None:
        keys = " and ".join(f"{key} = :{key}" for key in KEYS[row.table])
        if row.after is None:
            self._write(f"delete from {row.table} where {keys}", [dict(row.cells)])  # noqa: S608 - ours
            return
        cells = {name: value for name, value in row.after.items() if name != "rowid"}
        if row.before is None:
            names = ["rowid", *cells] if self._is_free(row) else [*cells]
            values = ", ".join(f":{name}" for name in names)
            self._write(f"insert into {row.table} ({', '.join(names)}) values ({values})", [dict(row.after)])  # noqa: S608 - ours
            return
        sets = ", ".join(f"{name} = :{name}" for name in cells)
        self._write(f"update {row.table} set {sets} where {keys}", [cells])  # noqa: S608 - ours

    def _is_free(self, row: RowChange) -> bool:
        """Whether it can stand where it stood: rows are shown in the order in which they came."""
        rowid = row.after and row.after.get("rowid")
        sql = f"select 1 from {row.table} where rowid = ?"  # noqa: S608 - ours
        return isinstance(rowid, int) and not self._rows(sql, rowid)

    def change(self, change: int) -> Change | None:
        found = self._rows("select * from history where id = ?", change)
        return self._change(found[0]) if found else None

    def history(self, what: str = "", *, before: int = 0, limit: int = 10) -> tuple[Change, ...]:
        """The latest changes first: of all, or of one fact or topic; those before that row, if one is given."""
        sql = f"""select * from history where {_FIRST} < ?1 {_OF if what else ""} order by id desc limit ?2"""  # noqa: S608 - ours
        named = (what,) if what else ()
        return tuple(map(self._change, self._rows(sql, before or _END, limit, *named)))

    def timeline(self, what: str = "", *, before: int = 0, limit: int = 10) -> tuple[Change | Outside, ...]:
        """The same, with what other programs changed in between."""
        changes = self.history(what, before=before, limit=limit)
        since = changes[-1].first if len(changes) == limit else 0
        sql = f"""select * from history_row where change is null and id < ?1 and id > ?2
            {f"and {_TOUCHED}" if what else ""} order by id desc limit {_MOST_ROWS}"""  # noqa: S608 - ours
        rows = self._rows(sql, before or _END, since, *((what,) if what else ()))
        outside = _outside(rows, [change.first for change in changes])
        every: list[Change | Outside] = [*changes, *outside]
        return tuple(sorted(every, key=lambda each: -each.first)[:limit])

    def _change(self, row: Mapping[str, Any]) -> Change:
        patch = Patch(Deed(row["kind"]), row["what"], self.rows_of(row["id"]), row["why"], row["undoes"] or 0)
        ((first,),) = self._rows("select min(id) from history_row where change = ?", row["id"])
        at = datetime.fromisoformat(row["at"])
        return Change(row["id"], patch, row["by"], at, self._undone(row["id"]), first)

    def _undone(self, change: int) -> int:
        """The change that took this one back, and was not taken back itself; 0 where there is none."""
        undoing = (
            int(id_) for (id_,) in self._rows("select id from history where undoes = ? order by id desc", change)
        )
        return next((id_ for id_ in undoing if not self._undone(id_)), 0)

    def outside(self) -> int:
        """How many rows another program has changed."""
        return int(self._rows("select count(*) from history_row where change is null")[0][0])

    def mark(self) -> int:
        """Grows with each row that is changed, by whomever."""
        return int(self._rows("select coalesce(max(id), 0) from history_row")[0][0])

    def learned_mark(self) -> int:
        """The same, for rows that questions are read and matched by."""
        sql = """select coalesce(max(id), 0) from history_row where "table" not in ('fact', 'source')"""
        return int(self._rows(sql)[0][0])


def _outside(rows: Iterable[Mapping[str, Any]], changes: Sequence[int]) -> Iterator[Outside]:
    """Rows, the latest first, put together where they follow each other and are about one thing.

    `changes` are the first rows of what was changed in between.
    """
    group: list[tuple[int, RowChange]] = []
    for row in rows:
        change = RowChange(row["table"], _cells(row["before"]), _cells(row["after"]))
        if group and not _belongs(row["id"], change, group, changes):
            yield _made_of(group)
            group = []
        group.append((row["id"], change))
    if group:
        yield _made_of(group)


def _belongs(number: int, row: RowChange, group: Sequence[tuple[int, RowChange]], changes: Sequence[int]) -> bool:
    """A row that is changed once more is another change."""
    later, other = group[-1]
    apart = any(number < first < later for first in changes)
    return not apart and _about(row) == _about(other) and _key(row) not in {_key(each) for _, each in group}


def _made_of(group: Sequence[tuple[int, RowChange]]) -> Outside:
    rows = tuple(row for _, row in reversed(group))
    return Outside(Patch(Deed.OUTSIDE, _about(rows[0]), rows), group[-1][0])


def _about(row: RowChange) -> str:
    return str(row.cells[_NAMED_BY[row.table]])


def _key(row: RowChange) -> tuple[object, ...]:
    return (row.table, *(row.cells[name] for name in KEYS[row.table]))


def _cells(text: str | None) -> Cells | None:
    held: Cells | None = json.loads(text) if text else None
    return held


def _said(cells: Cells | None) -> Cells | None:
    """A row without its number, which SQLite may change when it tidies the file."""
    return cells and {name: value for name, value in cells.items() if name != "rowid"}


def _merged(rows: Iterable[RowChange]) -> Iterator[RowChange]:
    """First as it was, last as it became; none that is as it was in the end."""
    merged: dict[tuple[object, ...], RowChange] = {}
    for row in rows:
        key = _key(row)
        held = merged.get(key)
        merged[key] = RowChange(row.table, held.before if held else row.before, row.after)
    return (row for row in merged.values() if _said(row.before) != _said(row.after))

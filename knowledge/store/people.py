"""Who keeps the table, and what they have begun: curators and drafts."""

from datetime import datetime

from knowledge.store.connection import Connection
from knowledge.store.rows import Row, utc


class People:
    def __init__(self, connection: Connection) -> None:
        self._rows = connection.rows
        self._write = connection.write
        self._transaction = connection.transaction

    def curators(self) -> frozenset[int]:
        return frozenset(person for (person,) in self._rows("select id from curator"))

    def appoint(self, person: int, *, by: int, at: datetime) -> bool:
        """Make somebody a curator; whether they were none."""
        with self._transaction():
            known = person in self.curators()
            row = Row(id=person, by=by, at=at.isoformat())
            self._write("insert or ignore into curator (id, added_by, at) values (:id, :by, :at)", [row])
        return not known

    def dismiss(self, person: int) -> bool:
        """Whether they were a curator until now."""
        with self._transaction():
            known = person in self.curators()
            self._write("delete from curator where id = :id", [{"id": person}])
        return known

    def begin_draft(self, body: str, *, by: int, at: datetime) -> int:
        """The new draft's number."""
        with self._transaction():
            row = Row(by=by, at=utc(at), body=body)
            self._write('insert into draft ("by", at, body) values (:by, :at, :body)', [row])
            return int(self._rows("select max(id) from draft")[0][0])

    def draft(self, draft: int, *, by: int, since: datetime) -> str | None:
        """What somebody's own draft holds, if it is not older."""
        rows = self._rows('select body from draft where id = ? and "by" = ? and at >= ?', draft, by, utc(since))
        return str(rows[0][0]) if rows else None

    def last_draft(self, *, by: int, since: datetime) -> tuple[int, str] | None:
        """The number of the one that somebody wrote to last, and what it holds, if it is not older."""
        sql = 'select id, body from draft where "by" = ? and at >= ? order by at desc, id desc limit 1'
        rows = self._rows(sql, by, utc(since))
        return (int(rows[0]["id"]), str(rows[0]["body"])) if rows else None

    def keep_draft(self, draft: int, body: str, *, at: datetime) -> None:
        with self._transaction():
            row = Row(id=draft, body=body, at=utc(at))
            self._write("update draft set body = :body, at = :at where id = :id", [row])

    def close_drafts(self, *, proposal: int, before: datetime) -> None:
        """Those that became this proposal, and those that were left lying."""
        with self._transaction():
            row = Row(proposal=proposal, before=utc(before))
            self._write("delete from draft where json_extract(body, '$.proposal') = :proposal or at < :before", [row])

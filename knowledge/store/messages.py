"""The bot's messages in the table: written as they are sent, found when a fact of theirs has changed."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from knowledge.shown import Outdated, Revision, Shown
from knowledge.store.connection import Connection
from knowledge.store.journal import Journal
from knowledge.store.past import Past
from knowledge.store.rows import utc


class Messages:
    def __init__(self, connection: Connection, journal: Journal) -> None:
        self._connection = connection
        self._rows = connection.rows
        self._write = connection.write
        self.transaction = connection.transaction
        self.mark = journal.mark
        self._past: Past | None = None

    def show(self, shown: Iterable[Shown]) -> None:
        """Keep what messages state, in place of what they stated before. Stands inside a transaction."""
        self._write(
            """insert into shown (chat, message, inline, asked, language, facts, question, carried, mark, at)
            values (:chat, :message, :inline, :asked, :language, :facts, :question, :carried, :mark, :at)
            on conflict (chat, message, inline) do update set language = excluded.language, facts = excluded.facts,
                question = excluded.question, carried = excluded.carried, mark = excluded.mark, at = excluded.at,
                asked = coalesce(nullif(excluded.asked, 0), asked)""",
            (
                {
                    "chat": each.chat,
                    "message": each.message,
                    "inline": each.inline,
                    "asked": each.asked,
                    "language": each.language,
                    "facts": json.dumps(each.facts),
                    "question": each.question.encode("utf-8", "backslashreplace").decode(),
                    "carried": each.carried,
                    "mark": each.mark,
                    "at": utc(each.at),
                }
                for each in shown
            ),
        )

    def answer_to(self, chat: int, asked: int) -> int:
        """The message that answers that one; 0 where none is known."""
        sql = "select message from shown where chat = ? and asked = ? and asked <> 0 order by id desc limit 1"
        found = self._rows(sql, chat, asked)
        return int(found[0][0]) if found else 0

    def outdated(self, since: datetime) -> tuple[Shown, ...]:
        """Messages sent since then that state what has been touched, the newest first."""
        with self._connection.reading():
            marks = self._rows("select min(mark) from shown where at >= ? and facts <> '[]'", utc(since))
            past = self._past_since(marks[0][0])
            touched = past.touched() if past else frozenset()
            if past is None or not touched:
                return ()
            found = self._rows(
                """select * from shown where at >= ? and mark < ? and exists
                (select 1 from json_each(shown.facts) as stated join json_each(?) as touched using (value))
                order by id desc""",
                utc(since),
                past.mark,
                json.dumps(sorted(touched)),
            )
            return tuple(map(_shown, found))

    def again(self, shown: Shown) -> Outdated | None:
        """That message as it is by now; None where it is gone, or was corrected or answered anew."""
        with self._connection.reading():
            found = self._rows("select * from shown where id = ?", shown.id)
            held = _shown(found[0]) if found else None
            past = self._past_since(shown.mark)
            return _outdated(held, past) if held == shown and past else None

    def _past_since(self, since: int | None) -> Past | None:
        """The changes after that row of the history; None where there are none."""
        mark = self.mark()
        if since is None or since >= mark:
            return None
        if self._past is None or self._past.mark != mark or self._past.since > since:
            self._past = Past(self._connection, since, mark)
        return self._past

    def looked_at(self, marks: Mapping[int, int]) -> None:
        """These messages state what was held at these rows of the history. Raises StoreError while others write."""
        with self.transaction(patiently=False):
            self._write(
                "update shown set mark = :mark where id = :id and mark < :mark",
                [{"id": shown, "mark": mark} for shown, mark in marks.items()],
            )

    def forget(self, shown: int) -> None:
        """It can be corrected no more. Raises StoreError while others write."""
        with self.transaction(patiently=False):
            self._write("delete from shown where id = :id", [{"id": shown}])

    def prune(self, shown: datetime, asked: datetime) -> None:
        """Forget messages, and questions, that are older than that. Raises StoreError while others write."""
        with self.transaction(patiently=False):
            self._write("delete from shown where at < :at", [{"at": utc(shown)}])
            self._forget_questions(asked)

    def _forget_questions(self, before: datetime) -> None:
        """The log is in order of time: what is to go stands at its beginning, and the rest is not read."""
        kept = self._rows(
            "select id from question where julianday(at) >= julianday(?) order by id limit 1", utc(before)
        )
        until = kept[0][0] if kept else None
        self._write("delete from question where :until is null or id < :until", [{"until": until}])


def _outdated(shown: Shown, past: Past) -> Outdated:
    return Outdated(shown, tuple(_revision(fact, shown.mark, past) for fact in shown.facts), past.mark)


def _revision(fact: str, mark: int, past: Past) -> Revision:
    was, now = past.fact(fact, mark), past.fact(fact, past.mark)
    known = now or was
    return Revision(was, now, past.changed_on(known, mark) if known else None)


def _shown(row: Mapping[str, Any]) -> Shown:
    return Shown(
        tuple(json.loads(row["facts"])),
        row["question"],
        row["language"],
        row["mark"],
        datetime.fromisoformat(row["at"]),
        row["chat"],
        row["message"],
        row["inline"],
        row["asked"],
        row["id"],
        row["carried"],
    )

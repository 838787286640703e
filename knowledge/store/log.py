"""The log: what people asked and what came of it, their wishes and their thumbs."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, assert_never

from knowledge.stamps import question_stamp
from knowledge.store.connection import Connection
from knowledge.store.protocol import Asked, Noted, Picked, Spoke, Voted, Wished
from knowledge.store.rows import Row, storable

LOOKED_BACK: Final = 50_000
"""Lines of the log, from its end, in which demand is looked for: a scan of some hundredths of a second."""

MOST_WISHES: Final = 100
"""Wishes of one person; the oldest give way. Nobody waits for more, and a script may try to."""

_TALK: Final = "('not-a-question', 'empty', 'language')"
"""Reasons of what was no question to the table."""

_OUTCOME: Final = f"case when outcome = 'unknown' and reason in {_TALK} then 'talk' else outcome end"
"""What came of it, small talk told from questions."""

_ASKED: Final = "('answer', 'choose', 'unknown')"

_WHO: Final = "case when asker <> 0 then asker else 'in ' || chat end"
"""An asker; where nobody is named, all of a chat are one."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A text as the log has it: its latest line, who asked it, and the facts that were picked."""

    line: int
    text: str
    topic: str
    facts: tuple[str, ...]
    askers: frozenset[str]
    at: datetime
    picked: bool


class Log:
    def __init__(self, connection: Connection) -> None:
        self._rows = connection.rows
        self._write = connection.write
        self._transaction = connection.transaction

    def record(self, noted: Iterable[Noted]) -> None:
        with self._transaction():
            for each in noted:
                match each:
                    case Asked():
                        self._ask(each)
                    case Picked():
                        self._pick(each)
                    case Wished():
                        self._wish(each)
                    case Voted():
                        self._vote(each)
                    case Spoke():
                        self._hear(each)
                    case _:
                        assert_never(each)

    def _ask(self, asked: Asked) -> None:
        """Who has the answer need not be told of it any more."""
        row: Row = {
            "text": storable(asked.text),
            "outcome": asked.outcome,
            "reason": asked.reason,
            "facts": json.dumps(asked.facts),
            "topic": asked.topic,
            "asker": asked.asker,
            "chat": asked.chat,
            "at": asked.at.isoformat(),
        }
        self._write(
            """insert into question (text, outcome, reason, facts, topic, asker, chat, at)
            values (:text, :outcome, :reason, :facts, :topic, :asker, :chat, :at)""",
            [row],
        )
        if asked.asker and asked.outcome == "answer":
            self._write("delete from wish where person = :asker and question = :text", [row])

    def _pick(self, picked: Picked) -> None:
        """A line of its own, after the question that it was offered for; nothing where that is not found."""
        rows = self._rows(
            """select text, facts, topic from question where outcome = 'choose' and chat = ? and asker = ?
            and id > (select max(id) from question) - ? order by id desc""",
            *(picked.chat, picked.asker, LOOKED_BACK),
        )
        for row in rows:
            offered = json.loads(row["facts"])
            same = picked.question in {0, question_stamp(row["text"])}
            if same and (not picked.fact or picked.fact in offered):
                facts = (picked.fact,) if picked.fact else tuple(offered)
                outcome = "pick" if picked.fact else "none"
                self._ask(Asked(row["text"], outcome, "", facts, "", picked.asker, picked.chat, picked.at))
                return

    def _wish(self, wished: Wished) -> None:
        row: Row = {
            "person": wished.person,
            "question": storable(wished.question),
            "language": wished.language,
            "at": wished.at.isoformat(),
        }
        self._write("insert or ignore into wish values (:person, :question, :language, :at)", [row])
        self._write(
            """delete from wish where person = :person and rowid not in
            (select rowid from wish where person = :person order by rowid desc limit :most)""",
            [{"person": wished.person, "most": MOST_WISHES}],
        )

    def _vote(self, voted: Voted) -> None:
        row: Row = {
            "person": voted.person,
            "fact": voted.fact,
            "version": str(voted.version),
            "up": int(voted.up),
            "at": voted.at.isoformat(),
        }
        self._write("insert or replace into vote values (:person, :fact, :version, :up, :at)", [row])

    def _hear(self, spoke: Spoke) -> None:
        row: Row = {"person": spoke.person, "language": storable(spoke.language)}
        self._write("insert or replace into spoken values (:person, :language)", [row])

    def language(self, person: int) -> str:
        """In which they spoke last; English for one whose language was not kept."""
        rows = self._rows("select language from spoken where person = ?", person)
        return str(rows[0][0]) if rows else "en"

    def unmet(self, most: int) -> tuple[Logged, ...]:
        """Texts that got nothing or were picked an answer for, the most asked first, the newest among equals."""
        rows = self._rows(
            f"""select max(id) as line, text, topic, facts, at, outcome = 'pick' as picked,
                group_concat(distinct {_WHO}) as askers, count(distinct {_WHO}) as many
            from question
            where id > (select max(id) from question) - ?
                and (outcome in ('none', 'pick') or (outcome = 'unknown' and reason not in {_TALK}))
            group by text, outcome = 'pick', case when outcome = 'pick' then facts end
            order by many desc, line desc limit ?""",  # noqa: S608 - ours
            *(LOOKED_BACK, most),
        )
        return tuple(map(_logged, rows))

    def line(self, line: int) -> Logged | None:
        rows = self._rows(
            f"""select id as line, text, topic, facts, at, outcome = 'pick' as picked, {_WHO} as askers
            from question where id = ? and outcome in ('none', 'pick', 'unknown')""",  # noqa: S608 - ours
            line,
        )
        return _logged(rows[0]) if rows else None

    def asked_in(self, chat: int, stamp: int) -> str:
        """The text of a question of a private chat that was not answered, by its stamp; "" where there is none."""
        rows = self._rows(
            """select distinct text from question where chat = ? and asker = chat and outcome in ('unknown', 'choose')
            and id > (select max(id) from question) - ?""",
            *(chat, LOOKED_BACK),
        )
        return next((text for (text,) in rows if question_stamp(text) == stamp), "")

    def decline(self, question: str, *, by: int, at: datetime) -> None:
        with self._transaction():
            row: Row = {"question": question, "by": by, "at": at.isoformat()}
            self._write("insert or ignore into declined values (:question, :by, :at)", [row])

    def reclaim(self, question: str) -> None:
        with self._transaction():
            self._write("delete from declined where question = :question", [{"question": question}])

    def declined(self) -> tuple[str, ...]:
        return tuple(question for (question,) in self._rows("select question from declined"))

    def is_wished(self) -> bool:
        return bool(self._rows("select 1 from wish limit 1"))

    def wishes(self) -> tuple[Wished, ...]:
        """The oldest first, each with the topic that the question fell on when this person asked it last."""
        rows = self._rows(
            """select wish.*, max(question.id), coalesce(question.topic, '') as fell
            from wish left join question on asker = person and text = wish.question
                and question.id > (select max(id) from question) - ?
            group by person, wish.question order by wish.rowid""",
            LOOKED_BACK,
        )
        return tuple(_wished(row) for row in rows)

    def unwish(self, wished: Wished) -> None:
        with self._transaction():
            row: Row = {"person": wished.person, "question": storable(wished.question)}
            self._write("delete from wish where person = :person and question = :question", [row])

    def votes(self, fact: str, version: int) -> tuple[int, int]:
        """How many thumbs are up and down for a fact as it stands."""
        sql = "select coalesce(sum(up), 0), count(*) from vote where fact = ? and version = ?"
        up, count = self._rows(sql, fact, str(version))[0]
        return up, count - up

    def voted(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Thumbs up and down, by fact and version."""
        rows = self._rows("select fact, version, sum(up) as up, sum(1 - up) as down from vote group by fact, version")
        return {(row["fact"], row["version"]): (row["up"], row["down"]) for row in rows}

    def daily(self, first: date) -> dict[tuple[str, str], int]:
        """Lines since then by day and outcome; what was no question to the table is "talk"."""
        rows = self._rows(
            f"""select substr(at, 1, 10) as day, {_OUTCOME} as came, count(*) as many from question
            where substr(at, 1, 10) >= ? group by day, came""",  # noqa: S608 - ours
            first.isoformat(),
        )
        return {(row["day"], row["came"]): row["many"] for row in rows}

    def people(self, first: date) -> int:
        """How many asked since then; where nobody is named, all of a chat are one."""
        sql = f"select count(distinct {_WHO}) from question where substr(at, 1, 10) >= ? and {_OUTCOME} in {_ASKED}"  # noqa: S608
        return int(self._rows(sql, first.isoformat())[0][0])

    def chinese(self, first: date) -> int:
        """How many questions since then have a Chinese character."""
        sql = f"""select count(*) from question where substr(at, 1, 10) >= ? and {_OUTCOME} in {_ASKED}
            and text glob '*[' || char(0x3400) || '-' || char(0x9fff) || ']*'"""  # noqa: S608 - ours
        return int(self._rows(sql, first.isoformat())[0][0])

    def topics(self, first: date) -> Counter[str]:
        """How often each topic was asked for since then, with an answer or without."""
        sql = "select topic, count(*) from question where substr(at, 1, 10) >= ? and topic <> '' group by topic"
        return Counter(dict(map(tuple, self._rows(sql, first.isoformat()))))

    def answering(self) -> frozenset[str]:
        """The facts that ever answered a question, or were picked."""
        rows = self._rows(
            """select distinct each.value from question, json_each(question.facts) as each
            where outcome in ('answer', 'pick')"""
        )
        return frozenset(fact for (fact,) in rows)


def _logged(row: Mapping[str, Any]) -> Logged:
    askers = frozenset(str(row["askers"]).split(","))
    at = datetime.fromisoformat(row["at"])
    picked, facts = bool(row["picked"]), tuple(json.loads(row["facts"]))
    return Logged(row["line"], row["text"], row["topic"], facts, askers, at, picked)


def _wished(row: Mapping[str, Any]) -> Wished:
    return Wished(row["person"], row["question"], row["language"], datetime.fromisoformat(row["at"]), row["fell"])

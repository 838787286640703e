"""Where each conversation stands: its last turn, and what it asked last."""

import json
from datetime import datetime

from knowledge.questions import Asking, Turn
from knowledge.store.connection import Connection
from knowledge.store.rows import Row, asking_of, storable, turn_body, utc


class Conversations:
    def __init__(self, connection: Connection) -> None:
        self._rows = connection.rows
        self._write = connection.write
        self._transaction = connection.transaction

    def remember(self, conversation: str, turn: Turn, at: datetime) -> None:
        row = Row(
            name=conversation,
            question=storable(turn.question),
            topic=turn.topic,
            facts=json.dumps(turn.facts),
            at=utc(at),
        )
        with self._transaction():
            self._write("insert or replace into conversation values (:name, :question, :topic, :facts, :at)", [row])

    def recall(self, conversation: str, since: datetime) -> Turn | None:
        rows = self._rows(
            "select question, topic, facts from conversation where name = ? and at >= ?",
            conversation,
            utc(since),
        )
        return Turn(rows[0]["question"], rows[0]["topic"], tuple(json.loads(rows[0]["facts"]))) if rows else None

    def keep_asking(self, conversation: str, asking: Asking, at: datetime) -> None:
        row = Row(
            name=conversation,
            question=storable(asking.question),
            day=asking.day.isoformat(),
            before=turn_body(asking.before),
            at=utc(at),
        )
        with self._transaction():
            self._write("insert or replace into asking values (:name, :question, :day, :before, :at)", [row])

    def last_asking(self, conversation: str, since: datetime) -> Asking | None:
        rows = self._rows(
            "select question, day, before from asking where name = ? and at >= ?",
            conversation,
            utc(since),
        )
        return asking_of(rows[0]) if rows else None

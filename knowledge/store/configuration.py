"""What a table is run with: the owners' settings, its thresholds, and its golden questions."""

from collections.abc import Iterable
from dataclasses import asdict

from knowledge.settings import Settings, settings_of, words_of
from knowledge.store.connection import Connection
from knowledge.store.rows import Row
from knowledge.thresholds import DEFAULT, Thresholds


class Configuration:
    def __init__(self, connection: Connection) -> None:
        self._rows = connection.rows
        self._write = connection.write
        self._transaction = connection.transaction

    def settings(self) -> Settings:
        return settings_of(dict(map(tuple, self._rows("select name, value from setting"))))

    def keep_settings(self, settings: Settings) -> None:
        rows = [Row(name=name, value=value) for name, value in words_of(settings).items()]
        with self._transaction():
            self._write("insert or replace into setting (name, value) values (:name, :value)", rows)

    def thresholds(self) -> Thresholds:
        held: dict[str, float] = dict(map(tuple, self._rows("select name, value from threshold")))
        try:
            return Thresholds(**held)
        except (TypeError, ValueError):  # written by another version, or by hand
            return DEFAULT

    def keep_thresholds(self, thresholds: Thresholds | None) -> None:
        with self._transaction():
            self._write("delete from threshold", [{}])
            if thresholds is not None:
                rows = [Row(name=name, value=value) for name, value in asdict(thresholds).items()]
                self._write("insert into threshold (name, value) values (:name, :value)", rows)

    def golden(self) -> tuple[str, ...]:
        return tuple(question for (question,) in self._rows("select question from golden order by rowid"))

    def keep_golden(self, questions: Iterable[str]) -> None:
        with self._transaction():
            rows = (Row(question=question) for question in questions)
            self._write("insert or ignore into golden (question) values (:question)", rows)

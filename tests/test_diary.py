"""What was asked reaches the table, sooner or later, and holds nobody up."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from answers import AT
from listening import Table

from bot.diary import Diary
from knowledge.almanac import Almanac
from knowledge.store.protocol import Asked, StoreError


def a_question(text: str = "How many?") -> Asked:
    return Asked(text, "unknown", "no-match", (), "", 1001, 1001, AT)


def test_what_is_noted_is_written_once() -> None:
    table = Table()
    diary = Diary(table)
    diary.note(a_question())
    assert table.recorded == []
    assert diary.write()
    assert diary.write()
    assert table.recorded == [a_question()]


def test_what_could_not_be_written_is_kept_and_said_once_until_it_can_be(caplog: pytest.LogCaptureFixture) -> None:
    table = Table()
    diary = Diary(table)
    for _ in range(2):
        table.full = True
        diary.note(a_question("a"))
        diary.note(a_question("b"))
        assert not diary.write()
        assert not diary.write()
        table.full = False
        assert diary.write()
    assert [kept.text for kept in table.recorded] == ["a", "b"] * 2
    assert len(caplog.records) == 2


def test_only_so_much_waits_and_the_newest_is_kept() -> None:
    table = Table()
    diary = Diary(table, room=2)
    for text in "abc":
        diary.note(a_question(text))
    diary.write()
    assert [kept.text for kept in table.recorded] == ["b", "c"]


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute(f"select count(*) from {table}").fetchone()[0])


def test_a_conversation_goes_on_while_another_process_writes_and_is_kept_when_it_has_ended(
    curated: Almanac, tmp_path: Path
) -> None:
    path = tmp_path / "giants.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        curated.converse("How many little giants were there at the end of 2025?", conversation="c", at=AT)
        with pytest.raises(StoreError, match="being written by another process"):
            curated.record([a_question()], patiently=False)
        follows = curated.converse("and in 2021?", conversation="c", at=AT)
        assert follows.reading.carried
        other.execute("rollback")
    curated.record([a_question()], patiently=False)
    assert (count(path, "question"), count(path, "conversation")) == (1, 1)

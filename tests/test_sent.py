"""Which messages state what is no longer so: whoever changed it, and only if it is not as it was."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from answers import AT

from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.facts import Fact
from knowledge.settings import Settings
from knowledge.shown import Outdated, Shown
from knowledge.store.protocol import Amendment, Asked, StoreError

SENTENCE = "The number of little giants rose from over 5,000 to more than 17,700 by the end of 2025."


def held(almanac: Almanac, text: str) -> Fact:
    """The first fact whose figure has these words."""
    facts = [fact for topic in almanac.topics() for fact in almanac.facts(topic.id)]
    return next(fact for fact in facts if fact.figure and text in fact.figure.printed)


def keep(almanac: Almanac, proposed: object) -> None:
    assert isinstance(proposed, Amendment), proposed
    assert almanac.ledger.keep(proposed.id, by=1, at=AT)


def edit(almanac: Almanac, fact: Fact, figure: str, sentence: str = SENTENCE) -> None:
    keep(almanac, almanac.ledger.edit(fact, Draft(sentence=sentence, figure=figure), by=1, at=AT))


def show(almanac: Almanac, *facts: str, message: int = 7, at: datetime = AT, asked: int = 0) -> Shown:
    shown = Shown(facts, "How many?", "en", almanac.sent.mark(), at, chat=5, message=message, asked=asked)
    almanac.record([], [shown])
    return shown


def outdated(almanac: Almanac, at: datetime = AT) -> tuple[Outdated, ...]:
    found = map(almanac.sent.again, almanac.sent.outdated(at=at))
    return tuple(message for message in found if message)


def figures(message: Outdated) -> list[tuple[str, str]]:
    return [(_printed(revision.was), _printed(revision.now)) for revision in message.revisions]


def _printed(fact: Fact | None) -> str:
    if fact is None or fact.retired:
        return ""
    return fact.figure.printed if fact.figure else "in words"


@pytest.fixture
def fact(curated: Almanac) -> Fact:
    return held(curated, "17,600")


def test_a_message_whose_facts_are_as_they_were_is_not_outdated(curated: Almanac, fact: Fact) -> None:
    show(curated, fact.id)
    show(curated, message=8)
    assert outdated(curated) == ()
    edit(curated, fact, "more than 17,700")
    show(curated, fact.id, message=9)
    assert [each.shown.message for each in outdated(curated)] == [7]


def test_it_knows_what_a_message_states_and_what_holds_now(curated: Almanac, fact: Fact) -> None:
    other = held(curated, "5,000")
    show(curated, fact.id, other.id)
    edit(curated, fact, "more than 17,700")
    keep(curated, curated.ledger.retire(other, by=1, at=AT))
    (message,) = outdated(curated)
    assert figures(message) == [("more than 17,600", "more than 17,700"), (other.figure.printed, "")]  # type: ignore[union-attr]
    assert [each.on for each in message.revisions] == [AT.date()] * 2
    assert message.revisions[0].was == fact


def test_what_was_corrected_and_set_back_is_told_as_it_is(curated: Almanac, fact: Fact) -> None:
    show(curated, fact.id)
    edit(curated, fact, "more than 17,700")
    change = curated.ledger.history(limit=1)[0]
    keep(curated, curated.ledger.undo(change, by=1, at=AT))
    (message,) = outdated(curated)
    assert figures(message) == [("more than 17,600", "more than 17,600")]


def test_a_message_that_was_looked_at_is_outdated_only_by_what_comes_later(curated: Almanac, fact: Fact) -> None:
    show(curated, fact.id)
    edit(curated, fact, "more than 17,700")
    (message,) = outdated(curated)
    curated.sent.looked_at({message.shown.id: message.mark})
    assert outdated(curated) == ()
    keep(curated, curated.ledger.retire(held(curated, "17,700"), by=1, at=AT))
    (message,) = outdated(curated)
    assert figures(message) == [("more than 17,700", "")]


def test_a_renamed_topic_a_corrected_source_and_what_another_program_did_are_noticed(
    curated: Almanac, fact: Fact, tmp_path: Path
) -> None:
    show(curated, fact.id)
    keep(curated, curated.ledger.rename(fact.topic, "How many giants there are", by=1, at=AT))
    (message,) = outdated(curated)
    assert [each and each.topic.title() for each in (message.revisions[0].was, message.revisions[0].now)] == [
        fact.topic.title(),
        "How many giants there are",
    ]
    show(curated, fact.id)
    with closing(sqlite3.connect(tmp_path / "giants.db")) as other:
        other.execute("update source set publisher = 'Another' where url = ?", (fact.source.url,))
        other.commit()
    (message,) = outdated(curated)
    assert message.revisions[0].was == replace(fact, topic=curated.fact(fact.id).topic)  # type: ignore[union-attr]
    assert message.revisions[0].now == curated.fact(fact.id) != message.revisions[0].was
    assert message.revisions[0].on is None


@pytest.mark.parametrize("sql", ["delete from fact where id = ?", "update fact set value = 'many' where id = ?"])
def test_a_row_that_is_gone_or_unreadable_is_no_longer_held(
    curated: Almanac, fact: Fact, tmp_path: Path, sql: str
) -> None:
    show(curated, fact.id)
    with closing(sqlite3.connect(tmp_path / "giants.db")) as other:
        other.execute(sql, (fact.id,))
        other.commit()
    (message,) = outdated(curated)
    assert message.revisions[0].was == fact
    assert message.revisions[0].now is None


def test_only_messages_of_the_days_that_are_set_are_corrected(curated: Almanac, fact: Fact) -> None:
    show(curated, fact.id)
    edit(curated, fact, "more than 17,700")
    assert outdated(curated, AT + timedelta(days=6))
    assert not outdated(curated, AT + timedelta(days=8))
    curated.keep_settings(Settings(corrections=9))
    assert outdated(curated, AT + timedelta(days=8))
    curated.keep_settings(Settings(corrections=0))
    assert not outdated(curated)


def test_a_message_that_was_answered_anew_meanwhile_is_not_corrected(curated: Almanac, fact: Fact) -> None:
    show(curated, fact.id)
    edit(curated, fact, "more than 17,700")
    (message,) = outdated(curated)
    assert curated.sent.again(message.shown) == message
    show(curated, message=7)
    assert curated.sent.again(message.shown) is None
    assert outdated(curated) == ()


def test_the_answer_to_a_question_is_found_also_after_it_was_edited(curated: Almanac, fact: Fact) -> None:
    show(curated, fact.id, message=7, asked=6)
    show(curated, message=8, asked=9)
    show(curated, fact.id, message=7)
    assert [curated.sent.answer_to(5, asked) for asked in (6, 9, 1, 0)] == [7, 8, 0, 0]
    assert curated.sent.answer_to(4, 6) == 0


def test_what_can_be_corrected_no_more_is_forgotten(curated: Almanac, fact: Fact) -> None:
    show(curated, fact.id)
    edit(curated, fact, "more than 17,700")
    (message,) = outdated(curated)
    curated.sent.forget(message.shown.id)
    assert outdated(curated) == ()


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "giants.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        yield other


def test_nobody_waits_while_another_process_writes(curated: Almanac, writing: sqlite3.Connection) -> None:
    busy = pytest.raises(StoreError, match="being written by another process")
    with busy:
        curated.sent.forget(1)
    with busy:
        curated.sent.looked_at({1: 1})
    with busy:
        curated.sent.prune(at=AT)


def test_messages_and_questions_that_are_old_enough_are_forgotten(curated: Almanac, tmp_path: Path) -> None:
    days = (400, 366, 364, 8, 6, 0)
    for number, days_ago in enumerate(days, 1):
        at = AT - timedelta(days_ago)
        curated.record([Asked(f"{days_ago}", "unknown", "", (), "", 1, 1, at)])
        show(curated, message=number, at=at.astimezone(UTC))
    curated.sent.prune(at=AT)
    with closing(sqlite3.connect(tmp_path / "giants.db")) as other:
        asked = [text for (text,) in other.execute("select text from question order by id")]
        shown = [message for (message,) in other.execute("select message from shown order by id")]
    assert asked == ["364", "8", "6", "0"]
    assert shown == [5, 6]
    curated.keep_settings(Settings(corrections=0, questions=1))
    curated.sent.prune(at=AT + timedelta(days=30))
    with closing(sqlite3.connect(tmp_path / "giants.db")) as other:
        assert other.execute("select (select count(*) from question) + (select count(*) from shown)").fetchone() == (0,)


def test_an_odd_question_is_kept(curated: Almanac, fact: Fact, tmp_path: Path) -> None:
    curated.record([], [Shown((fact.id,), "\udcff'; drop--", "zh", 0, AT, inline="AgAA")])
    with closing(sqlite3.connect(tmp_path / "giants.db")) as other:
        ((facts, inline),) = other.execute("select facts, inline from shown")
    assert (json.loads(facts), inline) == ([fact.id], "AgAA")

"""What one group, or another process, does to the running bot, nobody notices."""

import sqlite3
from contextlib import closing
from typing import Final

from botapi import Fault, Telegram
from running import Giants, answer, bold
from telegram_people import Chat, Person

ANNA: Final = Person(1001, "Anna", "anna")
BOB: Final = Person(1002, "Bob", "bob")
QUESTION: Final = "How many little giants were there at the end of 2025?"
AT_ONCE: Final = 2.0
"""Seconds. It takes hundredths; a bot that waits for a group's twenty messages a minute needs a minute."""


def answered(telegram: Telegram, group: Chat) -> list[str]:
    return [call.said.text for call in telegram.calls if call.said and call.said.chat == group.id]


def privately(telegram: Telegram, person: Person) -> str:
    """The answer to a question in private, which must come at once."""
    deed = telegram.says(person, QUESTION)
    call = telegram.wait_for(
        "sendMessage", after=deed, where=lambda c: c.fields.number("chat_id") == person.id, timeout=AT_ONCE
    )
    assert call.said
    return bold(call.said)


def test_a_flood_in_one_group_is_told_once_to_stop_and_delays_nobody_else(giants: Giants) -> None:
    telegram, group = giants.telegram, Chat(-300_001, "supergroup", "Loud")
    for _ in range(60):
        telegram.says(ANNA, f"/ask {QUESTION}", group)
    assert "17,600" in privately(telegram, BOB)
    telegram.settle()
    texts = answered(telegram, group)
    assert len([text for text in texts if "17,600" in text]) < 30
    assert len([text for text in texts if "a lot at once" in text]) == 1
    assert "17,600" in bold(answer(telegram, telegram.says(BOB, f"/ask {QUESTION}", group), group.id))


def test_many_people_in_one_group_get_what_telegram_allows_it(giants: Giants) -> None:
    telegram, group = giants.telegram, Chat(-300_002, "supergroup", "Many")
    for number in range(60):
        telegram.says(Person(5000 + number, "Fan"), f"/ask {QUESTION}", group)
    assert "17,600" in privately(telegram, BOB)
    telegram.settle()
    assert 20 <= len(answered(telegram, group)) < 30


def test_a_group_that_telegram_shuts_for_a_while_delays_nobody_else(giants: Giants) -> None:
    telegram, group = giants.telegram, Chat(-300_003, "supergroup", "Shut")
    telegram.fails("sendMessage", Fault(429, "Too Many Requests: retry after 60", retry_after=60))
    deed = telegram.says(ANNA, f"/ask {QUESTION}", group)
    telegram.wait_for("sendMessage", after=deed, where=lambda call: bool(call.refusal))
    telegram.says(ANNA, f"/ask {QUESTION}", group)
    assert "17,600" in privately(telegram, BOB)
    telegram.settle()
    assert answered(telegram, group) == []


def test_answers_come_at_once_while_another_process_writes_and_the_questions_are_recorded_after(
    giants: Giants,
) -> None:
    with closing(sqlite3.connect(giants.database, isolation_level=None)) as other:
        counted = "select count(*) from question where text = 'How many zebras are there?'"
        other.execute("begin immediate")
        for _ in range(3):
            deed = giants.telegram.says(BOB, "How many zebras are there?")
            giants.telegram.wait_for("sendMessage", after=deed, timeout=AT_ONCE)
        assert "17,600" in privately(giants.telegram, ANNA)
        other.execute("rollback")
        privately(giants.telegram, ANNA)
        answer(giants.telegram, giants.telegram.says(ANNA, "/help"), ANNA.id)
        assert other.execute(counted).fetchone() == (3,)
    assert giants.output.count("Questions cannot be recorded for now") == 1


def test_a_long_list_of_questions_in_private_gets_every_answer_in_order(giants: Giants) -> None:
    telegram, clara = giants.telegram, Person(1003, "Clara")
    years = [2019 + number % 8 for number in range(40)]
    deeds = [telegram.says(clara, f"How many little giants were there at the end of {year}?") for year in years]
    telegram.wait_for("sendMessage", after=deeds[-1], where=lambda _: len(answers(telegram, clara)) >= len(years))
    assert all(str(year) in text for year, text in zip(years, answers(telegram, clara), strict=True))


def answers(telegram: Telegram, person: Person) -> list[str]:
    return [call.said.text for call in list(telegram.calls) if call.said and call.said.chat == person.id]

"""Curators come, and find their way; what they and others say becomes facts, and the history tells all of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from botapi import BOT, Telegram
from running import OWNER, Giants, answer, bold, kept, pressed, presses, quoted, says, toast
from telegram_people import Chat, Person, Speech, private_chat

from knowledge.ledger import MOST_WAITING

ANNA = Person(1001, "Anna", "anna")
BORIS = Person(1002, "Boris", "boris")
CAROL = Person(1003, "Carol", "carol")
DORA = Person(1004, "Dora", "dora")
LUO = Person(1005, "Luo", "luo", language="zh-hans")
MEI = Person(4244, "Mei", "mei", language="zh-hans")

WAGE = "What is the hourly wage of a welder?"
SENTENCE = "In 2024, exactly 77 zebra counters were at work, up from 12 in 2021."


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Iterator[Giants]:
    with Telegram() as telegram, Giants(telegram, tmp_path_factory.mktemp("giants"), small) as giants:
        yield giants


@pytest.fixture
def telegram(running: Giants) -> Telegram:
    return running.telegram


def test_a_newcomer_adds_a_fact_by_following_what_the_bot_says(tmp_path: Path, small: Path) -> None:
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        says(telegram, CAROL, "/start")
        appointed = telegram.says(OWNER, f"/curators add {CAROL.id}")
        assert "send /add" in answer(telegram, appointed, CAROL.id).text
        assert "/add adds a fact" in says(telegram, CAROL, "/start").text
        asked = says(telegram, CAROL, "/add")
        assert asked.forced
        asked = says(telegram, CAROL, SENTENCE, asked)
        assert asked.text.endswith("· source")
        preview = says(telegram, CAROL, "https://zebras.example/count")  # not as a reply, as people do
        kept_ = presses(telegram, CAROL, preview, "Keep")
        assert kept_.text.startswith("Saved.")
        assert "What is to change?" in says(telegram, CAROL, "/edit", kept_).text
        assert "77" in bold(says(telegram, ANNA, "How many zebra counters were at work?"))


def menu(telegram: Telegram, person: Person) -> set[tuple[str, ...]]:
    """The curators' commands that their private chat shows, in each language."""
    telegram.settle()
    return {telegram.menu(f"chat {person.id}", language) for language in ("", "zh")}


def test_a_curator_has_the_menu_from_the_appointment_to_the_dismissal(telegram: Telegram) -> None:
    assert str(CAROL.id) in says(telegram, CAROL, "/status").text
    assert menu(telegram, CAROL) == {()}
    says(telegram, OWNER, f"/curators add {CAROL.id}")
    assert "add" in min(menu(telegram, CAROL))
    says(telegram, OWNER, f"/curators remove {CAROL.id}")
    assert menu(telegram, CAROL) == {()}


def test_who_never_wrote_to_the_bot_is_a_curator_all_the_same_and_has_the_menu_from_the_start(
    telegram: Telegram,
) -> None:
    assert "/status" in says(telegram, OWNER, "/curators add").text
    assert "is a curator now" in says(telegram, OWNER, f"/curators add {DORA.id}").text
    assert menu(telegram, DORA) == {()}
    assert str(DORA.id) in says(telegram, OWNER, "/curators").text
    says(telegram, DORA, "/start")
    assert "add" in min(menu(telegram, DORA))
    assert "is no curator any more" in says(telegram, OWNER, f"/curators remove {DORA.id}").text


def test_a_bare_address_begins_a_draft_of_a_curator_and_of_nobody_else(telegram: Telegram) -> None:
    asked = says(telegram, OWNER, "https://zebras.example/another")
    assert asked.text.endswith("· sentence")
    preview = says(telegram, OWNER, SENTENCE, asked)
    assert "https://zebras.example/another" in preview.html
    sentence = telegram.says(OWNER, f"{SENTENCE} It was a good year.")
    answer(telegram, sentence, OWNER.id)
    second = answer(telegram, telegram.says(OWNER, "https://zebras.example/third", to=sentence), OWNER.id)
    assert "It was a good year" in quoted(second)
    for each in (preview, second):
        presses(telegram, OWNER, each, "Cancel")
    assert "draft" not in says(telegram, ANNA, "https://zebras.example/another").text


STATED = "The ministry employed exactly 3,210 zebra inspectors in 2024, according to the yearbook."


@pytest.mark.parametrize("forwarded", [False, True])
def test_what_a_curator_states_and_the_table_lacks_becomes_a_draft_by_one_press(
    telegram: Telegram,
    forwarded: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    said_ = f"{STATED} https://zebras.example/inspectors"
    reply = answer(telegram, telegram.speak(Speech(said_, OWNER, private_chat(OWNER), forwarded=forwarded)), OWNER.id)
    preview = presses(telegram, OWNER, reply, "Add as a fact")
    assert "3,210" in bold(preview)
    assert quoted(preview) == STATED
    assert "https://zebras.example/inspectors" in preview.html
    assert presses(telegram, OWNER, preview, "Cancel").text.startswith("Cancelled")


def test_without_an_address_the_draft_asks_for_it(telegram: Telegram) -> None:
    asked = presses(telegram, OWNER, says(telegram, OWNER, STATED), "Add as a fact")
    assert asked.text.endswith("· source")
    assert "3,210" in bold(says(telegram, OWNER, "https://zebras.example/inspectors", asked))


def test_nobody_else_is_offered_to_add_what_they_state(telegram: Telegram) -> None:
    mine, theirs = says(telegram, OWNER, STATED), says(telegram, ANNA, STATED)
    assert "Add as a fact" not in "".join(key.label for key in theirs.keys)
    press = mine.key("Add as a fact").data
    assert "Only curators" in toast(telegram, telegram.presses(ANNA, theirs, press))
    group = Chat(-300_001, "supergroup", "Firms", admin=True)
    reply = answer(telegram, telegram.says(OWNER, f"@{BOT.username} {STATED}", group), group.id)
    assert "Add as a fact" not in "".join(key.label for key in reply.keys)


@pytest.mark.parametrize(
    "asked", ["How many zebra inspectors had 3,210 stripes?", "do 30 percent of zebras have stripes", WAGE]
)
def test_a_question_and_what_the_table_answers_are_not_offered_to_be_added(telegram: Telegram, asked: str) -> None:
    assert "Add as a fact" not in "".join(key.label for key in says(telegram, OWNER, asked).keys)


def test_another_figure_brings_its_period_unless_that_was_set(telegram: Telegram) -> None:
    first = says(telegram, OWNER, f"/add {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting")
    assert "Period: 2024" in first.text
    second = presses(telegram, OWNER, first, "figure → 12")
    assert "12" in bold(second)
    assert "Period: 2021" in second.text
    third = says(telegram, OWNER, "2020", presses(telegram, OWNER, second, "✏️ period"))
    assert "Period: 2020" in third.text
    fourth = presses(telegram, OWNER, third, "figure → 77")
    assert "77" in bold(fourth)
    assert "Period: 2020" in fourth.text
    presses(telegram, OWNER, fourth, "Cancel")


def test_the_history_of_a_fact_goes_back_to_its_beginning_with_what_was_done_outside(
    telegram: Telegram, running: Giants
) -> None:
    for year in range(2001, 2008):
        kept(telegram, OWNER, f"/edit rent-2024\nperiod: {year}")
    with closing(sqlite3.connect(running.database)) as connection, connection:
        connection.execute("update fact set printed = '9,801 <yuan>', value = '9801' where id = 'rent-2024'")
    shown = says(telegram, OWNER, "/history rent-2024")
    assert shown.text.startswith("• Made outside the bot: Monthly rent of a workshop · 2007")
    assert "figure: 9,800 yuan → 9,801 <yuan>" in shown.text
    assert "2002 → 2003" in shown.text
    assert "2001 → 2002" not in shown.text
    assert [key.label for key in shown.keys] == ["Earlier"]
    older = presses(telegram, OWNER, shown, "Earlier")
    assert "2001 → 2002" in older.text
    assert "Import: " in older.text
    assert older.keys == ()
    assert says(telegram, OWNER, "/history").text.startswith("• Made outside the bot: ")
    with closing(sqlite3.connect(running.database)) as connection, connection:
        connection.execute("update fact set printed = '9,800 yuan', value = '9800' where id = 'rent-2024'")
    kept(telegram, OWNER, "/edit rent-2024\nperiod: 2024")
    assert says(telegram, OWNER, "/history rent-2024").key("Undo").data


def test_anybody_may_suggest_where_owners_allow_it_and_is_told_the_outcome(tmp_path: Path, small: Path) -> None:
    words = f"/suggest {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting"
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        assert "not taken here" in says(telegram, ANNA, words).text
        says(telegram, OWNER, "/settings suggestions on")
        for decision, told in (("Cancel", "have not taken it up"), ("Keep", "is in the table now")):
            preview = says(telegram, ANNA, words)
            assert "Only curators" in toast(telegram, telegram.presses(ANNA, preview, "keep:1"))
            sent = telegram.presses(ANNA, preview, preview.key("Suggest").data)
            asked = answer(telegram, sent, OWNER.id)
            assert "77" in bold(asked)
            decided = telegram.presses(OWNER, asked, asked.key(decision).data)
            assert told in answer(telegram, decided, ANNA.id).text
        assert "77" in bold(says(telegram, BORIS, "How many zebra counters?"))


def test_a_suggestion_reaches_each_curator_in_their_language_and_waits_in_a_list(tmp_path: Path, small: Path) -> None:
    words = f"/suggest {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting"
    owners = f"{OWNER.id},{MEI.id}"
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, small, GIANTS_OWNERS=owners):
            says(telegram, OWNER, "/settings suggestions on")
            assert "没有待决定的建议" in says(telegram, MEI, "/suggest").text
            for _ in range(2):
                preview = says(telegram, LUO, words)
                sent = telegram.presses(LUO, preview, preview.key("提交").data)
                assert "Suggested by" in answer(telegram, sent, OWNER.id).text
                asked = answer(telegram, sent, MEI.id)
                assert f"{LUO.id} 于" in asked.text
                assert "保存" in [key.label for key in asked.keys]
            assert "Suggestions to decide on: 2" in says(telegram, OWNER, "/review").text
        with Giants(telegram, tmp_path, GIANTS_OWNERS=owners):
            listed = says(telegram, MEI, "/suggest")
            first, second = listed.keys
            opened = pressed(telegram, MEI, listed, first.data)
            assert f"{LUO.id} 于" in opened.text
            decided = telegram.presses(MEI, opened, opened.key("保存").data)
            assert "收入表中" in answer(telegram, decided, LUO.id).text
            assert "已有决定" in pressed(telegram, MEI, listed, first.data).text
            listed = says(telegram, OWNER, "/suggest")
            assert [key.data for key in listed.keys] == [second.data]
            opened = pressed(telegram, OWNER, listed, second.data)
            decided = telegram.presses(OWNER, opened, opened.key("Cancel").data)
            assert "没有采纳" in answer(telegram, decided, LUO.id).text
            assert "No suggestion waits" in says(telegram, OWNER, "/suggest").text


def test_one_person_cannot_bury_the_curators_in_suggestions(tmp_path: Path, small: Path) -> None:
    words = f"/suggest {SENTENCE}\nhttps://zebras.example/count\ntopic: Zebra counting"
    with Telegram() as telegram, Giants(telegram, tmp_path, small):
        says(telegram, OWNER, "/settings suggestions on")
        previews = [says(telegram, ANNA, words) for _ in range(MOST_WAITING + 1)]
        told = [presses(telegram, ANNA, preview, "Suggest") for preview in previews]
        assert ["Thank you" in said.text for said in told] == [True] * MOST_WAITING + [False]
        assert "Thank you" in presses(telegram, BORIS, says(telegram, BORIS, words), "Suggest").text
        late = says(telegram, BORIS, words)
        says(telegram, OWNER, "/settings suggestions off")
        assert "not taken here" in presses(telegram, BORIS, late, "Suggest").text

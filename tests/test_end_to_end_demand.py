"""People ask what is not held, and the running bot's curators learn of it; nobody else does."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from botapi import Deed, Fault, Telegram
from running import OWNER, Giants, answer, bold, consequences, spoken, toast
from telegram_methods import Said
from telegram_people import Chat, Person, Speech, private_chat

ANNA = Person(1001, "Anna", "anna")
BOB = Person(1002, "Bob", "bob", language="zh-hans")
PROBER = Person(1009, "Prober", "prober")

STRANGE = "How many zebra inspectors roam the ministry?"
IN_2019 = "How many little giants were there in 2019?"
AMBIGUOUS = "little giants percentage"
BELLS = "Tell me when"
COUNT = "little-giant-count"
TO_COUNT = f"to:{COUNT}:"


@pytest.fixture
def bot(telegram: Telegram, tmp_path: Path, shipped: Path) -> Iterator[Giants]:
    """A bot of its own, for what is asked counts."""
    with Giants(telegram, tmp_path, shipped) as running:
        answer(telegram, telegram.says(OWNER, "/help"), OWNER.id)
        yield running


def ask(telegram: Telegram, text: str, person: Person = ANNA) -> Said:
    return answer(telegram, telegram.says(person, text), person.id)


def press(telegram: Telegram, said: Said, data: str, person: Person = OWNER) -> Said:
    """The message as it stands once the press was worked through."""
    deed = telegram.presses(person, said, data)
    toast(telegram, deed)
    telegram.settle()
    return telegram.stands(said)


def preview_of(telegram: Telegram, deed: Deed) -> Said:
    """What a curator sees before a change is kept: hundreds of questions are asked again for it."""
    return spoken(telegram.wait_for("sendMessage", after=deed, where=lambda call: is_for(call.said, OWNER), timeout=90))


def is_for(said: Said | None, person: Person) -> bool:
    return said is not None and said.chat == person.id


def unanswered(telegram: Telegram) -> Said:
    return ask(telegram, "/unanswered", OWNER)


def add_as_phrasing(telegram: Telegram) -> Said:
    """The first group, made a phrasing of the count; what the curator sees before it is kept."""
    listed = unanswered(telegram)
    opened = press(telegram, listed, listed.keys[0].data)
    line = opened.key("Not for us").data.partition(":")[2]
    return preview_of(telegram, telegram.presses(OWNER, opened, f"{TO_COUNT}{line}"))


def test_who_wished_is_told_once_when_a_curator_adds_the_question_as_a_phrasing(
    bot: Giants, telegram: Telegram, tmp_path: Path
) -> None:
    said = ask(telegram, STRANGE)
    ask(telegram, STRANGE.lower(), BOB)
    assert "tell you once" in toast(telegram, telegram.presses(ANNA, said, said.key(BELLS).data))
    listed = unanswered(telegram)
    assert "2 × “how many zebra inspectors" in listed.text
    preview = add_as_phrasing(telegram)
    assert STRANGE.lower() in preview.text
    mark = len(telegram.calls)
    telegram.presses(OWNER, preview, preview.key("Keep").data)
    told = spoken(telegram.wait_for("sendMessage", after=mark, where=lambda call: is_for(call.said, ANNA)))
    assert STRANGE in told.text
    assert "17,600" in bold(told)
    assert "answered, or was set aside" in unanswered(telegram).text
    assert bot.stop() == 0
    with Giants(telegram, tmp_path):
        ask(telegram, "/help", BOB)
        telegram.settle(quiet=2.5)
    assert sum(is_for(call.said, ANNA) and STRANGE in (call.said or told).text for call in telegram.since(mark)) == 1


def give_a_fact_of_2019(home: Path) -> None:
    """Another program edits the table: what held in 2021 holds in 2019."""
    period = "period_from = '2019-01-01', period_to = '2019-12-31', period_label = '2019'"
    with closing(sqlite3.connect(home / "giants.db")) as table, table:
        table.execute(f"update fact set {period} where topic = ? and value = '5000'", (COUNT,))


def test_a_wish_survives_a_restart_an_edit_from_outside_and_failures_of_sending(
    bot: Giants, telegram: Telegram, tmp_path: Path
) -> None:
    for person in (ANNA, BOB):
        said = ask(telegram, IN_2019, person)
        toast(telegram, telegram.presses(person, said, said.keys[-1].data))
    assert bot.stop() == 0
    with Giants(telegram, tmp_path):
        ask(telegram, "/help", PROBER)
        mark = len(telegram.calls)
        telegram.fails("sendMessage", Fault(403, "Forbidden: bot was blocked by the user"))
        give_a_fact_of_2019(tmp_path)
        told = spoken(telegram.wait_for("sendMessage", after=mark, where=lambda call: is_for(call.said, BOB)))
        assert "5,000" in bold(told)
        telegram.settle(quiet=0.5)
    assert wishes(tmp_path) == 0


def wishes(home: Path) -> int:
    with closing(sqlite3.connect(home / "giants.db")) as table:
        return int(table.execute("select count(*) from wish").fetchone()[0])


def test_a_wish_that_is_fulfilled_by_now_is_answered_at_once(bot: Giants, telegram: Telegram, tmp_path: Path) -> None:
    said = ask(telegram, IN_2019)
    give_a_fact_of_2019(tmp_path)
    deed = telegram.presses(ANNA, said, said.key(BELLS).data)
    assert "5,000" in bold(answer(telegram, deed, ANNA.id))
    telegram.settle()
    assert wishes(tmp_path) == 0


def test_small_talk_and_groups_have_no_such_buttons(bot: Giants, telegram: Telegram) -> None:
    assert ask(telegram, "hello").keys == ()
    group = Chat(-100_001, "supergroup", "Firms", admin=True)
    for text in (STRANGE, "How many little giants were there at the end of 2025?"):
        said = answer(telegram, telegram.says(ANNA, f"/ask {text}", group), group.id)
        assert said.keys == ()


def test_what_is_not_for_us_is_set_aside_and_can_be_taken_back(bot: Giants, telegram: Telegram) -> None:
    ask(telegram, STRANGE)
    listed = unanswered(telegram)
    opened = press(telegram, listed, listed.key("1").data)
    aside = press(telegram, opened, opened.key("Not for us").data)
    assert "answered, or was set aside" in unanswered(telegram).text
    back = press(telegram, aside, aside.key("Take it back").data)
    assert back.keys == opened.keys
    assert "zebra" in unanswered(telegram).text


def test_none_of_these_makes_a_question_unanswered_and_a_pick_a_phrasing(bot: Giants, telegram: Telegram) -> None:
    said = ask(telegram, AMBIGUOUS)
    press(telegram, said, said.key("None of these").data, ANNA)
    assert f"1 × “{AMBIGUOUS}”" in unanswered(telegram).text
    for person in (ANNA, BOB):
        said = ask(telegram, AMBIGUOUS, person)
        picked = press(telegram, said, said.keys[0].data, person)
        assert [key.label for key in picked.keys] == ["👍", "👎"]
    listed = unanswered(telegram)
    assert f"1. 2 × “{AMBIGUOUS}”, picked: " in listed.text
    opened = press(telegram, listed, listed.key("1").data)
    assert "They picked" in opened.text
    preview = preview_of(telegram, telegram.presses(OWNER, opened, opened.key("Add as a phrasing").data))
    press(telegram, preview, preview.key("Keep").data)
    assert "answered, or was set aside" in unanswered(telegram).text
    assert bold(ask(telegram, AMBIGUOUS))


def test_add_a_fact_asks_for_its_sentence_and_keeps_the_question(bot: Giants, telegram: Telegram) -> None:
    ask(telegram, STRANGE)
    listed = unanswered(telegram)
    opened = press(telegram, listed, listed.key("1").data)
    asked = answer(telegram, telegram.presses(OWNER, opened, opened.key("Add a fact").data), OWNER.id)
    sentence = "In 2024, 77 zebra inspectors roamed the ministry.\nhttps://www.example.org/zebras"
    preview = preview_of(telegram, telegram.says(OWNER, sentence, to=asked))
    assert STRANGE in preview.text
    press(telegram, preview, preview.key("Keep").data)
    assert "77" in bold(ask(telegram, STRANGE))


def test_a_second_thumb_changes_the_first_and_curators_see_both_counted(bot: Giants, telegram: Telegram) -> None:
    for person in (ANNA, BOB):
        said = ask(telegram, "How many little giants were there at the end of 2025?", person)
        assert [key.label for key in said.keys] == ["👍", "👎"]
        for key in said.keys:
            assert key.label in toast(telegram, telegram.presses(person, said, key.data))
    toast(telegram, telegram.presses(BOB, said, said.key("👍").data))
    for command in ("/stats", "/history count-2025"):
        assert "👍 1 · 👎 1" in ask(telegram, command, OWNER).text


def test_stats_are_words_and_a_picture(bot: Giants, telegram: Telegram) -> None:
    assert "Questions: 0." in ask(telegram, "/stats 30", OWNER).text
    for text in (STRANGE, AMBIGUOUS, "2025年底全国有多少家小巨人企业？", "hello"):
        ask(telegram, text)
    deed = telegram.says(OWNER, "/stats")
    words = answer(telegram, deed, OWNER.id).text
    assert "Questions: 3. People: 1." in words
    assert "English 2, Chinese 1" in words
    picture = telegram.wait_for("sendPhoto", after=deed)
    assert not picture.refusal
    assert picture.said
    assert picture.said.chat == OWNER.id
    assert "Write /stats" in ask(telegram, "/stats often", OWNER).text


# Who may


COMMANDS = ["/unanswered", "/stats", "/stats 7"]


@pytest.mark.parametrize("command", COMMANDS)
def test_strangers_are_told_that_only_curators_may(giants: Giants, command: str) -> None:
    said = ask(giants.telegram, command)
    assert "Only curators" in said.text
    assert said.keys == ()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("chat", "how"),
    [
        (private_chat(OWNER), {"forwarded": True}),
        (Chat(-200_001, "supergroup", "Firms", admin=True), {}),
        (Chat(-200_002, "supergroup", "Firms", admin=True), {"anonymous": True}),
    ],
    ids=["forwarded", "in a group", "by an anonymous admin"],
)
def test_commands_that_are_not_a_curators_own_private_message_tell_nothing(
    giants: Giants, command: str, chat: Chat, how: dict[str, bool]
) -> None:
    telegram = giants.telegram
    deed = telegram.speak(Speech(command, OWNER, chat, forwarded="forwarded" in how, anonymous="anonymous" in how))
    consequences(telegram, deed, PROBER)
    for call in telegram.since(deed):
        assert call.method != "sendphoto"
        assert not (call.said and ("questions by" in call.said.text or "Not answered yet" in call.said.text))


def test_a_strangers_presses_on_a_curators_buttons_do_nothing(giants: Giants) -> None:
    telegram = giants.telegram
    ask(telegram, STRANGE)
    listed = unanswered(telegram)
    opened = press(telegram, listed, listed.key("1").data)
    for data in (*(key.data for key in opened.keys), "unmet:0", "missing:1", "decline:1", "reclaim:1", "addfor:1"):
        assert "Only curators" in toast(telegram, telegram.presses(ANNA, opened, data))
    telegram.settle()
    assert telegram.stands(opened) == opened
    assert "zebra" in unanswered(telegram).text


def test_forged_buttons_change_nothing(giants: Giants) -> None:
    telegram = giants.telegram
    said = ask(telegram, "How many little giants were there at the end of 2025?")
    for data in (
        "up:count-2025:1",
        "up:no-such-fact:1",
        "dn:x:zzzzzzzzzzz",
        "wish:1",
        "wish:zzzzzzzzzzz",
        "up:;drop:1",
    ):
        assert toast(telegram, telegram.presses(ANNA, said, data))
    for data in ("missing:0", "missing:zz", "decline:zz", "reclaim:zz", "addfor:zz", "to:no-such-topic:1", "unmet:zzz"):
        curators = unanswered(telegram)
        toast(telegram, telegram.presses(OWNER, curators, data))
    telegram.settle()
    assert "👍" not in ask(telegram, "/stats", OWNER).text
    with closing(sqlite3.connect(giants.database)) as table:
        for name in ("vote", "wish", "declined", "draft"):
            assert table.execute(f"select count(*) from {name}").fetchone() == (0,)

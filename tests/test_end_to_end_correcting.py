"""What the running bot has said is corrected in place when its facts change, wherever and by whomever."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botapi import Fault, Telegram
from running import OWNER, Giants, answer, bold
from telegram_methods import Call, Said
from telegram_people import Chat, Person

from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.facts import Fact
from knowledge.store.protocol import Amendment

ANNA = Person(1001, "Anna", "anna")
BOB = Person(1002, "Bob", "bob")
XIA = Person(1003, "夏", "xia", language="zh-hans")
GROUP = Chat(-100_900, "supergroup", "Small firms")
ELSEWHERE = Chat(-100_901, "supergroup", "Elsewhere", joined=False)
FACT = "count-2025"
IN_2025 = "How many little giants were there at the end of 2025?"
BOTH = "How many little giants were there in 2021 and in 2025?"
CORRECTED = "The number of little giants rose from over 5,000 to more than 17,700 by the end of 2025."


@dataclass(frozen=True, slots=True)
class Running:
    giants: Giants
    telegram: Telegram


@pytest.fixture
def bot(tmp_path: Path, shipped: Path) -> Iterator[Running]:
    with Telegram() as telegram, Giants(telegram, tmp_path, shipped) as giants:
        yield Running(giants, telegram)


@contextmanager
def curating(bot: Running) -> Iterator[tuple[Almanac, Fact]]:
    """Another process's view of the same table."""
    with Almanac.open(bot.giants.database) as almanac:
        fact = almanac.fact(FACT)
        assert fact
        yield almanac, fact


def keep(almanac: Almanac, proposed: object) -> None:
    assert isinstance(proposed, Amendment), proposed
    assert almanac.ledger.keep(proposed.id, by=OWNER.id, at=datetime.now(UTC))


def edit(bot: Running) -> None:
    with curating(bot) as (almanac, fact):
        given = Draft(sentence=CORRECTED, figure="more than 17,700")
        keep(almanac, almanac.ledger.edit(fact, given, by=OWNER.id, at=datetime.now(UTC)))


def retire(bot: Running) -> None:
    with curating(bot) as (almanac, fact):
        keep(almanac, almanac.ledger.retire(fact, by=OWNER.id, at=datetime.now(UTC)))


def sends(telegram: Telegram, person: Person = BOB) -> Said:
    """A card from the inline list, sent into a chat where the bot may not even be."""
    listed = telegram.asks_inline(person, IN_2025)
    cards = telegram.wait_for("answerInlineQuery", after=listed).cards
    _, said = telegram.picks(person, next(card for card in cards if card.id.startswith(FACT)), IN_2025)
    return said


def everywhere(telegram: Telegram) -> list[Said]:
    private = answer(telegram, telegram.says(ANNA, IN_2025), ANNA.id)
    group = answer(telegram, telegram.says(BOB, f"/ask {IN_2025}", GROUP), GROUP.id)
    guest = telegram.calls_guest(BOB, IN_2025, ELSEWHERE)
    mentioned = telegram.wait_for("answerGuestQuery", after=guest).said
    assert mentioned
    return [private, group, sends(telegram), mentioned]


def written(telegram: Telegram) -> None:
    """What was said before is in the table by now: it is written after the answer, in turn."""
    answer(telegram, telegram.says(OWNER, "/help"), OWNER.id)
    telegram.settle()


def edits(telegram: Telegram, mark: int) -> list[Call]:
    return [call for call in telegram.since(mark) if call.method == "editmessagetext"]


def corrected(telegram: Telegram, said: Said, mark: int) -> Said:
    """The message, once it has been edited."""
    where = (said.inline,) if said.inline else (said.chat, said.number)

    def there(call: Call) -> bool:
        fields = call.fields
        inline = fields.text("inline_message_id")
        return ((inline,) if inline else (fields.number("chat_id"), fields.number("message_id"))) == where

    telegram.wait_for("editMessageText", after=mark, where=there, timeout=20)
    return telegram.stands(said)


def test_every_answer_with_a_corrected_figure_is_edited_once_and_says_so(bot: Running) -> None:
    telegram, shown = bot.telegram, everywhere(bot.telegram)
    other = answer(telegram, telegram.says(ANNA, "What do they spend on R&D?"), ANNA.id)
    written(telegram)
    mark = len(telegram.calls)
    edit(bot)
    for said in shown:
        now = corrected(telegram, said, mark)
        assert bold(now) == "more than 17,700"
        assert now.text.startswith("Corrected on")
        assert "It said: more than 17,600" in now.text
        assert [key.label for key in now.keys] == [key.label for key in said.keys]
    telegram.settle(quiet=3)
    assert len(edits(telegram, mark)) == len(shown)
    assert not any(call.refusal for call in telegram.since(mark))
    assert telegram.stands(other) == other


def test_a_follow_up_still_says_what_it_was_taken_to_be_about(bot: Running) -> None:
    telegram = bot.telegram
    answer(telegram, telegram.says(ANNA, "How many little giants were there in 2021?"), ANNA.id)
    followed = answer(telegram, telegram.says(ANNA, "and at the end of 2025?"), ANNA.id)
    line = "Taken to be about: Number of little giant enterprises."
    assert line in followed.text
    written(telegram)
    mark = len(telegram.calls)
    edit(bot)
    now = corrected(telegram, followed, mark)
    assert "17,700" in bold(now)
    assert line in now.text


def test_every_answer_with_a_retired_figure_loses_it(bot: Running) -> None:
    telegram, shown = bot.telegram, everywhere(bot.telegram)
    written(telegram)
    mark = len(telegram.calls)
    retire(bot)
    for said in shown:
        now = corrected(telegram, said, mark)
        assert "no longer held" in now.text
        assert "17,600" not in now.text
        assert bold(now) == ""


def test_an_answer_with_two_facts_keeps_the_one_that_still_holds(bot: Running) -> None:
    telegram = bot.telegram
    said = answer(telegram, telegram.says(ANNA, BOTH), ANNA.id)
    assert {"17,600", "5,000"} <= set(bold(said).replace("more than ", "").replace("over ", "").split())
    written(telegram)
    mark = len(telegram.calls)
    retire(bot)
    now = corrected(telegram, said, mark)
    assert "5,000" in bold(now)
    assert "17,600" not in bold(now)


def test_a_chinese_answer_is_corrected_in_chinese(bot: Running) -> None:
    telegram = bot.telegram
    said = answer(telegram, telegram.says(XIA, "2025年底全国有多少家小巨人企业？"), XIA.id)
    written(telegram)
    mark = len(telegram.calls)
    edit(bot)
    now = corrected(telegram, said, mark)
    assert "更正" in now.text
    assert "17,700" in bold(now)


def test_what_can_no_longer_be_edited_does_not_stop_the_others_and_is_tried_once(bot: Running) -> None:
    telegram = bot.telegram
    shown = everywhere(telegram)
    gone = answer(telegram, telegram.says(BOB, IN_2025), BOB.id)
    telegram.deletes(gone)
    written(telegram)
    mark = len(telegram.calls)
    edit(bot)
    for said in shown:
        assert "17,700" in bold(corrected(telegram, said, mark))
    telegram.settle(quiet=2)
    refused = [call for call in edits(telegram, mark) if call.refusal]
    assert [call.refusal for call in refused] == ["Bad Request: message to edit not found"]
    retire(bot)
    telegram.wait_for("editMessageText", after=len(telegram.calls), timeout=20)
    telegram.settle(quiet=3)
    assert len([call for call in edits(telegram, mark) if call.refusal]) == 1


def test_what_telegram_wants_later_is_corrected_later(bot: Running) -> None:
    telegram = bot.telegram
    said = answer(telegram, telegram.says(ANNA, IN_2025), ANNA.id)
    written(telegram)
    for _ in range(2):
        telegram.fails("editMessageText", Fault(429, "Too Many Requests: retry after 1", retry_after=1))
    mark = len(telegram.calls)
    edit(bot)
    telegram.wait_for("editMessageText", after=mark, where=lambda call: not call.refusal, timeout=20)
    assert "17,700" in bold(telegram.stands(said))


def test_what_changed_while_the_bot_was_away_is_corrected_when_it_is_back_and_only_then(
    tmp_path: Path, shipped: Path
) -> None:
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, shipped) as giants:
            shown = everywhere(telegram)
            assert giants.stop() == 0
        mark = len(telegram.calls)
        edit(Running(giants, telegram))
        with Giants(telegram, tmp_path) as giants:
            for said in shown:
                assert "17,700" in bold(corrected(telegram, said, mark))
            telegram.settle(quiet=2)
            assert giants.stop() == 0
        mark = len(telegram.calls)
        with Giants(telegram, tmp_path) as giants:
            answer(telegram, telegram.says(ANNA, "/help"), ANNA.id)
            telegram.settle(quiet=3)
            assert edits(telegram, mark) == []
            assert "Traceback" not in giants.output


def test_a_fact_that_was_set_back_in_between_needs_no_correction(tmp_path: Path, shipped: Path) -> None:
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, shipped) as giants:
            said = answer(telegram, telegram.says(ANNA, IN_2025), ANNA.id)
            assert giants.stop() == 0
        away = Running(giants, telegram)
        edit(away)
        with curating(away) as (almanac, _):
            keep(almanac, almanac.ledger.undo(almanac.ledger.history(limit=1)[0], by=OWNER.id, at=datetime.now(UTC)))
        mark = len(telegram.calls)
        with Giants(telegram, tmp_path):
            answer(telegram, telegram.says(ANNA, "/help"), ANNA.id)
            telegram.settle(quiet=3)
            assert edits(telegram, mark) == []
            assert telegram.stands(said) == said


def test_an_edited_question_gets_its_answer_edited_also_after_a_restart(tmp_path: Path, shipped: Path) -> None:
    with Telegram() as telegram:
        with Giants(telegram, tmp_path, shipped) as giants:
            asked = telegram.says(ANNA, "How many unicorns does China have?")
            said = answer(telegram, asked, ANNA.id)
            assert giants.stop() == 0
        with Giants(telegram, tmp_path) as giants:
            edit_of_it = telegram.edits(asked, IN_2025)
            telegram.wait_for("editMessageText", after=edit_of_it)
            assert "17,600" in bold(telegram.stands(said))
            written(telegram)
            mark = len(telegram.calls)
            edit(Running(giants, telegram))
            assert "17,700" in bold(corrected(telegram, said, mark))


def test_a_message_that_says_something_else_by_now_is_left_alone(bot: Running) -> None:
    telegram = bot.telegram
    asked = telegram.says(ANNA, IN_2025)
    said = answer(telegram, asked, ANNA.id)
    telegram.wait_for("editMessageText", after=telegram.edits(asked, "What do they spend on R&D?"))
    control = answer(telegram, telegram.says(BOB, IN_2025), BOB.id)
    written(telegram)
    mark = len(telegram.calls)
    edit(bot)
    corrected(telegram, control, mark)
    telegram.settle(quiet=2)
    assert "30 million" in bold(telegram.stands(said))
    assert len(edits(telegram, mark)) == 1


def test_owners_set_for_how_many_days_answers_are_corrected(bot: Running) -> None:
    telegram = bot.telegram
    listed = answer(telegram, telegram.says(OWNER, "/settings"), OWNER.id)
    assert "corrections 7" in listed.text
    assert "suggestions off" in listed.text
    assert "0" in answer(telegram, telegram.says(OWNER, "/settings corrections 0"), OWNER.id).text
    said = answer(telegram, telegram.says(ANNA, IN_2025), ANNA.id)
    written(telegram)
    mark = len(telegram.calls)
    edit(bot)
    telegram.settle(quiet=3)
    assert edits(telegram, mark) == []
    assert telegram.stands(said) == said


def test_a_change_made_in_the_chat_corrects_what_the_chat_has_been_told(giants: Giants) -> None:
    telegram = giants.telegram
    said = answer(telegram, telegram.says(ANNA, "What share of profits do little giants contribute?"), ANNA.id)
    assert "13.7" in bold(said)
    written(telegram)
    mark = len(telegram.calls)
    preview = answer(telegram, telegram.says(OWNER, "/retire profit-share\nwhy: withdrawn"), OWNER.id)
    telegram.presses(OWNER, preview, preview.key("keep").data)
    now = corrected(telegram, said, mark)
    assert "no longer held" in now.text
    assert "13.7" not in now.text


@pytest.mark.parametrize("text", ["/settings corrections 31", "/settings corrections many", "/settings questions 0"])
def test_a_setting_outside_its_limits_is_refused_with_what_they_are(giants: Giants, text: str) -> None:
    telegram = giants.telegram
    assert " to " in answer(telegram, telegram.says(OWNER, text), OWNER.id).text
    assert "corrections 7" in answer(telegram, telegram.says(OWNER, "/settings"), OWNER.id).text


def test_settings_are_the_owners_own(giants: Giants) -> None:
    telegram = giants.telegram
    for text in ("/settings", "/settings corrections 1"):
        assert "corrections" not in answer(telegram, telegram.says(ANNA, text), ANNA.id).text
    assert "corrections 7" in answer(telegram, telegram.says(OWNER, "/settings"), OWNER.id).text

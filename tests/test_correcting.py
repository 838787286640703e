"""Corrections go out one by one, each where its message stands, and none for ever."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from listening import ME, TOKEN, Recorder
from telegram.ext import ExtBot
from telegram_people import Json

from bot.correcting import TRIES, Correcting, Pauses
from bot.diary import Diary
from bot.edge import now
from bot.pacing import Pacing
from bot.traffic import Limits
from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.shown import Shown
from knowledge.store.protocol import Amendment

pytestmark = pytest.mark.filterwarnings("ignore:.*`retry_after` will be:telegram.warnings.PTBDeprecationWarning")
FACT = "count-2025"
CORRECTED = "The number of little giants rose from over 5,000 to more than 17,700 by the end of 2025."
ANNA, BOB, GROUP = 1001, 1002, -100_1
QUICK = Pauses(apart=0.001, in_a_chat=0.1, in_a_group=0.1, again=0.0)


@pytest.fixture
def telegram() -> Recorder:
    return Recorder()


@pytest.fixture
async def bot(telegram: Recorder) -> AsyncIterator[ExtBot[int]]:
    async with ExtBot(TOKEN, request=telegram, get_updates_request=Recorder(), rate_limiter=Limits()) as running:
        yield running


class Corrected:
    """A table, the bot's messages in it, and what corrects them."""

    def __init__(self, almanac: Almanac) -> None:
        self.almanac = almanac
        self.diary = Diary(almanac)
        self.pacing = Pacing()
        self.correcting = Correcting(almanac, self.diary, self.pacing, QUICK)

    def shows(self, chat: int = ANNA, message: int = 7, inline: str = "") -> None:
        shown = Shown((FACT,), "", "en", self.diary.mark(), now(), chat, message, inline)
        self.diary.show(shown)
        assert self.diary.write()

    def keep(self, proposed: object) -> None:
        assert isinstance(proposed, Amendment)
        self.almanac.ledger.keep(proposed.id, by=1, at=datetime.now(UTC))

    def edit(self) -> None:
        fact = self.almanac.fact(FACT)
        assert fact
        given = Draft(sentence=CORRECTED, figure="more than 17,700")
        self.keep(self.almanac.ledger.edit(fact, given, by=1, at=datetime.now(UTC)))

    def retire(self) -> None:
        fact = self.almanac.fact(FACT)
        assert fact
        self.keep(self.almanac.ledger.retire(fact, by=1, at=datetime.now(UTC)))


@pytest.fixture
def table(curated: Almanac) -> Corrected:
    return Corrected(curated)


def spots(telegram: Recorder) -> list[object]:
    return [_spot(call) for call in telegram.sent("editMessageText")]


def _spot(call: Json) -> object:
    return call.get("inline_message_id") or (call["chat_id"], call["message_id"])


async def test_each_message_is_edited_where_it_stands_the_newest_first_and_once(
    table: Corrected, telegram: Recorder, bot: ExtBot[int]
) -> None:
    table.shows(ANNA, 7)
    table.shows(GROUP, 8)
    table.shows(0, 0, "AgAA")
    table.shows(GROUP, 0, "guest")
    table.edit()
    table.shows(BOB, 9)
    for _ in range(2):
        await table.correcting.look(bot)
    assert spots(telegram) == ["guest", "AgAA", (ANNA, 7), (GROUP, 8)]
    guest, card, *_ = telegram.sent("editMessageText")
    assert "reply_markup" not in guest
    assert ME.username in str(card["reply_markup"])
    assert all("17,700" in str(call["text"]) for call in telegram.sent("editMessageText"))


async def test_one_chat_waits_its_turn_and_others_do_not(
    table: Corrected, telegram: Recorder, bot: ExtBot[int]
) -> None:
    table.shows(ANNA, 6)
    for message in (7, 8):
        table.shows(BOB, message)
    table.edit()
    await table.correcting.look(bot)
    assert spots(telegram) == [(BOB, 8), (ANNA, 6), (BOB, 7)]


@pytest.mark.parametrize(
    "why",
    [
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Forbidden: bot was blocked by the user",
        "Bad Request: MESSAGE_ID_INVALID",
    ],
)
async def test_a_message_that_cannot_be_edited_is_noted_and_never_tried_again(
    table: Corrected, telegram: Recorder, bot: ExtBot[int], caplog: pytest.LogCaptureFixture, why: str
) -> None:
    caplog.set_level("INFO")
    table.shows(ANNA, 7)
    table.shows(BOB, 8)
    table.edit()
    telegram.refuse(403 if why.startswith("Forbidden") else 400, why)
    await table.correcting.look(bot)
    table.retire()
    await table.correcting.look(bot)
    assert spots(telegram) == [(BOB, 8), (ANNA, 7), (ANNA, 7)]
    assert "can be corrected no more" in caplog.text
    assert "Traceback" not in caplog.text


async def test_an_edit_that_had_landed_before_is_done(table: Corrected, telegram: Recorder, bot: ExtBot[int]) -> None:
    table.shows()
    table.edit()
    telegram.refuse(400, "Bad Request: message is not modified")
    await table.correcting.look(bot)
    await table.correcting.look(bot)
    assert spots(telegram) == [(ANNA, 7)]
    table.retire()
    await table.correcting.look(bot)
    assert spots(telegram) == [(ANNA, 7)] * 2


async def test_where_telegram_cannot_be_reached_it_is_tried_again_and_in_the_end_given_up(
    table: Corrected, telegram: Recorder, bot: ExtBot[int]
) -> None:
    table.shows()
    table.edit()
    telegram.refuse(502, "Bad Gateway")
    await table.correcting.look(bot)
    assert spots(telegram) == [(ANNA, 7)] * 2
    table.retire()
    for _ in range(TRIES):
        telegram.refuse(502, "Bad Gateway")
    await table.correcting.look(bot)
    await table.correcting.look(bot)
    assert spots(telegram) == [(ANNA, 7)] * (2 + TRIES)


async def test_where_people_use_up_a_group_corrections_wait(
    table: Corrected, telegram: Recorder, bot: ExtBot[int]
) -> None:
    table.shows(GROUP, 7)
    table.edit()
    while table.pacing.spares(GROUP, asyncio.get_running_loop().time()):
        pass
    looking = asyncio.create_task(table.correcting.look(bot))
    await asyncio.sleep(0.2)
    assert spots(telegram) == []
    looking.cancel()


async def test_a_change_during_the_corrections_is_in_those_that_follow(
    table: Corrected, telegram: Recorder, bot: ExtBot[int]
) -> None:
    table.shows(ANNA, 7)
    table.shows(BOB, 8)
    table.edit()
    telegram.watch = lambda name: table.retire() if len(spots(telegram)) == 1 else None
    for _ in range(2):
        await table.correcting.look(bot)
    assert spots(telegram) == [(BOB, 8), (ANNA, 7), (BOB, 8)]
    texts = [str(call["text"]) for call in telegram.sent("editMessageText")]
    assert ["17,700" in text for text in texts] == [True, False, False]
    assert "It said" not in texts[1]


async def test_an_answer_that_was_on_its_way_while_the_table_changed_is_corrected_too(
    table: Corrected, telegram: Recorder, bot: ExtBot[int]
) -> None:
    table.diary.show(Shown((FACT,), "", "en", table.diary.mark(), now(), ANNA, 7))
    table.edit()
    await table.correcting.look(bot)
    assert spots(telegram) == []
    assert table.diary.write()
    await table.correcting.look(bot)
    assert spots(telegram) == [(ANNA, 7)]


async def test_it_ends_when_the_bot_ends_and_what_was_not_foreseen_is_said(
    table: Corrected, bot: ExtBot[int], caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    await table.correcting.stop()
    table.correcting.start(bot)
    await asyncio.sleep(0)
    await table.correcting.stop()
    assert caplog.text == ""

"""Who wished for an answer is told once; what fails is tried again, and who is gone is forgotten."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from answers import AT
from listening import TOKEN, Recorder
from pydantic import SecretStr

from bot.app import App, build
from bot.config import Config
from bot.diary import Diary
from bot.telling import Telling
from bot.workshop import Workshop
from knowledge.almanac import Almanac
from knowledge.demand import Demand
from knowledge.history import Change
from knowledge.learned import Learned
from knowledge.store.protocol import Amendment, StoreError, Wished

ANNA, BOB = 1001, 1002
STRANGE = "How many zebra inspectors roam the ministry?"
WITHIN = 20.0
"""Seconds in which what is to happen has happened, on a slow machine too."""


class Bot:
    """The application with a table of its own, and a Telegram that records."""

    def __init__(self, almanac: Almanac, opened: Callable[[], Almanac]) -> None:
        self.almanac = almanac
        self.telegram = Recorder()
        self.workshop = Workshop(opened)
        self.app: App = build(Config(token=SecretStr(TOKEN)), almanac, self.telegram, self.workshop)
        self.telling = Telling(almanac, self.workshop, Diary(almanac), look=0.05, again=0.05)

    async def tells(self, calls: int) -> None:
        """Until so many messages were tried, and nothing is under way."""
        tried = asyncio.Event()
        self.telegram.watch = lambda _: tried.set() if len(self.telegram.sent()) >= calls else None
        await self.telling.start(self.app)
        await asyncio.wait_for(tried.wait(), WITHIN)
        await self.telling.stop()

    def told(self) -> list[int]:
        return [int(str(call["chat_id"])) for call in self.telegram.sent()]


@pytest.fixture
async def bot(curated: Almanac, tmp_path: Path) -> AsyncIterator[Bot]:
    running = Bot(curated, lambda: Almanac.open(tmp_path / "giants.db"))
    async with running.app:
        yield running
    running.workshop.close()


def answerable(almanac: Almanac) -> None:
    topic = next(topic for topic in almanac.topics() if topic.id == "little-giant-count")
    change = almanac.ledger.phrase(topic, [STRANGE], by=7, at=AT)
    assert isinstance(change, Amendment)
    assert isinstance(almanac.ledger.keep(change.id, by=7, at=AT), Change)


def wish(almanac: Almanac, *people: int, question: str = STRANGE) -> None:
    almanac.record(Wished(person, question, "en", AT) for person in people)


def waiting(almanac: Almanac) -> list[int]:
    return [wished.person for wished in almanac.demand.wishes()]


async def test_at_the_start_all_are_told_whose_wish_came_true_meanwhile(bot: Bot) -> None:
    wish(bot.almanac, ANNA, BOB)
    wish(bot.almanac, ANNA, question="How many unicorns are there?")
    answerable(bot.almanac)
    await bot.tells(2)
    assert sorted(bot.told()) == [ANNA, BOB]
    assert waiting(bot.almanac) == [ANNA]
    text = str(bot.telegram.sent()[0]["text"])
    assert STRANGE in text
    assert "17,600" in text


async def test_a_change_that_is_made_while_it_runs_is_noticed(bot: Bot) -> None:
    wish(bot.almanac, ANNA)
    telling_all = asyncio.create_task(bot.tells(1))
    await asyncio.sleep(0.3)
    assert bot.told() == []
    answerable(bot.almanac)
    await telling_all
    assert bot.told() == [ANNA]
    assert waiting(bot.almanac) == []


@pytest.mark.parametrize(
    ("status", "why"),
    [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")],
)
async def test_a_chat_that_is_closed_drops_the_wish_and_holds_up_nobody(bot: Bot, status: int, why: str) -> None:
    wish(bot.almanac, ANNA, BOB)
    answerable(bot.almanac)
    bot.telegram.refuse(status, why)
    await bot.tells(2)
    assert sorted(bot.told()) == [ANNA, BOB]
    assert waiting(bot.almanac) == []


async def test_what_fails_for_now_is_tried_again(bot: Bot) -> None:
    wish(bot.almanac, ANNA)
    answerable(bot.almanac)
    bot.telegram.refuse(502, "Bad Gateway")
    bot.telegram.refuse(429, "Too Many Requests: retry after 3600", retry_after=3600)
    await bot.tells(2)
    assert waiting(bot.almanac) == [ANNA]


async def test_html_that_telegram_cannot_read_goes_as_plain_text(bot: Bot) -> None:
    wish(bot.almanac, ANNA)
    answerable(bot.almanac)
    bot.telegram.refuse(400, "Bad Request: can't parse entities: Unsupported start tag")
    await bot.tells(2)
    _, plain = bot.telegram.sent()
    assert "<b>" not in str(plain["text"])
    assert "callback_data" in json.dumps(plain)
    assert waiting(bot.almanac) == []


async def test_it_stops_at_once_while_it_has_nothing_to_do_and_twice_is_no_harm(bot: Bot) -> None:
    await bot.telling.start(bot.app)
    await asyncio.sleep(0.05)
    for _ in range(2):
        await bot.telling.stop()
    assert not [task for task in asyncio.all_tasks() if task.get_name() == "telling"]


async def test_one_that_was_never_started_can_be_stopped(bot: Bot) -> None:
    await bot.telling.stop()
    assert bot.telegram.calls == []


class Forgetful(Demand):
    """Cannot write down at first who was told."""

    def __init__(self, learned: Learned) -> None:
        super().__init__(learned)
        self.failures = 2

    def told(self, wished: Wished) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreError("The disk is full: make room.")
        super().told(wished)


async def test_nobody_is_told_twice_because_it_could_not_be_written_down(curated: Almanac, tmp_path: Path) -> None:
    def opened() -> Almanac:
        learned = Learned(tmp_path / "giants.db", ())
        almanac = Almanac(learned)
        almanac.demand = Forgetful(learned)
        return almanac

    bot = Bot(curated, opened)
    wish(curated, ANNA)
    answerable(curated)
    async with bot.app:
        await bot.telling.start(bot.app)
        async with asyncio.timeout(WITHIN):
            while waiting(curated):  # noqa: ASYNC110 - the table tells nobody
                await asyncio.sleep(0.05)
        await bot.telling.stop()
    bot.workshop.close()
    assert bot.told() == [ANNA]

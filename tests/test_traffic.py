"""No chat waits for another: neither for its turn, nor for what Telegram lets it send."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from listening import ANNA, GROUP, OLGA
from telegram import Update
from telegram.error import RetryAfter
from telegram_people import Chat, Person, Speech, private_chat

from bot.traffic import BACKLOG, BEHIND, OVERALL, Granted, InTurn, Limits

pytestmark = pytest.mark.filterwarnings("ignore:.*`retry_after` will be:telegram.warnings.PTBDeprecationWarning")
"""The library announces another type for the seconds of RetryAfter whenever it makes one."""


def update(number: int, chat: Chat = GROUP, sender: Person = ANNA) -> Update:
    return Update.de_json({"update_id": number, "message": Speech("x", sender, chat).as_json(number)}, None)


class Telegram:
    """Grants a call, unless it was told to refuse the next one of that chat for some seconds."""

    def __init__(self) -> None:
        self.limits = Limits()
        self.refusals: dict[int, list[int]] = {}
        self.calls: list[int] = []

    async def send(self, chat: int) -> Granted:
        async def call() -> Granted:
            self.calls.append(chat)
            if self.refusals.get(chat):
                raise RetryAfter(self.refusals[chat].pop(0))
            return True

        return await self.limits.process_request(call, (), {}, "sendMessage", {"chat_id": chat}, None)


async def in_turn(turns: InTurn, at: Update, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    await turns.process_update(at, work())


async def test_updates_of_one_chat_wait_for_each_other_and_those_of_another_do_not() -> None:
    turns, gate, done = InTurn(), asyncio.Event(), list[str]()

    async def slow() -> None:
        await gate.wait()
        done.append("first")

    async def quick(name: str) -> None:
        done.append(name)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(in_turn(turns, update(1), slow))
        tasks.create_task(in_turn(turns, update(2), lambda: quick("second")))
        await in_turn(turns, update(3, private_chat(OLGA), OLGA), lambda: quick("elsewhere"))
        assert done == ["elsewhere"]
        gate.set()
    assert done == ["elsewhere", "first", "second"]


async def test_an_update_that_fails_does_not_stop_those_behind_it() -> None:
    turns, done = InTurn(), list[int]()

    async def fail() -> None:
        raise LookupError

    async def work() -> None:
        done.append(1)

    with pytest.raises(LookupError):
        await in_turn(turns, update(1), fail)
    await in_turn(turns, update(2), work)
    assert done == [1]


async def test_only_so_many_updates_of_one_chat_wait(caplog: pytest.LogCaptureFixture) -> None:
    turns, gate, done = InTurn(), asyncio.Event(), list[int]()

    async def work(number: int) -> None:
        await gate.wait()
        done.append(number)

    async with asyncio.TaskGroup() as tasks:
        for number in range(BACKLOG + 5):
            tasks.create_task(turns.process_update(update(number + 1), work(number)))
        await asyncio.sleep(0)
        gate.set()
    assert done == list(range(BACKLOG))
    assert "too many" in caplog.text


async def test_a_group_that_has_had_too_much_is_left_in_peace_and_others_are_not() -> None:
    telegram = Telegram()
    telegram.refusals[GROUP.id] = [60]
    for _ in range(3):
        with pytest.raises(RetryAfter):
            await telegram.send(GROUP.id)
        await telegram.send(ANNA.id)
    assert telegram.calls == [GROUP.id, ANNA.id, ANNA.id, ANNA.id]


async def test_what_telegram_refuses_for_a_moment_is_sent_again() -> None:
    telegram = Telegram()
    telegram.refusals[ANNA.id] = [0]
    assert await telegram.send(ANNA.id)
    assert telegram.calls == [ANNA.id, ANNA.id]


async def test_what_it_refuses_twice_is_given_up() -> None:
    telegram = Telegram()
    telegram.refusals[ANNA.id] = [0, 0]
    with pytest.raises(RetryAfter):
        await telegram.send(ANNA.id)
    assert await telegram.send(ANNA.id)


async def test_answers_to_presses_are_not_counted() -> None:
    async def call() -> Granted:
        return True

    limits = Limits()
    for _ in range(100):
        assert await limits.process_request(call, (), {}, "answerCallbackQuery", {"callback_query_id": "1"}, None)


@pytest.mark.parametrize("where", [{"chat_id": ANNA.id}, {"inline_message_id": "AgAA"}])
async def test_what_can_wait_lets_answers_go_first_and_is_counted(where: dict[str, object]) -> None:
    limits, done = Limits(), list[str]()

    def call(name: str) -> Callable[[], Coroutine[Any, Any, Granted]]:
        async def sent() -> Granted:
            done.append(name)
            return True

        return sent

    async def answers(number: int) -> None:
        for _ in range(number):
            await limits.process_request(call("answer"), (), {}, "sendMessage", {"chat_id": OLGA.id}, None)

    await answers(OVERALL * 2 // 3)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(limits.process_request(call("later"), (), {}, "editMessageText", dict(where), BEHIND))
        await asyncio.sleep(0)
        await answers(2)
    assert done[-1] == "later"


async def test_a_card_that_telegram_wants_later_says_so() -> None:
    async def call() -> Granted:
        raise RetryAfter(60)

    with pytest.raises(RetryAfter):
        await Limits().process_request(call, (), {}, "editMessageText", {"inline_message_id": "AgAA"}, BEHIND)

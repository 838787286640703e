"""Tells those who wished for it that their question has an answer now: once, and no faster than Telegram likes."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final

from telegram import Bot, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import Application

from bot.diary import Diary, shown
from bot.edge import keyboard_of, now, styled
from bot.messages import Reply, Spot
from bot.opinions import told
from bot.workshop import Workshop
from knowledge.almanac import Almanac
from knowledge.questions import Found
from knowledge.store.protocol import StoreError, Wished

LOOK: Final = 2.0
"""Seconds between looks at whether the table has changed, by whomever: one small query."""

PATIENCE: Final = 5.0
"""Seconds that a message under way has when the bot stops; service managers wait longer."""

AGAIN: Final = 30.0
"""Seconds until somebody is told who could not be told for now."""

PACE: Final = 0.2
"""Seconds between two messages: far less than Telegram takes, so that answers to others never wait."""

TOGETHER: Final = 20
"""Wishes that are looked at in one go; curators' own work comes between."""

_log = logging.getLogger(__name__)


class Telling:
    """Runs beside the application, from its start to its stop."""

    def __init__(
        self, almanac: Almanac, workshop: Workshop, diary: Diary, *, look: float = LOOK, again: float = AGAIN
    ) -> None:
        self._almanac = almanac
        self._workshop = workshop
        self._diary = diary
        self._pauses = {True: look, False: again}
        self._task: asyncio.Task[None] | None = None
        self._seen = -1
        self._told: set[tuple[int, str]] = set()
        self._stopping = asyncio.Event()

    async def start(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """A task of our own: the application waits for those that are its, and this one never ends by itself."""
        self._task = asyncio.create_task(self._watch(app.bot), name="telling")
        self._task.add_done_callback(_lament)

    async def stop(self) -> None:
        """Let it end what it is at, for who was sent a message should be done with; but not for long."""
        self._stopping.set()
        if self._task:
            _, late = await asyncio.wait([self._task], timeout=PATIENCE)
            for task in late:
                task.cancel()
                await asyncio.wait([task])

    async def _watch(self, bot: Bot) -> None:
        while not self._stopping.is_set():
            pause = self._pauses[await self._look(bot)]
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _look(self, bot: Bot) -> bool:
        """Tell all who can be told by now, if the table has changed; whether nobody has to be told later."""
        try:
            mark = self._almanac.demand.mark()
            if mark == self._seen:
                return True
            done = await self._tell_all(bot)
        except StoreError as error:
            _log.warning("Who wishes to be told cannot be looked up for now: %s", error)
            return False
        self._seen = mark if done else -1
        return done

    async def _tell_all(self, bot: Bot) -> bool:
        if not self._almanac.demand.is_wished():
            return True
        wishes = await self._workshop.do(lambda almanac: almanac.demand.wishes())
        done = True
        for first in range(0, len(wishes), TOGETHER):
            some, mark = wishes[first : first + TOGETHER], self._diary.mark()
            for wished, found in await self._workshop.do(partial(_answers, some)):
                if self._stopping.is_set():
                    return False
                done = await self._tell(bot, wished, found, mark) and done
                await asyncio.sleep(PACE)
        return done

    async def _tell(self, bot: Bot, wished: Wished, found: Found, mark: int) -> bool:
        """Whether the wish is done with: told, or nobody is there any more."""
        whose, reply = (wished.person, wished.question), told(wished, found)
        try:
            if whose not in self._told:
                message = await _sent(bot, wished.person, reply)
                number = message.message_id if isinstance(message, Message) else 0
                self._diary.show(shown(reply, Spot(wished.person, number), mark, now()))
        except (Forbidden, BadRequest) as shut:
            _log.info("Somebody who wished to be told can no longer be: %s", shut)
        except TelegramError as error:
            _log.info("Somebody will be told later: %s", error)
            return False
        self._told.add(whose)  # if it cannot be written now, it is written later, and nobody is told twice
        await self._workshop.do(lambda almanac: almanac.demand.told(wished))
        self._told.discard(whose)
        return True


def _answers(wishes: Sequence[Wished], almanac: Almanac) -> list[tuple[Wished, Found]]:
    return [(wished, found) for wished in wishes if (found := almanac.demand.answer(wished))]


async def _sent(bot: Bot, person: int, reply: Reply) -> object:
    async def send(chat: int, text: str, mode: ParseMode | None) -> Message:
        return await bot.send_message(chat, text, parse_mode=mode, reply_markup=keyboard_of(reply))

    return await styled(send, person, reply.html)


def _lament(task: asyncio.Task[None]) -> None:
    """Nobody waits for the task, so nobody else would say why it ended."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("Nobody is told of answers any more, until the bot is started again.", exc_info=error)

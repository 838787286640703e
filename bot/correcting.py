"""Answers that were sent are corrected in place when their facts change, at a pace that disturbs nobody.

There is no queue to be lost: the table says what each message states and what has changed since.
"""

import asyncio
import logging
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.corrections import correct, differs
from bot.diary import Diary
from bot.edge import asking_more, keyboard_of, now, styled
from bot.messages import Reply
from bot.pacing import Pacing
from bot.render import spelled_out
from bot.traffic import BEHIND
from knowledge.almanac import Almanac
from knowledge.shown import Outdated, Shown
from knowledge.store.protocol import StoreError

EACH: Final = 1.0
"""Seconds between two looks whether the table has changed; a look reads one number."""

TIDY: Final = 3600.0
"""Seconds between two times that old messages and questions are forgotten."""

TRIES: Final = 20
"""Attempts on one message; so long Telegram itself is hardly ever away."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between two corrections."""

    apart: float = 0.1
    """Of all: a third of what Telegram takes, so that answers find room."""
    in_a_chat: float = 1.1
    """In a private chat, and between two cards, whose chats nobody knows."""
    in_a_group: float = 6.0
    """In a group or channel, which takes twenty messages a minute: half of them are left for answers."""
    again: float = 30.0
    """After one that did not reach Telegram."""

    def after(self, shown: Shown) -> float:
        return self.in_a_group if shown.chat < 0 else self.in_a_chat


_log = logging.getLogger(__name__)


class Correcting:
    def __init__(self, almanac: Almanac, diary: Diary, pacing: Pacing, pauses: Pauses = Pauses()) -> None:
        self._almanac, self._sent = almanac, almanac.sent
        self._diary, self._pacing, self._pauses = diary, pacing, pauses
        self._looked = -1
        self._tidied = -TIDY
        self._done: dict[int, int] = {}
        self._free: dict[int, float] = {}
        self._tries: Counter[int] = Counter()
        self._task: asyncio.Task[None] | None = None

    def start(self, bot: ExtBot[int]) -> None:
        self._task = asyncio.create_task(self._run(bot), name="corrections")
        self._task.add_done_callback(_tell)

    async def stop(self) -> None:
        """What is left is found again at the next start."""
        if self._task is None:
            return
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        with suppress(StoreError):
            self._sent.looked_at(self._done)

    async def _run(self, bot: ExtBot[int]) -> None:
        failing = False
        while True:
            try:
                await self.look(bot)
                self._tidy()
                failing = False
            except StoreError as error:
                if not failing:
                    _log.warning("Answers cannot be corrected for now: %s", error)
                failing = True
            await asyncio.sleep(EACH)

    async def look(self, bot: ExtBot[int]) -> None:
        """Correct what needs it; where the table changes meanwhile, the rest is left to the next look."""
        self._write()
        mark = self._sent.mark()
        if mark == self._looked and not self._diary.late:
            return
        self._diary.late = False
        due = await self._due()
        while due and self._sent.mark() == mark:
            shown = min(due, key=self._free_at)
            wait = self._free_at(shown) - time.monotonic()
            await asyncio.sleep(min(max(0.0, wait), EACH))
            if wait > EACH:
                continue
            if shown.chat and not self._pacing.spares(shown.chat, time.monotonic()):
                self._rest(shown.chat, self._pauses.after(shown))
            elif await self._corrected(bot, shown):
                due.remove(shown)
            self._write()
        if not due:
            self._looked = mark
            self._free.clear()
            self._tries.clear()

    async def _due(self) -> list[Shown]:
        """The messages that would read otherwise by now. Others may speak between two of them."""
        due = []
        for shown in self._sent.outdated(at=now()):
            outdated = self._sent.again(shown)
            if outdated and differs(outdated):
                due.append(shown)
            elif outdated:
                self._done[shown.id] = outdated.mark
            await asyncio.sleep(0)
        self._write()
        return due

    def _free_at(self, shown: Shown) -> float:
        return max(self._free.get(shown.chat, 0.0), self._free.get(_ALL, 0.0))

    def _rest(self, chat: int, seconds: float) -> None:
        self._free[chat] = time.monotonic() + seconds

    async def _corrected(self, bot: ExtBot[int], shown: Shown) -> bool:
        """Whether there is nothing left to do for this message: it was edited, or never will be."""
        self._diary.write()  # whether it was answered anew meanwhile may not be in the table yet
        outdated = self._sent.again(shown)
        if outdated is None:
            return True
        if differs(outdated):
            self._rest(shown.chat, self._pauses.after(shown))
            self._rest(_ALL, self._pauses.apart)
            return await self._edited(bot, outdated)
        self._done[shown.id] = outdated.mark
        return True

    async def _edited(self, bot: ExtBot[int], outdated: Outdated) -> bool:
        shown = outdated.shown
        try:
            await _edit(bot, outdated, correct(self._almanac, outdated, now().date()))
        except RetryAfter as full:
            self._rest(shown.chat, full._retry_after.total_seconds())  # noqa: SLF001 - what is public changes its type
            return False
        except (BadRequest, Forbidden, ChatMigrated) as refused:
            if "not modified" not in str(refused).lower():
                return self._given_up(shown, refused)
        except TelegramError as lost:
            self._tries[shown.id] += 1
            self._rest(_ALL, self._pauses.again)
            return self._tries[shown.id] >= TRIES and self._given_up(shown, lost)
        self._done[shown.id] = outdated.mark
        return True

    def _given_up(self, shown: Shown, why: TelegramError) -> bool:
        _log.info("An answer can be corrected no more: %s", why)
        self._sent.forget(shown.id)
        return True

    def _write(self) -> None:
        """Put down what was corrected. A table that is being written by others is asked again at the next look."""
        if self._done:
            self._sent.looked_at(self._done)
            self._done.clear()

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied >= TIDY:
            self._sent.prune(at=now())
            self._tidied = time.monotonic()


_ALL: Final = -1
"""Stands for every chat; Telegram gives this number to none."""


async def _edit(bot: ExtBot[int], outdated: Outdated, reply: Reply) -> None:
    shown = outdated.shown
    guest = bool(shown.inline and shown.chat)
    keyboard = None if guest else _keyboard(bot, outdated, reply)

    async def send(chat: int, text: str, mode: ParseMode | None) -> object:
        return await bot.edit_message_text(
            text,
            chat_id=None if shown.inline else chat,
            message_id=shown.message or None,
            inline_message_id=shown.inline or None,
            parse_mode=mode,
            reply_markup=keyboard,
            rate_limit_args=BEHIND,
        )

    await styled(send, shown.chat, (spelled_out(reply) if guest else reply).html)


def _keyboard(bot: ExtBot[int], outdated: Outdated, reply: Reply) -> InlineKeyboardMarkup | None:
    """A card from the inline list keeps the button that it needs to be corrected again."""
    facts = [fact for each in outdated.revisions if (fact := each.now or each.was)]
    if outdated.shown.inline and facts:
        return asking_more(bot, facts[0], outdated.shown.language)
    return keyboard_of(reply)


def _tell(task: asyncio.Task[None]) -> None:
    """An error that nobody foresaw ends the corrections until the next start; it may not end unsaid."""
    if not task.cancelled() and (error := task.exception()):
        _log.error("Answers are no longer corrected.", exc_info=error)

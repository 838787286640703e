"""Updates in and calls out, so arranged that no chat waits for another one."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from aiolimiter import AsyncLimiter
from telegram import Update
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter, BaseUpdateProcessor

ABREAST: Final = 64
"""Chats that may wait for Telegram at the same time, each with a connection."""

BACKLOG: Final = 1000
"""Updates of one chat that may wait for their turn: what a lively group says while one slow call hangs."""

OVERALL: Final = 30
"""Messages a second that Telegram takes from one bot."""

BEHIND: Final = 1
"""Said with a call that lets answers to people go first."""

_LULL: Final = 0.05
"""Seconds until it is looked again whether there is room for a call that can wait."""

PATIENCE: Final = {True: 20.0, False: 2.0}
"""Seconds that an answer waits, by whether the chat is private, when Telegram says that a chat has had too many.

In a group the talk has moved on after that, so the answer is dropped.
"""

REMEMBERED: Final = 1000
"""Chats that Telegram asked to leave in peace for a while."""

Granted = bool | dict[str, Any] | list[dict[str, Any]]
"""What the library reads out of a granted call."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lane:
    """One chat's updates: the first is being handled, the others wait."""

    free: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class InTurn(BaseUpdateProcessor):
    """The updates of one chat one after the other, those of different chats side by side.

    Handlers themselves never wait, so there is still one writer of the table at any time: only calls overlap.
    """

    __slots__ = ("_abreast", "_lanes")

    def __init__(self) -> None:
        super().__init__(max_concurrent_updates=2**31)  # those that wait for their turn are counted too
        self._abreast = asyncio.Semaphore(ABREAST)
        self._lanes: dict[int, _Lane] = {}

    async def initialize(self) -> None: ...
    async def shutdown(self) -> None: ...

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        place = _place(update)
        lane = self._lanes.setdefault(place, _Lane())
        if lane.length >= BACKLOG:
            _log.warning("An update was dropped: too many of its chat wait.")
            if isinstance(coroutine, Coroutine):
                coroutine.close()
            return
        lane.length += 1
        try:
            async with lane.free, self._abreast:
                await coroutine
        finally:
            lane.length -= 1
            if not lane.length:
                del self._lanes[place]


def _place(update: object) -> int:
    """The chat; for what has none, such as an inline query, the person, whose private chat has the same id."""
    if not isinstance(update, Update):
        return 0
    who = update.effective_chat or update.effective_user
    return who.id if who else 0


class Limits(BaseRateLimiter[int]):
    """Keeps what Telegram allows a bot: so many messages in all, and peace for a chat that has had too many."""

    def __init__(self) -> None:
        self._overall = AsyncLimiter(OVERALL, 1)
        self._shut: OrderedDict[int, tuple[float, RetryAfter]] = OrderedDict()

    async def initialize(self) -> None: ...
    async def shutdown(self) -> None: ...

    async def process_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        callback: Callable[..., Coroutine[Any, Any, Granted]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
        endpoint: str,  # noqa: ARG002
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Granted:
        """Raises RetryAfter where it would take longer than the answer is worth."""
        chat = data.get("chat_id")
        if rate_limit_args == BEHIND:
            await self._lull()
            chat = chat or 0
        if not isinstance(chat, int):  # an answer to a press or an inline query, which Telegram does not count
            return await callback(*args, **kwargs)
        await self._rest(chat)
        with suppress(RetryAfter):
            return await self._send(chat, callback, args, kwargs)
        await self._rest(chat)
        return await self._send(chat, callback, args, kwargs)

    async def _lull(self) -> None:
        """Wait until no more is sent than half of what Telegram takes."""
        while not self._overall.has_capacity(OVERALL / 2):  # noqa: ASYNC110 - it tells nobody when it has room
            await asyncio.sleep(_LULL)

    async def _send(
        self,
        chat: int,
        callback: Callable[..., Coroutine[Any, Any, Granted]],
        args: Any,  # noqa: ANN401
        kwargs: dict[str, Any],
    ) -> Granted:
        try:
            async with self._overall:
                return await callback(*args, **kwargs)
        except RetryAfter as full:
            self._leave(chat, full)
            raise

    def _leave(self, chat: int, full: RetryAfter) -> None:
        seconds = full._retry_after.total_seconds()  # noqa: SLF001 - what is public changes its type, and warns of it
        self._shut[chat] = (asyncio.get_running_loop().time() + seconds, full)
        self._shut.move_to_end(chat)
        if len(self._shut) > REMEMBERED:
            self._shut.popitem(last=False)

    async def _rest(self, chat: int) -> None:
        """Wait until Telegram takes messages for the chat again, if that is soon."""
        if chat not in self._shut:
            return
        until, full = self._shut[chat]
        left = until - asyncio.get_running_loop().time()
        if left > PATIENCE[chat > 0]:
            raise full.with_traceback(None)
        await asyncio.sleep(max(0.0, left))
        self._shut.pop(chat, None)

"""Where curators' changes are made: a thread with a connection of its own, so that nobody's answer waits for them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.locale import translator
from bot.messages import Heard, Reply
from bot.problems import without_path
from bot.render import said
from knowledge.almanac import Almanac
from knowledge.store.protocol import StoreError

_log = logging.getLogger(__name__)

_Said = TypeVar("_Said")


class Workshop:
    """One change after the other. The table is opened at the first of them."""

    def __init__(self, opened: Callable[[], Almanac]) -> None:
        self._open = opened
        self._thread = ThreadPoolExecutor(1, "workshop")
        self._almanac: Almanac | None = None

    async def do(self, work: Callable[[Almanac], _Said]) -> _Said:
        """What comes of the work, which nothing else of the workshop runs beside."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._opened()))

    def hearing(self, handler: Callable[[Almanac, Heard], Reply | None]) -> Callable[[Heard], Awaitable[Reply | None]]:
        """A handler whose reply is made here."""
        return lambda heard: self.told(lambda almanac: handler(almanac, heard), heard.language)

    async def told(self, work: Callable[[Almanac], _Said], language: str) -> _Said | Reply:
        """What comes of the work; where the table cannot be read or written for now, a word about that."""
        try:
            return await self.do(work)
        except StoreError as error:
            _log.warning("What somebody asked of the table came to nothing: %s", error)
            say = translator(language)
            told = say("This could not be saved just now, and nothing was changed. {why}")
            return said(told.format(why=without_path(error, self._almanac.database) if self._almanac else ""))

    def close(self) -> None:
        """Finish what is being done, and no more."""
        self._thread.submit(self._shut)
        self._thread.shutdown()

    def _opened(self) -> Almanac:
        if self._almanac is None:
            self._almanac = self._open()
        return self._almanac

    def _shut(self) -> None:
        if self._almanac:
            self._almanac.close()

"""What was asked, on its way into the table: an answer never waits for its line in the log."""

import logging
from collections import deque
from typing import Final

from knowledge.almanac import Almanac
from knowledge.store.protocol import Noted, StoreError

ROOM: Final = 10_000
"""Questions that wait while the table cannot be written; the oldest are given up for newer ones."""

_log = logging.getLogger(__name__)


class Diary:
    def __init__(self, almanac: Almanac, room: int = ROOM) -> None:
        self._almanac = almanac
        self._waiting: deque[Noted] = deque(maxlen=room)
        self._failing = False

    def note(self, noted: Noted) -> None:
        """Keep it in mind until it is written."""
        self._waiting.append(noted)

    def write(self, *, patiently: bool = False) -> bool:
        """Put all that waits into the table; whether nothing waits any more.

        It gives up at once while another process writes, unless it is told to be patient. A table that cannot be
        written is said once, until it can be again.
        """
        if not self._waiting:
            return True
        try:
            self._almanac.record(tuple(self._waiting), patiently=patiently)
        except StoreError as error:
            if not self._failing:
                _log.warning("Questions cannot be recorded for now: %s", error)
            self._failing = True
            return False
        self._waiting.clear()
        self._failing = False
        return True

"""What was asked, on its way into the table: an answer never waits for its line in the log."""

import logging
from collections import deque
from datetime import datetime
from typing import Final

from bot.messages import Reply, Spot, Stated
from knowledge.almanac import Almanac
from knowledge.shown import Shown
from knowledge.store.protocol import Noted, StoreError

ROOM: Final = 10_000
"""Questions that wait while the table cannot be written; the oldest are given up for newer ones."""

_log = logging.getLogger(__name__)


def shown(reply: Reply, spot: Spot, mark: int, at: datetime) -> Shown:
    """What the message there states; `mark` was taken before the reply was made."""
    stated = reply.stated or Stated((), "")
    where = (spot.chat, spot.message, spot.inline, spot.asked)
    return Shown(stated.facts, stated.question, stated.language, mark, at, *where, carried=stated.carried)


class Diary:
    """`late` says that the table changed between an answer and its line here, so that whoever looked missed it."""

    def __init__(self, almanac: Almanac, room: int = ROOM) -> None:
        self._almanac = almanac
        self._waiting: deque[Noted] = deque(maxlen=room)
        self._shown: deque[Shown] = deque(maxlen=room)
        self.late = False
        self._failing = False

    def note(self, noted: Noted) -> None:
        """Keep it in mind until it is written."""
        self._waiting.append(noted)

    def show(self, shown: Shown) -> None:
        """Keep in mind what a message states, until it is written."""
        self._shown.append(shown)

    def mark(self) -> int:
        """The last change of the table, to be taken before an answer is made: what comes later is not in it."""
        return self._almanac.sent.mark()

    def answer_to(self, chat: int, asked: int) -> int:
        """The message that answers that one, as far as it is written; 0 where none is known."""
        return self._almanac.sent.answer_to(chat, asked)

    def write(self, *, patiently: bool = False) -> bool:
        """Put all that waits into the table; whether nothing waits any more.

        It gives up at once while another process writes, unless it is told to be patient. A table that cannot be
        written is said once, until it can be again.
        """
        if not self._waiting and not self._shown:
            return True
        try:
            self._almanac.record(tuple(self._waiting), tuple(self._shown), patiently=patiently)
            self.late |= any(shown.mark < self.mark() for shown in self._shown)
        except StoreError as error:
            if not self._failing:
                _log.warning("Questions cannot be recorded for now: %s", error)
            self._failing = True
            return False
        self._waiting.clear()
        self._shown.clear()
        self._failing = False
        return True

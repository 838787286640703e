"""Somebody at a terminal, or a program in a pipe: they ask, and every question is recorded."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from types import TracebackType
from typing import Final, Self

from bot.asking import asked
from bot.messages import Heard, Place
from bot.render import plain
from knowledge.almanac import Almanac
from knowledge.explaining import Explanation
from knowledge.questions import Answer, Asking, Turn, remembered
from knowledge.store.protocol import Asked

TOGETHER: Final = 256
"""Questions recorded in one transaction: a commit waits for the disk, and a batch must not at each line."""


@dataclass(slots=True)
class Session:
    """Asks the table. What was asked is recorded `TOGETHER` at a time, and when the session closes."""

    almanac: Almanac
    now: Callable[[], datetime]
    today: date | None = None
    """The day that "this year" is counted from; the clock's own where none is given."""

    _before: Turn | None = None
    _asked: Asking | None = None
    _waiting: list[Asked] = field(default_factory=list)

    def ask(self, text: str) -> Answer:
        """The answer, leaning on the turn before where the question does."""
        text = text.encode(errors="replace").decode()  # half a character can be typed in JSON, and kept nowhere
        at = self.now()
        self._asked = Asking(text, self.today or at.date(), self._before)
        answer = self.almanac.ask(text, today=self._asked.day, before=self._before)
        self._before = remembered(answer, self._before)
        self._waiting.append(asked(answer, Heard(text, at, Place.TERMINAL), text))
        if len(self._waiting) >= TOGETHER:
            self.record()
        return answer

    def explain(self, text: str = "") -> Explanation | None:
        """How a question is answered by itself, or how the last one was; None where none was asked yet."""
        if not text:
            return self.almanac.explain(self._asked) if self._asked else None
        text = text.encode(errors="replace").decode()
        return self.almanac.explain(Asking(text, self.today or self.now().date()))

    def begin_anew(self) -> None:
        """Another conversation: its first question leans on nothing."""
        self._before = self._asked = None

    def record(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.almanac.record(waiting)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.record()
        finally:
            self.almanac.close()


def in_words(answer: Answer) -> str:
    """What a chat shows for it, in the language of the question."""
    return plain(answer, "zh" if answer.reading.chinese else "en")

"""The bot's messages that state facts, and what has become of those facts since."""

from dataclasses import dataclass
from datetime import date, datetime

from knowledge.facts import Fact


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot: what it states, to which question, and in which language. `id` is 0 until it is stored.

    A card sent from the inline list has no `chat` that the bot knows, and is found by `inline`; an answer to a guest
    has both. `asked` is the message that it answers; `carried` is what a question was taken to be about that leaned on
    the one before it. `mark` is the last row of the history when it was written.
    """

    facts: tuple[str, ...]
    question: str
    language: str
    mark: int
    at: datetime
    chat: int = 0
    message: int = 0
    inline: str = ""
    asked: int = 0
    id: int = 0
    carried: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A fact as a message states it, and as it is now; None where it was not, or is no longer, in the table.

    `on` is the day of its last change since, None where it has not changed or another program changed it.
    """

    was: Fact | None
    now: Fact | None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Outdated:
    """A message with every fact that it states; `mark` is the last row of the history that was looked at."""

    shown: Shown
    revisions: tuple[Revision, ...]
    mark: int

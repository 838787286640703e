"""How much one person, one group and one private chat may ask before the bot falls silent."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final


class Admission(Enum):
    ANSWER = auto()
    NOTICE = auto()
    """Say once that it is too much."""
    SILENCE = auto()


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: int
    per_second: float


PERSON: Final = Rate(10, 0.5)
"""For one person in one group: half of what the group may have at once, so that nobody uses it up alone."""

GROUP: Final = Rate(20, 20 / 60)
"""Telegram lets a bot send about twenty messages a minute to a group or channel."""

ALONE: Final = Rate(100, 1.0)
"""For a private chat: Telegram takes a message a second there and lets bursts pass, and nobody else is disturbed.

A pasted list of questions gets all its answers; a script that never ends does not.
"""

ROOM: Final = 10_000
"""Persons, or chats, that are kept in mind; one forgotten for others begins anew with a full bucket."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    noticed: bool = False


@dataclass(slots=True)
class Pace:
    """Buckets of one rate. One that ran dry has a single notice in it until it is full again."""

    rate: Rate
    room: int = ROOM
    _buckets: OrderedDict[Hashable, _Bucket] = field(default_factory=OrderedDict)

    def admit(self, whom: Hashable, at: float) -> Admission:
        """What comes of one more; `at` counts seconds and only ever grows."""
        bucket = self._filled(whom, at)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Admission.ANSWER
        admission = Admission.SILENCE if bucket.noticed else Admission.NOTICE
        bucket.noticed = True
        return admission

    def spares(self, whom: Hashable, at: float) -> bool:
        """Whether there was one for what can wait: half of the bucket is left to those who ask."""
        bucket = self._filled(whom, at)
        spared = bucket.tokens > self.rate.burst / 2
        bucket.tokens -= spared
        return spared

    def _filled(self, whom: Hashable, at: float) -> _Bucket:
        """As full as it is by now."""
        bucket = self._buckets.setdefault(whom, _Bucket(self.rate.burst, at))
        self._buckets.move_to_end(whom)
        if len(self._buckets) > self.room:
            self._buckets.popitem(last=False)
        gained = max(0.0, at - bucket.at) * self.rate.per_second
        bucket.tokens, bucket.at = min(self.rate.burst, bucket.tokens + gained), at
        bucket.noticed = bucket.noticed and bucket.tokens < self.rate.burst
        return bucket


@dataclass(frozen=True, slots=True)
class Pacing:
    """Who is answered, and who is told once that it is too much."""

    alone: Pace = field(default_factory=lambda: Pace(ALONE))
    person: Pace = field(default_factory=lambda: Pace(PERSON))
    group: Pace = field(default_factory=lambda: Pace(GROUP))

    def spares(self, chat: int, at: float) -> bool:
        """Whether the chat can have a message that nobody waits for."""
        return (self.alone if chat > 0 else self.group).spares(chat, at)

    def admit(self, chat: int, person: int, at: float) -> Admission:
        """`person` is 0 where nobody is named: a channel, or an administrator who hides behind the group.

        Telegram gives persons, and so private chats, positive ids, and everything that many share negative ones.
        """
        if chat > 0:
            return self.alone.admit(chat, at)
        asked = self.person.admit((chat, person), at) if person else Admission.ANSWER
        if asked is Admission.SILENCE:
            return asked
        held = self.group.admit(chat, at)  # a notice is a message too
        return asked if held is Admission.ANSWER else held

"""The buttons by which people and curators tell what is missing, and what is good."""

import re
from dataclasses import dataclass
from typing import Final, assert_never

from bot.wire import ID, LARGEST, NUMBER, base36, fits


@dataclass(frozen=True, slots=True)
class Wish:
    """Tell me when there is an answer. `question` is the stamp of what this chat asked."""

    question: int


@dataclass(frozen=True, slots=True)
class Vote:
    """A thumb up or down on a fact as it stood; `version` is its stamp."""

    fact: str
    version: int
    up: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A page of what got no answer, from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class Missing:
    """One group of it, by a line of the log."""

    line: int


@dataclass(frozen=True, slots=True)
class Belongs:
    """That question asks for this topic."""

    line: int
    topic: str


@dataclass(frozen=True, slots=True)
class AddFor:
    """Add a fact that answers it."""

    line: int


@dataclass(frozen=True, slots=True)
class Decline:
    line: int


@dataclass(frozen=True, slots=True)
class Reclaim:
    """Take back that it was declined."""

    line: int


Asked = Wish | Vote
"""What anybody may press."""

Demanded = Unanswered | Missing | Belongs | AddFor | Decline | Reclaim
"""What curators may."""

_Numbered = Wish | Unanswered | Missing | AddFor | Decline | Reclaim

_VERBS: Final[dict[type[_Numbered], str]] = {
    Wish: "wish",
    Unanswered: "unmet",
    Missing: "missing",
    AddFor: "addfor",
    Decline: "decline",
    Reclaim: "reclaim",
}
"""What those are called that carry a number alone."""

_NAMED: Final = re.compile(rf"(up|dn|to):({ID}):({NUMBER})")
_NUMBERED: Final = re.compile(rf"({'|'.join(_VERBS.values())}):({NUMBER})")


def pack_demand(action: Asked | Demanded) -> str:
    """The bytes that Telegram carries.

    >>> pack_demand(Vote("count-2025", 36, up=True)), pack_demand(Missing(7))
    ('up:count-2025:10', 'missing:7')
    """
    match action:
        case Vote(fact, version, up):
            return f"{'up' if up else 'dn'}:{fact}:{base36(version)}"
        case Belongs(line, topic):
            return f"to:{topic}:{base36(line)}"
        case Wish(number) | Unanswered(number) | Missing(number) | AddFor(number) | Decline(number) | Reclaim(number):
            return f"{_VERBS[type(action)]}:{base36(number)}"
        case _:
            assert_never(action)


def unpack_demand(data: str) -> Asked | Demanded | None:
    """The button that was pressed; None for bytes that are none of these."""
    if named := _NAMED.fullmatch(data):
        verb, name, number = named[1], named[2], int(named[3], 36)
        if not fits(name, number):
            return None
        return Belongs(number, name) if verb == "to" else Vote(name, number, up=verb == "up")
    if numbered := _NUMBERED.fullmatch(data):
        return _numbered(numbered[1], int(numbered[2], 36))
    return None


def _numbered(verb: str, number: int) -> Asked | Demanded | None:
    kind = next(kind for kind, named in _VERBS.items() if named == verb)
    return kind(number) if number < LARGEST else None

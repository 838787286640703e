"""Typed buttons, and their at most 64 bytes on the wire."""

import re
from dataclasses import dataclass
from typing import Final, assert_never

from knowledge.facts import LONGEST_ID

LONGEST: Final = 64
"""Bytes that Telegram carries with a button."""

LARGEST: Final = 2**53
"""Telegram's ids stay below this; eleven characters in base 36, so that a fact and its asker fit together."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Did you mean this fact? Only `asker` may say so; 0 is anybody."""

    fact: str
    asker: int = 0


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    asker: int = 0


@dataclass(frozen=True, slots=True)
class Show:
    """A fact that is held, offered beside the one that is not."""

    fact: str


@dataclass(frozen=True, slots=True)
class AskTopic:
    topic: str


@dataclass(frozen=True, slots=True)
class Browse:
    """A page of the list of topics, from 0."""

    page: int


@dataclass(frozen=True, slots=True)
class Example:
    """One of the example questions, from 0."""

    number: int


@dataclass(frozen=True, slots=True)
class Keep:
    proposal: int


@dataclass(frozen=True, slots=True)
class Cancel:
    proposal: int


Action = Choose | NoneOfThese | Show | AskTopic | Browse | Example | Keep | Cancel

_ID: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_CHOOSE = re.compile(rf"yes:({_ID}):([0-9a-z]{{1,11}})")
_NAMED = re.compile(rf"(show|topic):({_ID})")
_NUMBERED = re.compile(r"(none|browse|example|keep|cancel):([0-9a-z]{1,11})")


def pack(action: Action) -> str:
    """The bytes that Telegram carries.

    >>> pack(Keep(17))
    'keep:h'
    """
    wire: tuple[str, ...]
    match action:
        case Choose(fact, asker):
            wire = "yes", fact, _base36(asker)
        case NoneOfThese(asker):
            wire = "none", _base36(asker)
        case Show(fact):
            wire = "show", fact
        case AskTopic(topic):
            wire = "topic", topic
        case Browse(page):
            wire = "browse", _base36(page)
        case Example(number):
            wire = "example", _base36(number)
        case Keep(proposal):
            wire = "keep", _base36(proposal)
        case Cancel(proposal):
            wire = "cancel", _base36(proposal)
        case _:
            assert_never(action)
    return ":".join(wire)


def unpack(data: str) -> Action | None:
    """The button that was pressed; None for bytes that are forged, or older than this version.

    >>> unpack("keep:h"), unpack("rm -rf")
    (Keep(proposal=17), None)
    """
    if choose := _CHOOSE.fullmatch(data):
        asker, fits = int(choose[2], 36), len(choose[1]) <= LONGEST_ID
        return Choose(choose[1], asker) if fits and asker < LARGEST else None
    if named := _NAMED.fullmatch(data):
        return _named(named[1], named[2]) if len(named[2]) <= LONGEST_ID else None
    if numbered := _NUMBERED.fullmatch(data):
        return _numbered(numbered[1], int(numbered[2], 36))
    return None


def _named(verb: str, name: str) -> Action:
    return Show(name) if verb == "show" else AskTopic(name)


def _numbered(verb: str, number: int) -> Action | None:
    kinds = {"none": NoneOfThese, "browse": Browse, "example": Example, "keep": Keep, "cancel": Cancel}
    return kinds[verb](number) if number < LARGEST else None


def _base36(number: int) -> str:
    """Short, and the same alphabet that ids have.

    >>> _base36(0), _base36(35), _base36(36)
    ('0', 'z', '10')
    """
    if not 0 <= number < LARGEST:
        raise ValueError(f"{number} is no id")
    digits = ""
    while number or not digits:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits

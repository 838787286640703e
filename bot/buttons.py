"""Typed buttons, and their at most 64 bytes on the wire."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.demand_buttons import Asked, Demanded, pack_demand, unpack_demand
from bot.wire import ID, LARGEST, NUMBER, base36
from knowledge.facts import LONGEST_ID

LONGEST: Final = 64
"""Bytes that Telegram carries with a button."""


@dataclass(frozen=True, slots=True)
class Choose:
    """Did you mean this fact? Only `asker` may say so; 0 is anybody."""

    fact: str
    asker: int = 0


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """None of what was offered; `question` is the stamp of what it was offered for."""

    asker: int = 0
    question: int = 0


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


@dataclass(frozen=True, slots=True)
class Suggest:
    """Leave a proposal to the curators."""

    proposal: int


@dataclass(frozen=True, slots=True)
class Use:
    """Another of the figures or periods that a draft's sentence has, from 0."""

    draft: int
    field: str
    number: int


@dataclass(frozen=True, slots=True)
class Fill:
    """Ask for a field of a draft."""

    draft: int
    field: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Show what of a fact can be changed."""

    fact: str


@dataclass(frozen=True, slots=True)
class Correct:
    """Ask for a field of a fact."""

    fact: str
    field: str


@dataclass(frozen=True, slots=True)
class Retire:
    fact: str


@dataclass(frozen=True, slots=True)
class Restore:
    fact: str


@dataclass(frozen=True, slots=True)
class Past:
    """The history of a fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The history before a change."""

    change: int


@dataclass(frozen=True, slots=True)
class Undo:
    change: int


Asking = Choose | NoneOfThese | Show | AskTopic | Browse | Example | Asked
"""What anybody may press."""

Deciding = Keep | Cancel | Suggest

Curating = Use | Fill | Edit | Correct | Retire | Restore | Past | Earlier | Undo | Demanded

Action = Asking | Deciding | Curating

_NONE = re.compile(rf"none:({NUMBER})(?::({NUMBER}))?")
_CHOOSE = re.compile(rf"yes:({ID}):({NUMBER})")
_NAMED = re.compile(rf"(show|topic|edit|retire|restore|past):({ID})")
_NUMBERED = re.compile(rf"(browse|example|keep|cancel|suggest|earlier|undo):({NUMBER})")
_FIELD = re.compile(rf"fix:({ID}):([a-z]{{1,9}})")
_FILL = re.compile(rf"fill:({NUMBER}):([a-z]{{1,9}})")
_USE = re.compile(rf"use:({NUMBER}):([a-z]{{1,9}}):({NUMBER})")

_BY_NAME: Final[Mapping[str, Callable[[str], Action]]] = {
    "show": Show,
    "topic": AskTopic,
    "edit": Edit,
    "retire": Retire,
    "restore": Restore,
    "past": Past,
}
_BY_NUMBER: Final[Mapping[str, Callable[[int], Action]]] = {
    "browse": Browse,
    "example": Example,
    "keep": Keep,
    "cancel": Cancel,
    "suggest": Suggest,
    "earlier": Earlier,
    "undo": Undo,
}


def pack(action: Action) -> str:
    """The bytes that Telegram carries.

    >>> pack(Keep(17))
    'keep:h'
    """
    match action:
        case Choose(fact, asker):
            wire = f"yes:{fact}:{base36(asker)}"
        case NoneOfThese(asker, question):
            wire = f"none:{base36(asker)}:{base36(question)}"
        case Correct(fact, field):
            wire = f"fix:{fact}:{field}"
        case Fill(draft, field):
            wire = f"fill:{base36(draft)}:{field}"
        case Use(draft, field, number):
            wire = f"use:{base36(draft)}:{field}:{base36(number)}"
        case Show(name) | AskTopic(name) | Edit(name) | Retire(name) | Restore(name) | Past(name):
            wire = f"{_verb(action, _BY_NAME)}:{name}"
        case (
            Browse(number)
            | Example(number)
            | Keep(number)
            | Cancel(number)
            | Suggest(number)
            | Earlier(number)
            | Undo(number)
        ):
            wire = f"{_verb(action, _BY_NUMBER)}:{base36(number)}"
        case _:
            wire = pack_demand(action)
    return wire


def _verb(action: Action, kinds: Mapping[str, object]) -> str:
    return next(verb for verb, kind in kinds.items() if type(action) is kind)


def unpack(data: str) -> Action | None:
    """The button that was pressed; None for bytes that are forged, or older than this version.

    >>> unpack("keep:h"), unpack("rm -rf")
    (Keep(proposal=17), None)
    """
    if named := _NAMED.fullmatch(data):
        return _BY_NAME[named[1]](named[2]) if len(named[2]) <= LONGEST_ID else None
    if numbered := _NUMBERED.fullmatch(data):
        number = _number(numbered[2])
        return None if number is None else _BY_NUMBER[numbered[1]](number)
    if choose := _CHOOSE.fullmatch(data):
        asker = _number(choose[2])
        return None if asker is None or len(choose[1]) > LONGEST_ID else Choose(choose[1], asker)
    if correct := _FIELD.fullmatch(data):
        return Correct(correct[1], correct[2]) if len(correct[1]) <= LONGEST_ID else None
    if none := _NONE.fullmatch(data):  # an older one does not name the question
        asker, question = _number(none[1]), _number(none[2] or "0")
        return None if asker is None or question is None else NoneOfThese(asker, question)
    return _of_draft(data) or unpack_demand(data)


def _of_draft(data: str) -> Action | None:
    if fill := _FILL.fullmatch(data):
        draft = _number(fill[1])
        return None if draft is None else Fill(draft, fill[2])
    if use := _USE.fullmatch(data):
        draft, number = _number(use[1]), _number(use[3])
        return None if draft is None or number is None else Use(draft, use[2], number)
    return None


def _number(digits: str) -> int | None:
    number = int(digits, 36)
    return number if number < LARGEST else None

"""Typed buttons, and their at most 64 bytes on the wire."""

from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import partial
from typing import Final

from bot.wire import Part, base36, read_field, read_id, read_number

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
class Suggested:
    """Look at what somebody has left to the curators."""

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
    """The history before one of its rows."""

    row: int


@dataclass(frozen=True, slots=True)
class EarlierOf:
    """The same of one fact or topic."""

    what: str
    row: int


@dataclass(frozen=True, slots=True)
class Undo:
    change: int


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

    topic: str
    line: int


@dataclass(frozen=True, slots=True)
class AddFor:
    """Add a fact that answers it."""

    line: int


@dataclass(frozen=True, slots=True)
class AddThis:
    """Add what was said and not asked; `message` is the stamp of its words."""

    message: int


@dataclass(frozen=True, slots=True)
class Decline:
    line: int


@dataclass(frozen=True, slots=True)
class Reclaim:
    """Take back that it was declined."""

    line: int


Asking = Choose | NoneOfThese | Show | AskTopic | Browse | Example | Wish | Vote
"""What anybody may press."""

Deciding = Keep | Cancel | Suggest

Demanded = Unanswered | Missing | Belongs | AddFor | AddThis | Decline | Reclaim
"""What curators make of what people asked in vain."""

Curating = Suggested | Use | Fill | Edit | Correct | Retire | Restore | Past | Earlier | EarlierOf | Undo | Demanded

Action = Asking | Deciding | Curating


@dataclass(frozen=True, slots=True)
class _Kind:
    """A button on the wire: a verb, and the parts that its values are read from, in their order."""

    verb: str
    make: Callable[..., Action]
    parts: tuple[Part, ...]


def _kind(verb: str, make: Callable[..., Action], *parts: Part) -> _Kind:
    return _Kind(verb, make, parts)


_KINDS: Final = (
    _kind("yes", Choose, read_id, read_number),
    _kind("none", NoneOfThese, read_number, read_number),
    _kind("none", NoneOfThese, read_number),  # an older one does not name the question
    _kind("show", Show, read_id),
    _kind("topic", AskTopic, read_id),
    _kind("browse", Browse, read_number),
    _kind("example", Example, read_number),
    _kind("wish", Wish, read_number),
    _kind("up", partial(Vote, up=True), read_id, read_number),
    _kind("dn", partial(Vote, up=False), read_id, read_number),
    _kind("keep", Keep, read_number),
    _kind("cancel", Cancel, read_number),
    _kind("suggest", Suggest, read_number),
    _kind("look", Suggested, read_number),
    _kind("use", Use, read_number, read_field, read_number),
    _kind("fill", Fill, read_number, read_field),
    _kind("edit", Edit, read_id),
    _kind("fix", Correct, read_id, read_field),
    _kind("retire", Retire, read_id),
    _kind("restore", Restore, read_id),
    _kind("past", Past, read_id),
    _kind("earlier", Earlier, read_number),
    _kind("old", EarlierOf, read_id, read_number),
    _kind("undo", Undo, read_number),
    _kind("unmet", Unanswered, read_number),
    _kind("missing", Missing, read_number),
    _kind("to", Belongs, read_id, read_number),
    _kind("addfor", AddFor, read_number),
    _kind("addthis", AddThis, read_number),
    _kind("decline", Decline, read_number),
    _kind("reclaim", Reclaim, read_number),
)

_VERBS: Final = {kind.make: kind.verb for kind in _KINDS}


def pack(action: Action) -> str:
    """The bytes that Telegram carries.

    >>> pack(Keep(17)), pack(Vote("count-2025", 36, up=True))
    ('keep:h', 'up:count-2025:10')
    """
    values: tuple[str | int, ...] = astuple(action)
    if isinstance(action, Vote):
        verb, values = "up" if action.up else "dn", (action.fact, action.version)
    else:
        verb = _VERBS[type(action)]
    return ":".join([verb, *(value if isinstance(value, str) else base36(value) for value in values)])


def unpack(data: str) -> Action | None:
    """The button that was pressed; None for bytes that are forged, or older than this version.

    >>> unpack("keep:h"), unpack("rm -rf")
    (Keep(proposal=17), None)
    """
    verb, *said = data.split(":")
    kind = next((each for each in _KINDS if (each.verb, len(each.parts)) == (verb, len(said))), None)
    if kind is None:
        return None
    values = [part(text) for part, text in zip(kind.parts, said, strict=True)]
    return None if None in values else kind.make(*values)

"""Where conversations stand: the turn that the next question may lean on, and what was asked last."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final, TypeVar

from knowledge.questions import Asking, Turn
from knowledge.store.protocol import Store

REMEMBERED: Final = timedelta(minutes=30)
"""How long a conversation may lean on its last turn; later, "and in 2021?" is about something else."""

EXPLAINED: Final = timedelta(days=1)
"""How long the last answer can be explained: it is still on the screen long after nobody would lean on it."""

MOST: Final = 1000
"""Conversations that wait in memory while the file cannot be written."""

_Held = TypeVar("_Held", Turn, Asking)


class Conversations:
    """Kept in memory until they are written, so that nobody waits for the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._turns: OrderedDict[str, tuple[Turn, datetime]] = OrderedDict()
        self._askings: OrderedDict[str, tuple[Asking, datetime]] = OrderedDict()

    def turn(self, conversation: str, at: datetime) -> Turn | None:
        since = at - REMEMBERED
        if conversation in self._turns:
            return _since(self._turns[conversation], since)
        return self._store.recall(conversation, since)

    def asking(self, conversation: str, at: datetime) -> Asking | None:
        since = at - EXPLAINED
        if conversation in self._askings:
            return _since(self._askings[conversation], since)
        return self._store.last_asking(conversation, since)

    def keep(self, conversation: str, asking: Asking, turn: Turn | None, at: datetime) -> None:
        """What was asked, and the turn that is left to lean on; one that was there before grows no younger."""
        _put(self._askings, conversation, asking, at)
        if turn is not None and turn != asking.before:
            _put(self._turns, conversation, turn, at)

    def write(self) -> None:
        """Hand all of it to the store. Stands inside a transaction; `forget` follows once that has landed."""
        for conversation, (turn, at) in self._turns.items():
            self._store.remember(conversation, turn, at)
        for conversation, (asking, at) in self._askings.items():
            self._store.keep_asking(conversation, asking, at)

    def forget(self) -> None:
        self._turns.clear()
        self._askings.clear()


def _put(held: OrderedDict[str, tuple[_Held, datetime]], conversation: str, one: _Held, at: datetime) -> None:
    held[conversation] = (one, at)
    held.move_to_end(conversation)
    if len(held) > MOST:
        held.popitem(last=False)


def _since(held: tuple[_Held, datetime], since: datetime) -> _Held | None:
    one, at = held
    return one if at >= since else None

"""Which questions would be answered otherwise if a change were kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.learned import Learned
from knowledge.questions import Answer, Found
from knowledge.store.protocol import Store

MOST: Final = 150
"""Phrasings that are asked again: those that share most with what the change touches. The others cannot reach it."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A question that is answered by other facts, or by none, once a change is kept."""

    question: str
    before: Answer
    after: Answer

    @property
    def within(self) -> bool:
        """Whether it stays with its topic, and only another of its facts answers."""
        return bool(families(self.before)) and families(self.before) == families(self.after)


class Collisions:
    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._known: dict[str, Answer] = {}
        self._state: tuple[int, date] | None = None

    def of(self, change: Callable[[], set[str]], today: date) -> tuple[Shift, ...]:
        """`change` makes the change and returns the families that it touches; none of it lands.

        Every golden question is asked again, and the phrasings that the touched topics share their words with.
        """
        learned, known = self._learned, self._known_on(today)
        after: dict[str, Answer] = {}
        with learned.rehearsing():
            asked = _asked(learned.store)
            touched = change()
            numbers = [learned.index.number(root) for root in touched if learned.store.entry(root)]
            near = [text for text in learned.index.near(numbers, MOST) if text in asked]
            after = {text: learned.desk.answer(text, today=today) for text in (*learned.store.golden(), *near)}
        with learned.reading() as desk:
            known |= {text: desk.answer(text, today=today) for text in after if text not in known}
        return tuple(_shifts({text: known[text] for text in after}, after))

    def _known_on(self, day: date) -> dict[str, Answer]:
        """What is known of how the table answers as it is: a curator looks at one change several times."""
        state = (self._learned.store.mark(), day)
        if state != self._state:
            self._state, self._known = state, {}
        return self._known


def _asked(store: Store) -> frozenset[str]:
    """Every phrasing as it stands before."""
    return frozenset(asked.text for entry in store.entries() for asked in entry.phrasings)


def families(answer: Answer) -> frozenset[str]:
    """Of the facts that it states."""
    return frozenset(scored.fact.topic.root for scored in answer.facts) if isinstance(answer, Found) else frozenset()


def _shifts(before: dict[str, Answer], after: dict[str, Answer]) -> Iterator[Shift]:
    for text, was in before.items():
        if _stated(was) != _stated(after[text]):
            yield Shift(text, was, after[text])


def _stated(answer: Answer) -> frozenset[str]:
    """The facts that it states as an answer; to be asked back is to be given none."""
    return frozenset(scored.fact.id for scored in answer.facts) if isinstance(answer, Found) else frozenset()

"""Asks a table's own questions over and over, with other thresholds each time, and remembers what never changes."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Final

from knowledge.answering import Desk
from knowledge.facts import Fact, Topic
from knowledge.index import Index
from knowledge.judging import lead_of
from knowledge.marks import Mark
from knowledge.matching import Match, rank
from knowledge.outcomes import Cell, Counts, cell, mark
from knowledge.parting import parts
from knowledge.periods import read_periods
from knowledge.questions import Answer
from knowledge.reading import Question, Reader
from knowledge.store.protocol import Held
from knowledge.thresholds import NEVER, Thresholds
from knowledge.trials import Asking
from knowledge.words import normalise

_ANY_DAY: Final = date(2026, 1, 1)
"""What "last year" is in a phrasing changes the facts that it gets, and not whether it gets any of its topic."""


_WHOLE: Final = Thresholds(0, 0, NEVER)
"""What is asked is never taken apart."""


class _Listener(Reader):
    """Reads each text once."""

    def __init__(self, reader: Reader) -> None:
        self._heard = cache(reader.read)

    def read(self, text: str, *, today: date) -> Question:
        return self._heard(text, today=today)


class Judge:
    """Says what each question gets under any thresholds, in a fraction of the time that the first asking took."""

    def __init__(self, askings: Sequence[Asking], held: Held) -> None:
        self.askings = askings
        self._ranked: dict[tuple[int, Question], tuple[Match, ...]] = {}
        self._now = 0
        self.lead = cache(self._lead)
        indexes = {id(asking.index): asking.index for asking in askings}
        self._heard = {at: Remembering(held, index) for at, index in indexes.items()}
        for index in indexes.values():
            index.reader = _Listener(index.reader)

    def answers(self, thresholds: Thresholds, askings: Sequence[Asking]) -> list[Answer]:
        desks: dict[int, Desk] = {}
        return [self._answer(asking, thresholds, desks) for asking in askings]

    def _answer(self, asking: Asking, thresholds: Thresholds, desks: dict[int, Desk]) -> Answer:
        return self._at(asking, thresholds, desks).answer(asking.trial.text, today=_ANY_DAY)

    def marks(self, thresholds: Thresholds, askings: Sequence[Asking]) -> list[Mark]:
        answers = self.answers(thresholds, askings)
        return [mark(answer, asking.trial.gold) for answer, asking in zip(answers, askings, strict=True)]

    def counts(self, thresholds: Thresholds) -> Counts:
        counts: dict[Cell, Counter[Mark]] = {}
        for asking, given in zip(self.askings, self.marks(thresholds, self.askings), strict=True):
            counts.setdefault(cell(asking), Counter())[given] += 1
        return counts

    def _lead(self, asking: Asking) -> float:
        judged = self._at(asking, _WHOLE, {}).judge(asking.trial.text, today=_ANY_DAY)
        return lead_of(judged.matches)

    def has_parts(self, asking: Asking) -> bool:
        """Whether it could be taken apart."""
        normal = normalise(asking.trial.text)
        return bool(parts(normal, read_periods(normal, today=_ANY_DAY)))

    def _at(self, asking: Asking, thresholds: Thresholds, desks: dict[int, Desk]) -> Desk:
        """The desk of the index that never saw the question."""
        asking.prepare()
        self._now = id(asking)
        at = id(asking.index)
        if at not in desks:
            desks[at] = Desk(asking.index, self._heard[at], thresholds, ranked=self._rank)
        return desks[at]

    def _rank(self, question: Question, index: Index, holds: Callable[[str], bool]) -> tuple[Match, ...]:
        key = self._now, question
        if key not in self._ranked:
            self._ranked[key] = rank(question, index, holds)
        return self._ranked[key]


class Remembering:
    """The topics that an index has heard of, and their facts, looked up once."""

    def __init__(self, held: Held, index: Index) -> None:
        self._topics = tuple(topic for topic in held.topics() if _knows(index, topic.root))
        self._facts, self._fact = cache(held.facts), cache(held.fact)
        self._added = tuple(root for root in held.added() if _knows(index, root))

    def topics(self) -> tuple[Topic, ...]:
        return self._topics

    def facts(self, topic: str) -> tuple[Fact, ...]:
        return self._facts(topic)

    def fact(self, fact: str) -> Fact | None:
        return self._fact(fact)

    def added(self) -> tuple[str, ...]:
        return self._added


def _knows(index: Index, topic: str) -> bool:
    try:
        index.number(topic)
    except KeyError:
        return False
    return True

"""What people asked and got nothing for: grouped by what they ask, until it is answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from knowledge.answering import Desk
from knowledge.facts import Topic
from knowledge.judging import NOT_FOR_THE_TABLE
from knowledge.learned import Learned
from knowledge.matching import rank
from knowledge.questions import Answer, Found, Reason, Turn, Unknown
from knowledge.stamps import fact_stamp
from knowledge.store.log import Logged
from knowledge.store.protocol import Wished
from knowledge.words import normalise

MOST: Final = 300
"""Texts that are asked again to see whether they are answered by now: a second's work, remembered until the
table changes."""

NEAREST: Final = 3
"""Topics that a question may belong to: as many as a phone shows beside the other buttons."""

RANKED: Final = 300
"""Topics among which those are looked for: most that stand at the head are open ones."""

NO_DEMAND: Final = frozenset({Reason.EMPTY, Reason.NOT_A_QUESTION, Reason.OTHER_LANGUAGE})
"""Reasons for which nothing is missing in the table."""

_PICKED: Final = " → "
"""Between a question and a topic, where curators declined that it is meant."""

_ANY_DAY: Final = date(2000, 1, 1)
"""For readings in which dates are put aside."""


@dataclass(frozen=True, slots=True)
class Demanded:
    """Questions that ask the same, newest first, and how many people asked them.

    `line` is the newest one's in the log. `topic` is the open topic that they fell on; where people `picked` one out
    of "did you mean", that one.
    """

    line: int
    questions: tuple[str, ...]
    askers: int
    newest: datetime
    topic: Topic | None = None
    picked: bool = False


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a text of the log asks: equal for those that ask the same."""

    key: str
    topic: Topic | None = None
    picked: bool = False


class Demand:
    def __init__(self, learned: Learned) -> None:
        self._learned = learned
        self._log = learned.store.log
        self._mark = -1
        self._asks: dict[tuple[str, str, tuple[str, ...], date], _Ask | None] = {}
        self._aside: dict[str, frozenset[_Ask]] = {}

    def groups(self) -> tuple[Demanded, ...]:
        """What is not answered by now and no curator declined, the most asked first, the newest among equals."""
        groups = (_group(ask, every) for ask, every in self._grouped().items())
        return tuple(sorted(groups, key=lambda group: (-group.askers, -group.line)))

    def group(self, line: int) -> Demanded | None:
        """The group that this line of the log is of; None where it is answered or declined by now."""
        logged = self._log.line(line)
        if logged is None:
            return None
        with self._learned.reading() as desk:
            ask = self._ask(logged, desk)
        every = self._grouped().get(ask) if ask else None
        return _group(ask, every) if ask and every else None

    def question(self, line: int) -> str:
        """The words of that line of the log; "" for none that lacked an answer."""
        logged = self._log.line(line)
        return logged.text if logged else ""

    def nearest(self, question: str, *, today: date) -> tuple[Topic, ...]:
        """The topics with facts that the words speak for most."""
        with self._learned.reading() as desk:
            read = self._learned.index.reader.read(question, today=today)
            roots = (match.topic for match in rank(read, self._learned.index, most=RANKED) if match.score > 0)
            named = (desk.topic(root) for root in roots if not root.startswith(NOT_FOR_THE_TABLE))
            return tuple(topic for topic in named if self._is_held(topic))[:NEAREST]

    def decline(self, group: Demanded, *, by: int, at: datetime) -> None:
        """Not for this table, in whatever words it is asked."""
        self._log.decline(_declining(group), by=by, at=at)

    def reclaim(self, line: int) -> bool:
        """Take back that it was declined; whether it was."""
        logged = self._log.line(line)
        if logged is None:
            return False
        declined = self._log.declined()
        topic = self._picked_topic(logged)
        told = f"{logged.text}{_PICKED}{topic.id}" if topic else logged.text
        self._log.reclaim(told)
        return told in declined

    def mark(self) -> int:
        """Grows with each row of the table that is changed, by whomever: then wishes may have come true."""
        return self._learned.store.mark()

    def is_wished(self) -> bool:
        """Whether anybody wishes to be told of anything."""
        return self._log.is_wished()

    def wishes(self) -> tuple[Wished, ...]:
        """Who wishes to be told of which answer, the oldest wish first."""
        return self._log.wishes()

    def answer(self, wished: Wished) -> Found | None:
        """What the question has for an answer by now, asked as on the day of the wish; None where it still has none."""
        with self._learned.reading() as desk:
            answer = _again(desk, wished.question, wished.topic, wished.at.date())
        return answer if isinstance(answer, Found) else None

    def told(self, wished: Wished) -> None:
        """The wish has come true, or nobody is there any more to be told."""
        self._log.unwish(wished)

    def asked_in(self, chat: int, stamp: int) -> str:
        """A question of a private chat that has no answer, by its stamp; "" for none."""
        return self._log.asked_in(chat, stamp)

    def votes(self, fact: str) -> tuple[int, int]:
        """Thumbs up and down for a fact as it stands."""
        held = self._learned.store.fact(fact)
        return self._log.votes(fact, fact_stamp(held)) if held else (0, 0)

    def _grouped(self) -> dict[_Ask, list[Logged]]:
        grouped: dict[_Ask, list[Logged]] = {}
        with self._learned.reading() as desk:
            self._forget_if_changed()
            declined = self._declined(desk)
            for logged in self._log.unmet(MOST):
                ask = self._ask(logged, desk)
                if ask and not declined & {ask, self._in_words(ask, logged.text)}:
                    grouped.setdefault(ask, []).append(logged)
        return grouped

    def _forget_if_changed(self) -> None:
        if (mark := self.mark()) != self._mark:
            self._asks.clear()
            self._aside.clear()
            self._mark = mark

    def _ask(self, logged: Logged, desk: Desk) -> _Ask | None:
        """What it asks; None for what is answered by now, and for small talk."""
        about = logged.text, logged.topic, logged.facts if logged.picked else (), logged.at.date()
        if about not in self._asks:
            self._asks[about] = self._asked(logged, desk)
        return self._asks[about]

    def _asked(self, logged: Logged, desk: Desk) -> _Ask | None:
        day = logged.at.date()
        answer = _again(desk, logged.text, logged.topic, day)
        if isinstance(answer, Found) or (isinstance(answer, Unknown) and answer.reason in NO_DEMAND):
            return None
        words = self._words(logged.text)
        if logged.picked:
            topic = self._picked_topic(logged)
            return _Ask(words, topic, picked=True) if topic else None
        open_topic = isinstance(answer, Unknown) and answer.reason is Reason.NOT_HELD and answer.topic
        return _Ask("", open_topic) if open_topic else _Ask(words)

    def _in_words(self, ask: _Ask, text: str) -> _Ask:
        """The same, told by its words and not by the open topic that it falls on."""
        return ask if ask.picked else _Ask(self._words(text))

    def _words(self, text: str) -> str:
        """Equal for texts that differ only in fillers, order, dates and places; of fillers alone it is the text."""
        return self._learned.index.reader.read(text, today=_ANY_DAY).key or normalise(text)

    def _picked_topic(self, logged: Logged) -> Topic | None:
        facts = (self._learned.store.fact(fact) for fact in logged.facts) if logged.picked else ()
        return next((fact.topic for fact in facts if fact), None)

    def _declined(self, desk: Desk) -> frozenset[_Ask]:
        """What curators do not want asked of them: the words of each, and the open topic that these fall on."""
        declined = self._log.declined()
        for told in declined:
            if told not in self._aside:
                self._aside[told] = frozenset(self._asks_of(told, desk))
        return frozenset[_Ask]().union(*(self._aside[told] for told in declined))

    def _asks_of(self, told: str, desk: Desk) -> Iterator[_Ask]:
        yield _Ask(self._words(told))
        question, _, name = told.rpartition(_PICKED)
        if question and (topic := next((t for t in self._learned.store.topics() if t.id == name), None)):
            yield _Ask(self._words(question), topic, picked=True)
        answer = _again(desk, told, "", _ANY_DAY)
        if isinstance(answer, Unknown) and answer.reason is Reason.NOT_HELD and answer.topic:
            yield _Ask("", answer.topic)

    def _is_held(self, topic: Topic) -> bool:
        store = self._learned.store
        return any(entry.facts for entry in store.family(topic.root))


def _group(ask: _Ask, every: Iterable[Logged]) -> Demanded:
    newest, *older = sorted(every, key=lambda logged: -logged.line)
    askers = newest.askers.union(*(logged.askers for logged in older))
    questions = (newest.text, *(logged.text for logged in older))
    return Demanded(newest.line, questions, len(askers), newest.at, ask.topic, ask.picked)


def _again(desk: Desk, text: str, topic: str, day: date) -> Answer:
    """The answer as of that day, leaning on what it leaned on then."""
    return desk.answer(text, today=day, before=Turn(text, topic) if topic else None)


def _declining(group: Demanded) -> str:
    question = group.questions[0]
    return f"{question}{_PICKED}{group.topic.id}" if group.picked and group.topic else question

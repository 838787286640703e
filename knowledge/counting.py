"""How the bot is used, and how well the table serves: counted from the log."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from knowledge.facts import Fact, Topic
from knowledge.judging import NOT_FOR_THE_TABLE
from knowledge.stamps import fact_stamp
from knowledge.store.sqlite import SqliteStore

MOST_ASKED: Final = 5
"""Topics, and facts that people dislike, which a phone shows beside all else."""


@dataclass(frozen=True, slots=True)
class Day:
    """Questions of one day by what came of them; small talk is none."""

    day: date
    answered: int = 0
    asked_back: int = 0
    unanswered: int = 0

    @property
    def questions(self) -> int:
        return self.answered + self.asked_back + self.unanswered


@dataclass(frozen=True, slots=True)
class Thumbs:
    """What people think of a fact as it stands."""

    fact: Fact
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Stats:
    """All that curators are told; `days` has every day, oldest first. `held` is how many facts the table has."""

    days: tuple[Day, ...]
    people: int
    chinese: int
    small_talk: int
    picked: int
    none_meant: int
    topics: tuple[tuple[Topic, int], ...]
    up: int
    down: int
    disliked: tuple[Thumbs, ...]
    held: int
    never: tuple[Fact, ...]
    due: tuple[Fact, ...]

    @property
    def questions(self) -> int:
        return sum(day.questions for day in self.days)

    @property
    def answered(self) -> int:
        return sum(day.answered for day in self.days)

    @property
    def asked_back(self) -> int:
        return sum(day.asked_back for day in self.days)

    @property
    def unanswered(self) -> int:
        return sum(day.unanswered for day in self.days)


class Counting:
    def __init__(self, store: SqliteStore) -> None:
        self._store = store

    def stats(self, *, today: date, days: int) -> Stats:
        """Of so many days, today being the last."""
        store = self._store
        with store.reading():
            log, first = store.log, today - timedelta(days=days - 1)
            counts = log.daily(first)
            facts = tuple(fact for entry in store.entries() for fact in entry.facts)
            asked = log.answering()
            thumbs = tuple(self._thumbs(facts))
            return Stats(
                days=tuple(_day(counts, first + timedelta(days=n)) for n in range(days)),
                people=log.people(first),
                chinese=log.chinese(first),
                small_talk=_total(counts, "talk"),
                picked=_total(counts, "pick"),
                none_meant=_total(counts, "none"),
                topics=tuple(self._most_asked(log.topics(first))),
                up=sum(each.up for each in thumbs),
                down=sum(each.down for each in thumbs),
                disliked=tuple(sorted((t for t in thumbs if t.down), key=lambda t: (-t.down, t.up))[:MOST_ASKED]),
                held=len(facts),
                never=tuple(fact for fact in facts if fact.id not in asked),
                due=store.due(today),
            )

    def _most_asked(self, counts: Counter[str]) -> list[tuple[Topic, int]]:
        """By families: a place's topic is asked for by the words of the whole country's."""
        held = {topic.id: topic for topic in self._store.topics()}
        roots: Counter[str] = Counter()
        for name, count in counts.items():
            if name in held and not name.startswith(NOT_FOR_THE_TABLE):
                roots[held[name].root] += count
        return [(held[root], count) for root, count in roots.most_common(MOST_ASKED)]

    def _thumbs(self, facts: Iterable[Fact]) -> list[Thumbs]:
        voted = self._store.log.voted()
        each = ((fact, voted.get((fact.id, str(fact_stamp(fact))))) for fact in facts)
        return [Thumbs(fact, *count) for fact, count in each if count]


def _day(counts: dict[tuple[str, str], int], day: date) -> Day:
    at = day.isoformat()
    return Day(day, counts.get((at, "answer"), 0), counts.get((at, "choose"), 0), counts.get((at, "unknown"), 0))


def _total(counts: dict[tuple[str, str], int], outcome: str) -> int:
    return sum(count for (_, each), count in counts.items() if each == outcome)

"""Questions that lean on the turn before: "and in 2021?", "and the profits?", "source?"."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.facts import Concept, Kind
from knowledge.holdings import Holdings
from knowledge.index import Index
from knowledge.judging import Judged, Leaning, lead_of
from knowledge.matching import rank
from knowledge.places import Places, name_of
from knowledge.questions import Answer, Found, Reading, Reason, Scored, Several, Turn, Unknown
from knowledge.reading import Question, Read
from knowledge.selecting import ENDS, MOVING
from knowledge.store.protocol import Held
from knowledge.thresholds import Thresholds

SOURCE_ASKED: Final = "talk-source"
"""The topic of "source?" and "says who": after an answer, it is shown again."""

LEANING: Final = ENDS | MOVING
"""What a question may be made of that names no topic by itself: "and at the start?"."""

SHORT: Final = 10
"""Words of a question that may lean on the one before; longer ones say what they are about."""


@dataclass(frozen=True, slots=True)
class FollowUps:
    index: Index
    store: Held
    places: Places
    read: Read
    holdings: Holdings
    thresholds: Thresholds

    def judge(self, question: Question, before: Turn, alone: Judged, today: date) -> Judged | None:
        """What comes of a question that leans on the turn before; None where it stands by itself."""
        answer = alone.answer
        if isinstance(answer, Unknown) and answer.topic and answer.topic.id == SOURCE_ASKED:
            again = self._again(before, answer.reading)
            return replace(alone, answer=again, leaning=Leaning.FACTS) if again else None
        if isinstance(answer, Found) or before.topic not in self.places:
            return None
        topic = self.places.root(before.topic)
        named = self.places.root(topic.root) if question.places else topic
        carried = named.title("zh" if question.chinese else "en")
        if not question.content and (question.periods or question.places or question.kinds & LEANING):
            there = replace(question, places=question.places or (Concept(name_of(topic.place), (), Kind.PLACE),))
            meant = self.holdings.meant(there, topic.root)
            return replace(alone, answer=_carrying(carried, meant), leading=meant, doubts=(), leaning=Leaning.TOPIC)
        if (isinstance(answer, Several) or answer.reason is Reason.NO_MATCH) and len(question.tokens) <= SHORT:
            return self._of_both(question, self.read(before.question, today=today), carried)
        return None

    def _of_both(self, question: Question, before: Question, carried: str) -> Judged | None:
        """What the words of both make clear, if it is another topic: "share of revenue?", "and the profits?"."""
        both = replace(
            question, features=question.features | before.features, signals=question.signals | before.signals
        )
        matches = rank(both, self.index)
        fresh = rank(before, self.index)[:1]
        needed = self.thresholds.confident
        if not matches or lead_of(matches) < needed or matches[0].topic in {match.topic for match in fresh}:
            return None
        meant = self.holdings.answer(question, matches[0])
        return Judged(
            _carrying(carried, meant), both, matches, meant, needed=needed, leaning=Leaning.WORDS, before=before
        )

    def _again(self, before: Turn, reading: Reading) -> Found | None:
        """The facts of the turn before once more: "source?" is in each of them."""
        facts = tuple(fact for name in before.facts if (fact := self.store.fact(name)))
        carried = facts[0].topic.title("zh" if reading.chinese else "en") if facts else ""
        return Found(replace(reading, carried=carried), tuple(Scored(fact, 1.0) for fact in facts)) if facts else None


def _carrying(topic: str, answer: Found | Unknown) -> Answer:
    return replace(answer, reading=replace(answer.reading, carried=topic))

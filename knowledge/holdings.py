"""What the table holds of a topic that is asked about: facts of its places, or why there are none."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from knowledge.claims import Claim, Verdict, judge
from knowledge.facts import UNSTATED, Fact
from knowledge.index import Index
from knowledge.judging import reading_of
from knowledge.matching import Match, sure
from knowledge.places import Places, title_of
from knowledge.questions import Found, Reading, Reason, Scored, Unknown
from knowledge.reading import Question, Read
from knowledge.selecting import MOVING, Selected, select
from knowledge.store.protocol import Held


@dataclass(frozen=True, slots=True)
class Holdings:
    """Which topic is meant is known here; whether it is, is decided elsewhere."""

    index: Index
    store: Held
    places: Places
    read: Read

    def meant(self, question: Question, root: str) -> Found | Unknown:
        """What a question gets if that topic is surely meant."""
        return self.answer(question, sure(root, self.index))

    def answer(self, question: Question, match: Match) -> Found | Unknown:
        """The same, of a topic that the question's words lead to."""
        reading, selected = self.reading(question, match), self._select(question, match)
        if selected.reason:
            topic = self.places.root(match.topic)
            there, _ = self.places.members(match.topic, question)
            held = tuple(fact for each in there for fact in self.store.facts(each.id))
            nearest = _by_distance(held or self.nearest(match.topic), question)
            return Unknown(reading, selected.reason, nearest, topic, selected.detail)
        scored = _scored(selected.facts, match)
        return Found(reading, scored, selected.computed, claim=_claim(question, selected.facts))

    def facts(self, question: Question, match: Match) -> tuple[Fact, ...]:
        """Those that answer it, if any do."""
        return self._select(question, match).facts

    def scored(self, question: Question, match: Match) -> tuple[Scored, ...]:
        return _scored(self.facts(question, match), match)

    def nearest(self, root: str) -> tuple[Fact, ...]:
        """What is held of a topic in its own place, else anywhere."""
        family = self.places.family(root)
        return next((facts for topic in family if (facts := self.store.facts(topic.id))), ())

    def reading(self, question: Question, match: Match) -> Reading:
        return reading_of(question, self.index.features_of(match.number))

    def _select(self, question: Question, match: Match) -> Selected:
        """The facts of the places asked about; a topic without any is open."""
        question = self._without_own(question, match)
        topics, unheld = self.places.members(match.topic, question)
        if unheld and self.nearest(match.topic):
            return Selected((), reason=Reason.PLACE, detail=title_of(unheld[0]))
        if question.strangers and self.nearest(match.topic):
            return Selected((), reason=Reason.MEASURE, detail=question.strangers[0])
        each = [select(question, facts) for topic in topics if (facts := self.store.facts(topic.id))]
        held = tuple(fact for selected in each for fact in selected.facts)
        if held:
            return Selected(held, each[0].computed if len(each) == 1 else None)
        return each[0] if each else Selected((), reason=Reason.NOT_HELD)

    def _without_own(self, question: Question, match: Match) -> Question:
        """Without what the topic is about: a growth is not asked how it moved, nor are its own subjects strangers."""
        if not (question.strangers or question.kinds & MOVING):
            return question
        titles = [self.read(t.text, today=date.min) for t in self.places.root(match.topic).titles]
        moves, names = any(t.kinds & MOVING for t in titles), any(t.strangers for t in titles)
        kinds = question.kinds - MOVING if moves else question.kinds
        names = names or bool(question.subjects and self.index.speaks_of(question.subjects, match.number))
        return replace(question, kinds=kinds, strangers=() if names else question.strangers)


def _by_distance(facts: tuple[Fact, ...], question: Question) -> tuple[Fact, ...]:
    """Those that hold for the time nearest to what was asked about first; all in order where no time was."""
    if not question.periods:
        return facts
    asked = question.periods[0].end
    ends = {fact.id: asked if fact.period is UNSTATED else fact.period.end for fact in facts}
    return tuple(sorted(facts, key=lambda fact: abs(ends[fact.id] - asked)))


def _claim(question: Question, facts: tuple[Fact, ...]) -> Claim | None:
    """What one fact makes of the question's figure; its own figure given back is no claim."""
    figure = facts[0].figure if len(facts) == 1 else None
    claim = judge(question.figures, figure) if figure else None
    return None if claim and figure and claim.said.value == figure.value and claim.verdict is Verdict.AGREES else claim


def _scored(facts: Iterable[Fact], match: Match) -> tuple[Scored, ...]:
    """With the topic's score, as it is shown."""
    score = max(0.0, min(1.0, match.score))
    return tuple(Scored(fact, score) for fact in facts)

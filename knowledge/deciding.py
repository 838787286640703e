"""Ranked topics to one answer: the one that leads and is not doubted, a choice between some, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from knowledge.facts import UNSTATED, Fact, Kind
from knowledge.holdings import Holdings
from knowledge.index import Index
from knowledge.judging import (
    NOT_FOR_THE_TABLE,
    UNSURE,
    Doubt,
    Judged,
    doubts_of,
    lead_of,
    reading_of,
    word_elsewhere,
)
from knowledge.matching import Match
from knowledge.places import Places
from knowledge.questions import Answer, Found, Reason, Several, Unknown
from knowledge.reading import Question
from knowledge.selecting import is_dated, published_in
from knowledge.thresholds import Thresholds

CHOICES: Final = 3
"""A phone shows three buttons without scrolling."""

NO_FIGURES: Final = frozenset({Kind.REASON, Kind.NAMES})
"""Asks for what no figure is."""


@dataclass(frozen=True, slots=True)
class Decider:
    """A wrong figure costs more than a missing one, and a question back less than either."""

    index: Index
    places: Places
    holdings: Holdings
    thresholds: Thresholds

    def decide(self, question: Question, matches: tuple[Match, ...], needed: float, *, alone: bool = False) -> Judged:
        """The answer to one question, whose best topic has to lead by what is `needed`; `alone`, it is no part."""
        judged = partial(Judged, question=question, matches=matches, needed=needed)
        if question.foreign or not matches or matches[0].score <= 0:
            reason = Reason.OTHER_LANGUAGE if question.foreign else Reason.NO_MATCH
            return judged(Unknown(reading_of(question), reason))
        best, topic = matches[0], self.places.root(matches[0].topic)
        if topic.id.startswith(NOT_FOR_THE_TABLE):
            return judged(Unknown(self.holdings.reading(question, best), Reason.NOT_A_QUESTION, topic=topic))
        leading, lead = self.holdings.answer(question, best), lead_of(matches)
        doubts, stray = self._doubts(question, best, lead, leading, alone=alone)
        judged = partial(judged, leading=leading, stray=stray)
        if isinstance(leading, Found):
            if _is_undated(question, leading) and (dated := self._of_the_period(question, matches[1:])):
                return judged(Several(leading.reading, dated), doubts=(Doubt.UNDATED,))
            if lead >= self.thresholds.confident and not doubts:
                return judged(leading)
        return judged(self._unsure(question, matches, leading), doubts=doubts)

    def _doubts(
        self, question: Question, best: Match, lead: float, leading: Found | Unknown, *, alone: bool
    ) -> tuple[tuple[Doubt, ...], str]:
        """What speaks against answering from the best topic, and the word that tells of another matter, if one does."""
        said, stray = self.index.features_of(best.number), ""
        doubts = tuple(doubts_of(question, said, lead))
        if isinstance(leading, Found):
            if alone and lead < UNSURE and not best.said and not doubts:
                stray = word_elsewhere(question, said, self.index, self._is_open)
                doubts = (Doubt.STRAY,) if stray else ()
            if question.kinds & NO_FIGURES and any(scored.fact.figure for scored in leading.facts):
                doubts = (*doubts, Doubt.NO_FIGURE)
        return doubts, stray

    def _is_open(self, topic: str) -> bool:
        return not self.holdings.nearest(topic)

    def _unsure(self, question: Question, matches: tuple[Match, ...], answer: Found | Unknown) -> Answer:
        """What may be meant, if anything; what is surely not held stays so."""
        lead = lead_of(matches)
        unheld = isinstance(answer, Unknown) and answer.reason is Reason.PLACE
        choices = self._of_places(question, matches) if unheld else self._choices(question, matches)
        if isinstance(answer, Unknown) and not (choices and answer.reason in {Reason.PLACE, Reason.NOT_HELD}):
            return answer
        weak = lead < self.thresholds.plausible and len(choices) < 2  # noqa: PLR2004 - one weak guess is no choice
        if weak or not choices:
            return Unknown(answer.reading, Reason.NO_MATCH, choices)
        return Several(answer.reading, choices)

    def _of_the_period(self, question: Question, matches: Sequence[Match]) -> tuple[Fact, ...]:
        """The figures held for the period asked about that come next."""
        near = (match for match in matches if match.score > self.thresholds.plausible)
        facts = (fact for match in near for fact in self.holdings.facts(question, match))
        return tuple(fact for fact in facts if fact.figure)[:CHOICES]

    def _choices(self, question: Question, matches: tuple[Match, ...]) -> tuple[Fact, ...]:
        """What the topics hold that come close to the best."""
        near = max(matches[0].score - self.thresholds.confident, 0)
        close = [match for match in matches if match.score > near]
        return tuple(fact for match in close for fact in self.holdings.facts(question, match))[:CHOICES]

    def _of_places(self, question: Question, matches: tuple[Match, ...]) -> tuple[Fact, ...]:
        """What is held of the places asked about under other titles: what the words speak for."""
        there = {topic.root for place in question.places for topic in self.places.of(place.name)}
        near = [match for match in matches if match.topic in there and match.score > 0]
        return tuple(fact for match in near for fact in self.holdings.facts(question, match))[:CHOICES]


def _is_undated(question: Question, answer: Found) -> bool:
    """Whether a year was asked for, and words without one are the answer: "little giants 2021"."""
    if not any(is_dated(period) for period in question.periods):
        return False
    facts = [scored.fact for scored in answer.facts]
    if any(fact.figure or fact.period is not UNSTATED for fact in facts):
        return False
    return not question.matter or not any(published_in(fact, question.periods[0]) for fact in facts)

"""A question to the topics that it may be about, best first: by its words, its places and its figures."""

from dataclasses import dataclass, replace
from typing import Final

from knowledge.index import Index
from knowledge.matching import SAID_BEFORE, Match, Ranked, sure
from knowledge.places import Places
from knowledge.reading import Question
from knowledge.selecting import is_named
from knowledge.store.protocol import Held

HELD_THERE: Final = 0.2
"""What it adds to a topic to be held for the place asked about: few are, and people ask where there is something."""


@dataclass(frozen=True, slots=True)
class Ranker:
    index: Index
    store: Held
    places: Places
    ranked: Ranked

    def rank(self, question: Question) -> tuple[Match, ...]:
        """The topics compared. Where a place is named, what is held there is ahead."""
        matches = self.ranked(question, self.index, lambda topic: bool(self.store.facts(topic)))
        if question.only_a_figure:
            return self._given_back(question, matches)
        if not (there := self.places.elsewhere(question)):
            return matches
        lifted = (
            replace(match, score=match.score + HELD_THERE, there=HELD_THERE)
            if self.places.has(match.topic, there)
            else match
            for match in matches
        )
        return tuple(sorted(lifted, key=lambda match: -match.score))

    def _given_back(self, question: Question, matches: tuple[Match, ...]) -> tuple[Match, ...]:
        """A figure that one topic alone holds is as good as a phrasing of it: "17,600, what is that?"."""
        ranked = {match.number for match in matches}
        weights = self.index.weights([feature for feature in question.features if feature.startswith("#")])
        numbers = {number for weight in weights.values() for number, value in weight.topics.items() if value > 0}
        others = [sure(topic, self.index) for topic in self.index.topics(sorted(numbers - ranked)).values()]
        heard = [*matches, *others]
        holding = [m for m in heard if any(is_named(fact, question) for fact in self.store.facts(m.topic))]
        if not holding and not question.content - question.figure_words:
            return ()  # "{0} %s"
        if len(holding) != 1:
            return matches
        best = matches[0].score if matches else 0.0
        given = replace(holding[0], score=best + SAID_BEFORE, said=True)
        return (given, *(match for match in matches if match is not holding[0]))

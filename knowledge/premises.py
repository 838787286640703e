"""What a question takes for granted: its clauses that only tell a figure, and what it asks beside them."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.facts import Fact, Kind
from knowledge.parting import asks_what, counts_what, parts, sentences, tells
from knowledge.periods import read_periods
from knowledge.ranking import Ranker
from knowledge.reading import Question, Read
from knowledge.selecting import ENDS, MOVING, is_named
from knowledge.store.protocol import Held
from knowledge.words import normalise

LEANING_ON_TOLD: Final = ENDS | MOVING | {Kind.NOW}
"""What a question may be made of where a clause beside it tells a figure: "it was 5,000; and now?"."""


@dataclass(frozen=True, slots=True)
class Premises:
    store: Held
    read: Read
    ranker: Ranker

    def beside(self, question: Question, today: date) -> tuple[Question | None, tuple[Fact, ...]]:
        """What is asked besides, and the facts that clauses tell: "they take 13.7 percent of profits, so what …"."""
        if not question.figures:
            return None, ()
        normal = normalise(question.text)
        clauses = [
            part
            for sentence in sentences(normal)
            for part in parts(sentence, read_periods(sentence, today=today)) or (sentence,)
        ]
        told = {
            text: facts
            for text in clauses
            if tells(text) and (facts := self._told(self.read(text, today=today), today))
        }
        for text in told:
            normal = normal.replace(text, " ")
        rest = self.read(normal.strip(" ,;.:，；。："), today=today)
        besides = rest.matter - rest.figure_words or rest.kinds & LEANING_ON_TOLD or counts_what(rest.text)
        if not told or not asks_what(rest.text) or not besides:
            return None, ()
        return rest, tuple(fact for facts in told.values() for fact in facts)

    def _told(self, clause: Question, today: date) -> tuple[Fact, ...]:
        """The facts whose figure a clause gives."""
        if not clause.figures:
            return ()
        rest = self.read(clause.without_figures, today=today)
        if not (rest.content - rest.figure_words or rest.periods or rest.kinds & ENDS):
            return ()  # "around 90%, what is that": it only names it
        matches = self.ranker.rank(clause)[:1]
        return tuple(fact for match in matches for fact in self.store.facts(match.topic) if is_named(fact, clause))

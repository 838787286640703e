"""Matches to one answer: the three outcomes, and why."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from knowledge.additions import Additions
from knowledge.deciding import Decider
from knowledge.decomposing import Decomposer
from knowledge.facts import Topic
from knowledge.followups import FollowUps
from knowledge.holdings import Holdings
from knowledge.index import Index
from knowledge.judging import NOT_FOR_THE_TABLE, Judged, Leaning, reading_of
from knowledge.matching import Ranked, rank
from knowledge.places import Places
from knowledge.preferring import Preferring
from knowledge.premises import LEANING_ON_TOLD, Premises
from knowledge.questions import Answer, Found, Reason, Scored, Turn, Unknown
from knowledge.ranking import Ranker
from knowledge.reading import Question
from knowledge.store.protocol import Held
from knowledge.thresholds import DEFAULT, Thresholds

READ_AGAIN: Final = 300
"""Texts that are kept as they were read: a question's parts, and titles. A megabyte or two."""


class Desk:
    """Answers from one table; the same question on the same day gets the same answer."""

    def __init__(self, index: Index, store: Held, thresholds: Thresholds = DEFAULT, *, ranked: Ranked = rank) -> None:
        # A part of a question may be all of it, and the same titles are compared with many questions.
        self._read = read = lru_cache(READ_AGAIN)(index.reader.read)
        self._places = places = Places(store.topics())
        self._additions = Additions(index, store, places)
        self._holdings = holdings = Holdings(index, store, places, read)
        self._ranker = ranker = Ranker(index, store, places, ranked)
        self._decider = decider = Decider(index, places, holdings, thresholds)
        self._decomposer = Decomposer(index, read, ranker, holdings, decider, thresholds)
        self._premises = Premises(store, read, ranker)
        self._follow_ups = FollowUps(index, store, places, read, holdings, thresholds)
        self.thresholds = thresholds

    def answer(self, text: str, *, today: date, before: Turn | None = None) -> Answer:
        """The answer by itself, or, where it needs one, with what the turn before was about."""
        return self.judge(text, today=today, before=before).answer

    def judge(self, text: str, *, today: date, before: Turn | None = None) -> Judged:
        """The same, with the steps that led to it."""
        question = self._read(text, today=today)
        if not question.tokens:
            return Judged(Unknown(reading_of(question), Reason.EMPTY), question)
        if asked := self._decomposer.without_courtesies(text, today):
            question = replace(self._read(asked, today=today), text=text)
        alone = self._alone(question, today)
        if self._additions:
            alone = Preferring(self._additions, self._if_meant).judge(question, alone)
        return (before and self._follow_ups.judge(question, before, alone, today)) or alone

    def suggest(self, text: str, *, today: date, limit: int) -> tuple[Scored, ...]:
        """Facts that may be meant, best first: what the question selects of each topic in turn."""
        question = self._read(text, today=today)
        near = (self._if_meant(question, each.topic.id) for each in self._additions.weigh(question) if each.near)
        found = [scored for answer in near if isinstance(answer, Found) for scored in answer.facts]
        for match in self._ranker.rank(question):
            said = match.score > self.thresholds.plausible and not match.topic.startswith(NOT_FOR_THE_TABLE)
            if not said or len(found) >= limit:
                break
            found += self._holdings.scored(question, match)
        once: dict[str, Scored] = {}
        for scored in found:
            once.setdefault(scored.fact.id, scored)
        return tuple(once.values())[:limit]

    def topic(self, root: str) -> Topic:
        """The topic whose phrasings a family shares."""
        return self._places.root(root)

    def _alone(self, question: Question, today: date) -> Judged:
        """The answer to what is asked; what a clause beside it already tells is no part of that."""
        rest, told = self._premises.beside(question, today)
        if rest is None:
            return self._answered(question, today)
        beside = self._answered(rest, today)
        if not isinstance(beside.answer, Found) and not rest.content and rest.kinds & LEANING_ON_TOLD:
            meant = self._holdings.meant(rest, told[0].topic.root)
            beside = Judged(meant, rest, leading=meant, leaning=Leaning.TOPIC)
        alone = beside if isinstance(beside.answer, Found) else self._answered(question, today)
        nothing_new = isinstance(alone.answer, Found) and all(scored.fact in told for scored in alone.answer.facts)
        return _asked_as(question.text, beside) if alone is beside or nothing_new else alone

    def _answered(self, question: Question, today: date) -> Judged:
        """Part by part, or as a whole."""
        parts = self._decomposer.judge(question, today)
        return parts or self._decider.decide(
            question, self._ranker.rank(question), self.thresholds.confident, alone=True
        )

    def _if_meant(self, question: Question, root: str) -> Found | Unknown:
        """What a question gets if that topic is meant, with which its words were compared one by one."""
        held = tuple(place for place in question.places if self._places.has(root, [place.name]))
        return self._holdings.meant(replace(self._additions.within(question, root), places=held), root)


def _asked_as(text: str, judged: Judged) -> Judged:
    """The same, said to have been asked in all those words."""
    reading = replace(judged.answer.reading, question=text)
    return replace(judged, answer=replace(judged.answer, reading=reading))

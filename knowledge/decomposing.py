"""Several things asked at once, each by itself: the parts of a question, and what each of them asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from knowledge.deciding import Decider
from knowledge.facts import Fact, Kind
from knowledge.holdings import Holdings
from knowledge.index import Index
from knowledge.judging import COURTESIES, NOT_FOR_THE_TABLE, Judged, Leaning, lead_of, reading_of
from knowledge.matching import Match
from knowledge.parting import asks, explains, of_them, parts, ruled_out, sentences
from knowledge.periods import read_periods
from knowledge.questions import Found, Reason, Unknown
from knowledge.ranking import Ranker
from knowledge.reading import Question, Read
from knowledge.selecting import ENDS
from knowledge.thresholds import Thresholds
from knowledge.words import normalise

CLEAR_ENOUGH_TO_MISS: Final = 0.6
"""The score of a part that certainly asks for something, though not clearly what: it is named as not understood."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a question, and what it may ask by itself."""

    question: Question
    matches: tuple[Match, ...]
    thresholds: Thresholds
    listed: bool = False
    """Whether it stands among others that ask."""

    @property
    def asks(self) -> bool:
        return asks(self.question.text)

    @property
    def topic(self) -> str:
        """What it is about; "" where that is not clear."""
        return self.matches[0].topic if lead_of(self.matches) >= self.needed else ""

    @property
    def needed(self) -> float:
        """The lead that makes it clear."""
        confident, apart = self.thresholds.confident, self.thresholds.apart
        named = bool(self.question.content) if self.asks else len(self.question.content) > 1
        if self.listed and named and self.matches and self.matches[0].score >= CLEAR_ENOUGH_TO_MISS:
            return confident if self.asks else apart
        return apart if self.asks else 2 * apart  # "… , tell me both"

    @property
    def stands(self) -> bool:
        """Whether it is more than a period: "how many now" asks, of no other word; "in 2024" is of what was asked."""
        return bool(self.question.matter or (self.asks and self.topic))

    @property
    def is_of_them(self) -> bool:
        """Whether it asks about some of those before: where they are is not said of all."""
        return of_them(self.question.text)

    @property
    def timed(self) -> bool:
        return bool(self.question.periods or self.question.kinds & (ENDS | {Kind.NOW}))


@dataclass(frozen=True, slots=True)
class Decomposer:
    index: Index
    read: Read
    ranker: Ranker
    holdings: Holdings
    decider: Decider
    thresholds: Thresholds

    def judge(self, question: Question, today: date) -> Judged | None:
        """Several things asked at once, each clear by itself: all of them, and what is not held or not clear."""
        normal = normalise(question.text)
        read = [self.read(text, today=today) for text in parts(normal, read_periods(normal, today=today))]
        if len(read) == 2 and _is_only_a_figure(read[0]) and not read[1].figures:  # noqa: PLR2004
            return None  # "around 90%, what does that stand for"
        judged = tuple(self._of_parts(question, read))
        answers = [part.answer for part in judged]
        facts = {scored.fact.id: scored for part in answers if isinstance(part, Found) for scored in part.facts}
        missing = {part.topic or part.detail: part for part in answers if isinstance(part, Unknown)}
        asked = {scored.fact.topic for scored in facts.values()} | missing.keys()
        if not facts or (len(asked) < 2 and len(facts) < 2):  # noqa: PLR2004 - one thing asked is no list
            return None
        found = Found(reading_of(question), tuple(facts.values()), missing=tuple(missing.values()))
        return Judged(found, question, parts=judged)

    def _of_parts(self, question: Question, read: Sequence[Question]) -> Iterator[Judged]:
        """The parts that ask something."""
        heard = tuple(map(self._part_of, read))
        if any(part.topic for part in heard):  # a list: what stands in it asks as its neighbours do
            heard = tuple(replace(part, listed=True) for part in heard)
        last: Fact | None = None
        doubtful = False
        for part, asked in self._asked(question, heard):
            leans = bool(doubtful or (last and last.figure)) and not part.question.content
            judged: Judged | None = None
            if part.stands and not leans:
                judged = self._part(asked, part)
                last = judged.answer.facts[0].fact if judged and isinstance(judged.answer, Found) else last
                doubtful = doubtful or not (judged and isinstance(judged.answer, Found))
            elif last and part.timed:  # "R&D in 2023 and 2024"; "…, and if so, how many?" was answered
                meant = self.holdings.meant(asked, last.topic.root)
                judged = Judged(meant, asked, leading=meant, leaning=Leaning.TOPIC)
            if judged:
                yield judged

    def _asked(self, question: Question, heard: tuple[_Part, ...]) -> Iterator[tuple[_Part, Question]]:
        """What each part asks, with what is said of all. A place or a stranger is everybody's, wherever it stands."""
        # "In 2024, how many …", "Going into the plan, how many …": what only says when is said of all that follows.
        when = [part.question for part in heard[:1] if not (part.stands and part.topic)]
        periods = tuple(period for part in when for period in part.periods)
        ends = frozenset(kind for part in when for kind in part.kinds & ENDS)
        others = self._strangers_to_all(question, heard)
        places = tuple(
            p for p in question.places if not any(p in part.question.places and part.is_of_them for part in heard)
        )
        for part in _without_remarks(heard):
            own = part.question
            yield (
                part,
                replace(
                    own,
                    periods=own.periods or periods,
                    kinds=own.kinds | ends,
                    places=own.places or places,
                    strangers=own.strangers or others,
                ),
            )

    def _part_of(self, read: Question) -> _Part:
        return _Part(read, self.ranker.rank(read), self.thresholds)

    def _strangers_to_all(self, question: Question, heard: Sequence[_Part]) -> tuple[str, ...]:
        """Who else it asks about; not the large buyers of "how many supply large firms, and how many …"."""
        own = {
            stranger
            for part in heard
            if not part.topic or self.index.speaks_of(part.question.subjects, part.matches[0].number)
            for stranger in part.question.strangers
        }
        return tuple(stranger for stranger in question.strangers if stranger not in own)

    def _part(self, asked: Question, part: _Part) -> Judged | None:
        """What a part of a question gets; None where it asks nothing."""
        if not part.matches or part.matches[0].topic.startswith(NOT_FOR_THE_TABLE):
            return None
        judged = self.decider.decide(asked, part.matches, part.needed) if part.topic else None
        answer = judged.answer if judged else None
        if isinstance(answer, Found) or (isinstance(answer, Unknown) and answer.reason is not Reason.NO_MATCH):
            return judged
        if not asks(asked.text) or part.matches[0].score < CLEAR_ENOUGH_TO_MISS:
            return None
        unclear = Unknown(reading_of(asked), Reason.NO_MATCH, detail=asked.text.strip())
        return replace(judged or Judged(unclear, asked, part.matches, needed=part.needed), answer=unclear)

    def without_courtesies(self, text: str, today: date) -> str:
        """What is left when greetings and thanks are taken out of a longer text; "" where there are none."""
        all_of_it = sentences(text)
        if len(all_of_it) == 1:
            return ""
        rest = [each for each in all_of_it if not (ruled_out(each) or self._is_courtesy(each, today))]
        return " ".join(rest) if 0 < len(rest) < len(all_of_it) else ""

    def _is_courtesy(self, sentence: str, today: date) -> bool:
        question = self.read(sentence, today=today)
        if question.periods or question.places or question.figures:
            return False
        said = self.index.said(question)
        topics = [*self.index.topics(said).values()] or [self._part_of(question).topic]
        return all(topic.startswith(COURTESIES) for topic in topics)


def _without_remarks(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Without those that ask nothing new: "how many in 2021, is that right?" does not ask for the latest as well."""
    for at, part in enumerate(parts):
        if ruled_out(part.question.text) or (at and explains(part.question.text) and not part.timed):
            continue
        timed = [at for at, other in enumerate(parts) if other.timed and part.topic and other.topic == part.topic]
        first = part.asks and at < min(timed, default=0)
        if part.timed or not timed or first:
            yield part


def _is_only_a_figure(part: Question) -> bool:
    return bool(part.figures) and not part.without_figures.strip(" ,.:，。：")

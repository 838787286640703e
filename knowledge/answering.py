"""Matches to one answer: the three outcomes, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Final

from knowledge.additions import Additions
from knowledge.claims import Claim, Verdict, judge
from knowledge.facts import UNSTATED, Concept, Fact, Kind, Topic
from knowledge.index import Index
from knowledge.judging import (
    COURTESIES,
    NOT_FOR_THE_TABLE,
    UNSURE,
    Doubt,
    Judged,
    Leaning,
    doubts_of,
    lead_of,
    reading_of,
    word_elsewhere,
)
from knowledge.matching import SAID_BEFORE, Match, Ranked, rank, sure
from knowledge.parting import asks, asks_what, counts_what, explains, of_them, parts, ruled_out, sentences, tells
from knowledge.periods import read_periods
from knowledge.places import Places, name_of, title_of
from knowledge.preferring import Preferring
from knowledge.questions import Answer, Found, Reading, Reason, Scored, Several, Turn, Unknown
from knowledge.reading import Question
from knowledge.selecting import ENDS, MOVING, Selected, is_dated, is_named, published_in, select
from knowledge.store.protocol import Held
from knowledge.thresholds import DEFAULT, Thresholds
from knowledge.words import normalise

HELD_THERE: Final = 0.2
"""What it adds to a topic to be held for the place asked about: few are, and people ask where there is something."""

CLEAR_ENOUGH_TO_MISS: Final = 0.6
"""The score of a part that certainly asks for something, though not clearly what: it is named as not understood."""

CHOICES: Final = 3
"""A phone shows three buttons without scrolling."""

SOURCE_ASKED: Final = "talk-source"
"""The topic of "source?" and "says who": after an answer, it is shown again."""

NO_FIGURES: Final = frozenset({Kind.REASON, Kind.NAMES})
"""Asks for what no figure is."""

LEANING: Final = ENDS | MOVING
"""What a question may be made of that names no topic by itself: "and at the start?"."""

LEANING_ON_TOLD: Final = LEANING | {Kind.NOW}
"""What it may be made of where a clause beside it tells a figure: "it was 5,000; and now?"."""

SHORT: Final = 10
"""Words of a question that may lean on the one before; longer ones say what they are about."""


READ_AGAIN: Final = 300
"""Texts that are kept as they were read: a question's parts, and titles. A megabyte or two."""


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


def _without_remarks(parts: Sequence[_Part]) -> Iterator[_Part]:
    """Without those that ask nothing new: "how many in 2021, is that right?" does not ask for the latest as well."""
    for at, part in enumerate(parts):
        if ruled_out(part.question.text) or (at and explains(part.question.text) and not part.timed):
            continue
        timed = [at for at, other in enumerate(parts) if other.timed and part.topic and other.topic == part.topic]
        first = part.asks and at < min(timed, default=0)
        if part.timed or not timed or first:
            yield part


class Desk:
    """Answers from one table; the same question on the same day gets the same answer."""

    def __init__(self, index: Index, store: Held, thresholds: Thresholds = DEFAULT, *, ranked: Ranked = rank) -> None:
        self._index = index
        self._store = store
        self._ranked = ranked
        self.thresholds = thresholds
        self._places = Places(store.topics())
        self._additions = Additions(index, store, self._places)
        # A part of a question may be all of it, and the same titles are compared with many questions.
        self._read = lru_cache(READ_AGAIN)(index.reader.read)

    def answer(self, text: str, *, today: date, before: Turn | None = None) -> Answer:
        """The answer by itself, or, where it needs one, with what the turn before was about."""
        return self.judge(text, today=today, before=before).answer

    def judge(self, text: str, *, today: date, before: Turn | None = None) -> Judged:
        """The same, with the steps that led to it."""
        question = self._read(text, today=today)
        if not question.tokens:
            return Judged(Unknown(reading_of(question), Reason.EMPTY), question)
        if asked := self._without_courtesies(text, today):
            question = replace(self._read(asked, today=today), text=text)
        alone = self._alone(question, today)
        if self._additions:
            alone = Preferring(self._additions, self._if_meant).judge(question, alone)
        return (before and self._following(question, before, alone, today)) or alone

    def _if_meant(self, question: Question, root: str) -> Found | Unknown:
        """The words were compared one by one: none of them is a stranger."""
        held = tuple(place for place in question.places if self._places.has(root, [place.name]))
        return self._of_topic(replace(question, strangers=(), places=held), sure(root, self._index))

    def topic(self, root: str) -> Topic:
        """The topic whose phrasings a family shares."""
        return self._places.root(root)

    def _alone(self, question: Question, today: date) -> Judged:
        """The answer to what is asked; what a clause beside it already tells is no part of that."""
        rest, told = self._beside_what_is_told(question, today)
        if rest is None:
            return self._answered(question, today)
        beside = self._answered(rest, today)
        if not isinstance(beside.answer, Found) and not rest.content and rest.kinds & LEANING_ON_TOLD:
            meant = self._of_topic(rest, sure(told[0].topic.root, self._index))
            beside = Judged(meant, rest, leading=meant, leaning=Leaning.TOPIC)
        alone = beside if isinstance(beside.answer, Found) else self._answered(question, today)
        nothing_new = isinstance(alone.answer, Found) and all(scored.fact in told for scored in alone.answer.facts)
        return _asked_as(question.text, beside) if alone is beside or nothing_new else alone

    def _answered(self, question: Question, today: date) -> Judged:
        return self._each_part(question, today) or self._whole(question)

    def _beside_what_is_told(self, question: Question, today: date) -> tuple[Question | None, tuple[Fact, ...]]:
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
            if tells(text) and (facts := self._told(self._read(text, today=today), today))
        }
        for text in told:
            normal = normal.replace(text, " ")
        rest = self._read(normal.strip(" ,;.:，；。："), today=today)
        besides = rest.matter - rest.figure_words or rest.kinds & LEANING_ON_TOLD or counts_what(rest.text)
        if not told or not asks_what(rest.text) or not besides:
            return None, ()
        return rest, tuple(fact for facts in told.values() for fact in facts)

    def _told(self, clause: Question, today: date) -> tuple[Fact, ...]:
        """The facts whose figure a clause gives."""
        if not clause.figures:
            return ()
        rest = self._read(_without_figures(clause), today=today)
        if not (rest.content - rest.figure_words or rest.periods or rest.kinds & ENDS):
            return ()  # "around 90%, what is that": it only names it
        matches = self._rank(clause)[:1]
        return tuple(fact for match in matches for fact in self._store.facts(match.topic) if is_named(fact, clause))

    def _following(self, question: Question, before: Turn, alone: Judged, today: date) -> Judged | None:
        """What comes of a question that leans on the turn before; None where it stands by itself."""
        answer = alone.answer
        if isinstance(answer, Unknown) and answer.topic and answer.topic.id == SOURCE_ASKED:
            again = self._again(before, answer.reading)
            return replace(alone, answer=again, leaning=Leaning.FACTS) if again else None
        if isinstance(answer, Found) or before.topic not in self._places:
            return None
        topic = self._places.root(before.topic)
        named = self._places.root(topic.root) if question.places else topic
        carried = named.title("zh" if question.chinese else "en")
        if not question.content and (question.periods or question.places or question.kinds & LEANING):
            there = replace(question, places=question.places or (Concept(name_of(topic.place), (), Kind.PLACE),))
            meant = self._of_topic(there, sure(topic.root, self._index))
            return replace(alone, answer=_carrying(carried, meant), leading=meant, doubts=(), leaning=Leaning.TOPIC)
        if (isinstance(answer, Several) or answer.reason is Reason.NO_MATCH) and len(question.tokens) <= SHORT:
            return self._of_both(question, self._read(before.question, today=today), carried)
        return None

    def _of_both(self, question: Question, before: Question, carried: str) -> Judged | None:
        """What the words of both make clear, if it is another topic: "share of revenue?", "and the profits?"."""
        both = replace(
            question, features=question.features | before.features, signals=question.signals | before.signals
        )
        matches = rank(both, self._index)
        fresh = rank(before, self._index)[:1]
        needed = self.thresholds.confident
        if not matches or lead_of(matches) < needed or matches[0].topic in {match.topic for match in fresh}:
            return None
        meant = self._of_topic(question, matches[0])
        return Judged(
            _carrying(carried, meant), both, matches, meant, needed=needed, leaning=Leaning.WORDS, before=before
        )

    def _again(self, before: Turn, reading: Reading) -> Found | None:
        """The facts of the turn before once more: "source?" is in each of them."""
        facts = tuple(fact for name in before.facts if (fact := self._store.fact(name)))
        carried = facts[0].topic.title("zh" if reading.chinese else "en") if facts else ""
        return Found(replace(reading, carried=carried), tuple(Scored(fact, 1.0) for fact in facts)) if facts else None

    def _of_topic(self, question: Question, match: Match) -> Found | Unknown:
        """What a question gets if that topic is meant."""
        reading, selected = self._reading(question, match), self._select(question, match)
        if selected.reason:
            topic = self._places.root(match.topic)
            there, _ = self._places.members(match.topic, question)
            held = tuple(fact for each in there for fact in self._store.facts(each.id))
            nearest = _by_distance(held or self._nearest(match), question)
            return Unknown(reading, selected.reason, nearest, topic, selected.detail)
        scored = tuple(Scored(fact, _shown(match.score)) for fact in selected.facts)
        return Found(reading, scored, selected.computed, claim=_claim(question, selected.facts))

    def _without_courtesies(self, text: str, today: date) -> str:
        """What is left when greetings and thanks are taken out of a longer text; "" where there are none."""
        all_of_it = sentences(text)
        if len(all_of_it) == 1:
            return ""
        rest = [each for each in all_of_it if not (ruled_out(each) or self._is_courtesy(each, today))]
        return " ".join(rest) if 0 < len(rest) < len(all_of_it) else ""

    def _is_courtesy(self, sentence: str, today: date) -> bool:
        question = self._read(sentence, today=today)
        if question.periods or question.places or question.figures:
            return False
        said = self._index.said(question)
        topics = [*self._index.topics(said).values()] or [self._part_of(question).topic]
        return all(topic.startswith(COURTESIES) for topic in topics)

    def suggest(self, text: str, *, today: date, limit: int) -> tuple[Scored, ...]:
        """Facts that may be meant, best first: what the question selects of each topic in turn."""
        question = self._read(text, today=today)
        near = (self._if_meant(question, each.topic.id) for each in self._additions.weigh(question) if each.near)
        found = [scored for answer in near if isinstance(answer, Found) for scored in answer.facts]
        for match in self._rank(question):
            said = match.score > self.thresholds.plausible and not match.topic.startswith(NOT_FOR_THE_TABLE)
            if not said or len(found) >= limit:
                break
            found += (Scored(fact, _shown(match.score)) for fact in self._select(question, match).facts)
        once: dict[str, Scored] = {}
        for scored in found:
            once.setdefault(scored.fact.id, scored)
        return tuple(once.values())[:limit]

    def _rank(self, question: Question) -> tuple[Match, ...]:
        matches = self._ranked(question, self._index, lambda topic: bool(self._store.facts(topic)))
        if question.only_a_figure:
            return self._given_back(question, matches)
        if not (there := self._places.elsewhere(question)):
            return matches
        lifted = (
            replace(match, score=match.score + HELD_THERE, there=HELD_THERE)
            if self._places.has(match.topic, there)
            else match
            for match in matches
        )
        return tuple(sorted(lifted, key=lambda match: -match.score))

    def _given_back(self, question: Question, matches: tuple[Match, ...]) -> tuple[Match, ...]:
        """A figure that one topic alone holds is as good as a phrasing of it: "17,600, what is that?"."""
        ranked = {match.number for match in matches}
        weights = self._index.weights([feature for feature in question.features if feature.startswith("#")])
        numbers = {number for weight in weights.values() for number, value in weight.topics.items() if value > 0}
        others = [sure(topic, self._index) for topic in self._index.topics(sorted(numbers - ranked)).values()]
        heard = [*matches, *others]
        holding = [m for m in heard if any(is_named(fact, question) for fact in self._store.facts(m.topic))]
        if not holding and not question.content - question.figure_words:
            return ()  # "{0} %s"
        if len(holding) != 1:
            return matches
        best = matches[0].score if matches else 0.0
        given = replace(holding[0], score=best + SAID_BEFORE, said=True)
        return (given, *(match for match in matches if match is not holding[0]))

    def _whole(self, question: Question) -> Judged:
        return self._of_matches(question, self._rank(question), self.thresholds.confident, alone=True)

    def _of_matches(
        self, question: Question, matches: tuple[Match, ...], needed: float, *, alone: bool = False
    ) -> Judged:
        judged = partial(Judged, question=question, matches=matches, needed=needed)
        if question.foreign or not matches or matches[0].score <= 0:
            reason = Reason.OTHER_LANGUAGE if question.foreign else Reason.NO_MATCH
            return judged(Unknown(reading_of(question), reason))
        best, topic = matches[0], self._places.root(matches[0].topic)
        if topic.id.startswith(NOT_FOR_THE_TABLE):
            return judged(Unknown(self._reading(question, best), Reason.NOT_A_QUESTION, topic=topic))
        leading, lead = self._of_topic(question, best), lead_of(matches)
        said = self._index.features_of(best.number)
        doubts = tuple(doubts_of(question, said, lead))
        if alone and isinstance(leading, Found) and lead < UNSURE and not best.said and not doubts:
            stray = word_elsewhere(question, said, self._index, self._holds_nothing)
            doubts, judged = ((Doubt.STRAY,), partial(judged, stray=stray)) if stray else (doubts, judged)
        if isinstance(leading, Found):
            if question.kinds & NO_FIGURES and any(scored.fact.figure for scored in leading.facts):
                doubts = (*doubts, Doubt.NO_FIGURE)
            if _is_undated(question, leading) and (dated := self._of_the_period(question, matches[1:])):
                return judged(Several(leading.reading, dated), leading=leading, doubts=(Doubt.UNDATED,))
            if lead >= self.thresholds.confident and not doubts:
                return judged(leading, leading=leading)
        return judged(self._unsure(question, matches, leading), leading=leading, doubts=doubts)

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
        facts = (fact for match in near for fact in self._select(question, match).facts)
        return tuple(fact for fact in facts if fact.figure)[:CHOICES]

    def _select(self, question: Question, match: Match) -> Selected:
        """The facts of the places asked about; a topic without any is open."""
        question = self._without_own(question, match)
        topics, unheld = self._places.members(match.topic, question)
        if unheld and self._nearest(match):
            return Selected((), reason=Reason.PLACE, detail=title_of(unheld[0]))
        if question.strangers and self._nearest(match):
            return Selected((), reason=Reason.MEASURE, detail=question.strangers[0])
        each = [select(question, facts) for topic in topics if (facts := self._store.facts(topic.id))]
        held = tuple(fact for selected in each for fact in selected.facts)
        if held:
            return Selected(held, each[0].computed if len(each) == 1 else None)
        return each[0] if each else Selected((), reason=Reason.NOT_HELD)

    def _without_own(self, question: Question, match: Match) -> Question:
        """Without what the topic is about: a growth is not asked how it moved, nor are its own subjects strangers."""
        if not (question.strangers or question.kinds & MOVING):
            return question
        titles = [self._read(t.text, today=date.min) for t in self._places.root(match.topic).titles]
        moves, names = any(t.kinds & MOVING for t in titles), any(t.strangers for t in titles)
        kinds = question.kinds - MOVING if moves else question.kinds
        names = names or bool(question.subjects and self._index.speaks_of(question.subjects, match.number))
        return replace(question, kinds=kinds, strangers=() if names else question.strangers)

    def _holds_nothing(self, topic: str) -> bool:
        return not any(self._store.facts(member.id) for member in self._places.family(topic))

    def _nearest(self, match: Match) -> tuple[Fact, ...]:
        """What is held of a topic in its own place, else anywhere."""
        family = self._places.family(match.topic)
        return next((facts for topic in family if (facts := self._store.facts(topic.id))), ())

    def _choices(self, question: Question, matches: tuple[Match, ...]) -> tuple[Fact, ...]:
        """What the topics hold that come close to the best."""
        near = max(matches[0].score - self.thresholds.confident, 0)
        close = [match for match in matches if match.score > near]
        return tuple(fact for match in close for fact in self._select(question, match).facts)[:CHOICES]

    def _of_places(self, question: Question, matches: tuple[Match, ...]) -> tuple[Fact, ...]:
        """What is held of the places asked about under other titles: what the words speak for."""
        there = {topic.root for place in question.places for topic in self._places.of(place.name)}
        near = [match for match in matches if match.topic in there and match.score > 0]
        return tuple(fact for match in near for fact in self._select(question, match).facts)[:CHOICES]

    def _each_part(self, question: Question, today: date) -> Judged | None:
        """Several things asked at once, each clear by itself: all of them, and what is not held or not clear."""
        normal = normalise(question.text)
        read = [self._read(text, today=today) for text in parts(normal, read_periods(normal, today=today))]
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
        """The parts that ask something. A place or a stranger is everybody's, wherever it stands."""
        heard = tuple(map(self._part_of, read))
        if any(part.topic for part in heard):  # a list: what stands in it asks as its neighbours do
            heard = tuple(replace(part, listed=True) for part in heard)
        # "In 2024, how many …", "Going into the plan, how many …": what only says when is said of all that follows.
        when = [part.question for part in heard[:1] if not (part.stands and part.topic)]
        periods = tuple(period for part in when for period in part.periods)
        ends = frozenset(kind for part in when for kind in part.kinds & ENDS)
        others = self._strangers_to_all(question, heard)
        places = tuple(
            p for p in question.places if not any(p in part.question.places and part.is_of_them for part in heard)
        )
        last: Fact | None = None
        doubtful = False
        for part in _without_remarks(heard):
            asked = replace(
                part.question,
                periods=part.question.periods or periods,
                kinds=part.question.kinds | ends,
                places=part.question.places or places,
                strangers=part.question.strangers or others,
            )
            leans = bool(doubtful or (last and last.figure)) and not part.question.content
            judged: Judged | None = None
            if part.stands and not leans:
                judged = self._part(asked, part)
                last = judged.answer.facts[0].fact if judged and isinstance(judged.answer, Found) else last
                doubtful = doubtful or not (judged and isinstance(judged.answer, Found))
            elif last and part.timed:  # "R&D in 2023 and 2024"; "…, and if so, how many?" was answered
                meant = self._of_topic(asked, sure(last.topic.root, self._index))
                judged = Judged(meant, asked, leading=meant, leaning=Leaning.TOPIC)
            if judged:
                yield judged

    def _part_of(self, read: Question) -> _Part:
        return _Part(read, self._rank(read), self.thresholds)

    def _strangers_to_all(self, question: Question, heard: Sequence[_Part]) -> tuple[str, ...]:
        """Who else it asks about; not the large buyers of "how many supply large firms, and how many …"."""
        own = {
            stranger
            for part in heard
            if not part.topic or self._index.speaks_of(part.question.subjects, part.matches[0].number)
            for stranger in part.question.strangers
        }
        return tuple(stranger for stranger in question.strangers if stranger not in own)

    def _part(self, asked: Question, part: _Part) -> Judged | None:
        """What a part of a question gets; None where it asks nothing."""
        if not part.matches or part.matches[0].topic.startswith(NOT_FOR_THE_TABLE):
            return None
        judged = self._of_matches(asked, part.matches, part.needed) if part.topic else None
        answer = judged.answer if judged else None
        if isinstance(answer, Found) or (isinstance(answer, Unknown) and answer.reason is not Reason.NO_MATCH):
            return judged
        if not asks(asked.text) or part.matches[0].score < CLEAR_ENOUGH_TO_MISS:
            return None
        unclear = Unknown(reading_of(asked), Reason.NO_MATCH, detail=asked.text.strip())
        return replace(judged or Judged(unclear, asked, part.matches, needed=part.needed), answer=unclear)

    def _reading(self, question: Question, match: Match) -> Reading:
        return reading_of(question, self._index.features_of(match.number))


def _asked_as(text: str, judged: Judged) -> Judged:
    """The same, said to have been asked in all those words."""
    reading = replace(judged.answer.reading, question=text)
    return replace(judged, answer=replace(judged.answer, reading=reading))


def _is_only_a_figure(part: Question) -> bool:
    return bool(part.figures) and not _without_figures(part).strip(" ,.:，。：")


def _without_figures(part: Question) -> str:
    text = part.text
    for figure in part.figures:
        text = text.replace(figure.printed, " ")
    return text


def _is_undated(question: Question, answer: Found) -> bool:
    """Whether a year was asked for, and words without one are the answer: "little giants 2021"."""
    if not any(is_dated(period) for period in question.periods):
        return False
    facts = [scored.fact for scored in answer.facts]
    if any(fact.figure or fact.period is not UNSTATED for fact in facts):
        return False
    return not question.matter or not any(published_in(fact, question.periods[0]) for fact in facts)


def _by_distance(facts: tuple[Fact, ...], question: Question) -> tuple[Fact, ...]:
    """Those that hold for the time nearest to what was asked about first; all in order where no time was."""
    if not question.periods:
        return facts
    asked = question.periods[0].end
    ends = {fact.id: asked if fact.period is UNSTATED else fact.period.end for fact in facts}
    return tuple(sorted(facts, key=lambda fact: abs(ends[fact.id] - asked)))


def _carrying(topic: str, answer: Found | Unknown) -> Answer:
    return replace(answer, reading=replace(answer.reading, carried=topic))


def _claim(question: Question, facts: tuple[Fact, ...]) -> Claim | None:
    """What one fact makes of the question's figure; its own figure given back is no claim."""
    figure = facts[0].figure if len(facts) == 1 else None
    claim = judge(question.figures, figure) if figure else None
    return None if claim and figure and claim.said.value == figure.value and claim.verdict is Verdict.AGREES else claim


def _shown(score: float) -> float:
    return max(0.0, min(1.0, score))

"""An answer with the steps that led to it: the topics compared, what the best one gave, and what spoke against it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from knowledge.facts import Kind
from knowledge.index import Index
from knowledge.matching import Match
from knowledge.questions import Answer, Found, Reading, Unknown
from knowledge.reading import Question
from knowledge.words import Script, stem

COURTESIES: Final = "talk-"
"""What the ids of the topics among them begin with that people put before and after a question."""

NOT_FOR_THE_TABLE: Final = ("talk-", "off-")
"""What the ids of topics begin with that are small talk, or about something else altogether."""

CLEAR_DESPITE: Final = 0.6
"""How far it must lead in spite of a word that nobody knows, or no phrasing has: "a colleague swears that …"."""

WELL_KNOWN: Final = 100
"""Different words in a topic's phrasings from which on those that are not among them tell of another matter."""


UNSURE: Final = 0.4
"""The lead below which one word that the topic never has, and that speaks for what nobody holds, is enough to doubt."""

LOUD: Final = 1.0
"""What such a word must say for topics that hold nothing; less is said by chance."""

LOUDER: Final = 2.0
"""How many times as much as for those that hold something."""

TERSE: Final = 10
"""Words of a question in which each counts; those around a longer one tell who asks, and what for."""


_KINDS_OF_PLACES: Final = frozenset({"province", "city", "region"})


class Doubt(StrEnum):
    """Why the topic that is ahead is asked about and not answered from."""

    NEGATION = "negation"
    """The question is about all the others: firms that do not, and not those that do."""
    ODD_WORD = "odd-word"
    """A word that nobody knows may change what is asked."""
    STRAY = "stray"
    """It names a matter that nobody who asks for that topic does: bank loans, where it is about profits."""
    NO_FIGURE = "no-figure"
    """It asks why, or which ones, and what fits best is a figure."""
    UNDATED = "undated"
    """A year is asked for, and what answers is words without one, where there are figures of that year."""


class Leaning(StrEnum):
    """How a question, or a part of one, leans on what was asked before it."""

    TOPIC = "topic"
    """It names none, and takes over the one before: "and in 2021?"."""
    WORDS = "words"
    """It is clear from the words of both: "and the profits?"."""
    FACTS = "facts"
    """It asks for what was shown once more: "source?"."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, and what it was decided by. `matches` are how the question ranks the topics, best first.

    `leading` is what the topic that is meant gives by itself, before it is doubted; None where none was looked at.
    `needed` is the lead that it was held against. A question of several parts has its steps in them.
    """

    answer: Answer
    question: Question
    matches: tuple[Match, ...] = ()
    leading: Found | Unknown | None = None
    doubts: tuple[Doubt, ...] = ()
    needed: float = 0.0
    leaning: Leaning | None = None
    stray: str = ""
    """The word that tells of another matter, where one alone does."""
    before: Question | None = None
    """The question before, where the words of both were compared."""
    parts: tuple["Judged", ...] = ()


def rivals(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """What the best is held against: no small talk, for a remark beside a question is no rival to it."""
    return tuple(match for match in matches[1:] if not match.topic.startswith(COURTESIES))


def lead_of(matches: tuple[Match, ...]) -> float:
    """How far the best is ahead of its first rival."""
    return sum(match.score for match in matches[:1]) - sum(match.score for match in rivals(matches)[:1])


def doubts_of(question: Question, said: frozenset[str], lead: float) -> Iterator[Doubt]:
    """Why even the topic clearly ahead may not be what is asked about; `said` is what its phrasings say."""
    if Kind.NOT in question.kinds:
        yield Doubt.NEGATION
    if question.odd and lead < CLEAR_DESPITE:
        yield Doubt.ODD_WORD
    if len(said) >= WELL_KNOWN and lead < CLEAR_DESPITE and any(strays_of(question, said)):
        yield Doubt.STRAY


def strays_of(question: Question, said: frozenset[str]) -> Iterator[str]:
    """The concepts that it names and a topic's phrasings do not."""
    return (feature for feature in sorted(question.features - said - _placed(question)) if feature.startswith("="))


def _placed(question: Question) -> frozenset[str]:
    """What only says of which kind a place is that is named: "the province of Zhejiang"."""
    kinds = [(word, concept) for word, concept in question.named if concept.name in _KINDS_OF_PLACES]
    return frozenset(part for word, concept in kinds for part in (stem(word), f"={concept.name}") if question.places)


def word_elsewhere(question: Question, said: frozenset[str], index: Index, unheld: Callable[[str], bool]) -> str:
    """The word of a short question, as typed, that a topic never has and that speaks for those that hold nothing."""
    long = sum(1.0 if token.script is not Script.HAN else 0.5 for token in question.tokens)
    if long > TERSE or not index.learned:
        return ""
    strays = index.weights(word for word in question.content - said - _placed(question) if word[0] != "#")
    topics = index.topics(sorted({number for weight in strays.values() for number in weight.topics}))
    empty = {number: unheld(topic) for number, topic in topics.items() if not topic.startswith(NOT_FOR_THE_TABLE)}
    for word, weight in strays.items():
        says = [(empty[number], value) for number, value in weight.topics.items() if number in empty and value > 0]
        elsewhere, here = (sum(value for other, value in says if other is where) for where in (True, False))
        if elsewhere >= max(LOUD, LOUDER * here):
            return next((token.typed for token in question.tokens if word in map(stem, token.read)), word)
    return ""


def reading_of(question: Question, said: frozenset[str] | None = None) -> Reading:
    """What is kept of a question; `said` are the words of the topic that it is held against."""
    return Reading(
        question=question.text,
        words=tuple((token.typed, token.as_read) for token in question.tokens if token.read),
        unmatched=() if said is None else tuple(_unmatched(question, said)),
        period=question.periods[0] if question.periods else None,
        chinese=question.chinese,
    )


def _unmatched(question: Question, said: frozenset[str]) -> Iterator[str]:
    for token in question.tokens:
        if token.script is not Script.NUMBER and not any(stem(word) in said for word in token.read):
            yield token.typed

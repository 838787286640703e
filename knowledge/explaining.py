"""Why an answer is what it is: each step of it, in the question's own words. No figure of a fact is in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from knowledge.facts import Concept, Kind, Period, Topic
from knowledge.index import Index
from knowledge.judging import Doubt, Judged, Leaning, lead_of, rivals, strays_of
from knowledge.matching import Match, evidence
from knowledge.questions import Answer, Found, Reason, Unknown
from knowledge.reading import Question
from knowledge.signals import LETTERS_OF, NEAR_TO, NEXT_TO
from knowledge.strangers import Token
from knowledge.thresholds import PLAUSIBLE
from knowledge.words import Script, stem

COMPARED: Final = 3
"""Topics that are explained: the best, and those that it was held against."""


class Voice(StrEnum):
    """What speaks for a topic."""

    WORDS = "words"
    NUMBER = "number"
    """Numbers that the question puts forward; they may be figures, so they are not repeated."""
    PHRASING = "phrasing"
    """That this very question is a phrasing of the topic."""
    PLACE = "place"
    """That the topic is held for the place asked about."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What some words of the question add to a topic's score; below zero they speak against it."""

    voice: Voice
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A topic and its score: the sum of what was `spoken`, the loudest first."""

    topic: Topic
    score: float
    spoken: tuple[Spoken, ...]


class Ruling(StrEnum):
    """What can rule an answer out, however well the words fit."""

    PERIOD = "period"
    PLACE = "place"
    STRANGER = "stranger"
    """Somebody or something else than the topic is about."""
    GROUP = "group"
    """A number of firms that the source does not speak of."""
    NOT_HELD = "not-held"
    NEGATION = "negation"
    ODD_WORD = "odd-word"
    STRAY = "stray"
    """A matter that nobody who asks for the topic names."""
    NO_FIGURE = "no-figure"
    """Why and which ones are asked for, and no figure is an answer to that."""
    UNDATED = "undated"
    OFF_TOPIC = "off-topic"
    LANGUAGE = "language"
    CLAIM = "claim"
    """Rules nothing out: the question's own figure was held against the source."""


@dataclass(frozen=True, slots=True)
class Veto:
    ruling: Ruling
    detail: str = ""
    """The period, place or word, as typed."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps to one answer. `lead` is how far the best topic is ahead, `needed` what it takes to be answered from.

    From a lead of `offered` on, it may be asked back about.
    """

    answer: Answer
    left_over: tuple[str, ...] = ()
    """Words that nobody knows, or that the topic does not have."""
    concepts: tuple[tuple[str, Concept], ...] = ()
    """Each with the words for it, as typed."""
    periods: tuple[Period, ...] = ()
    places: tuple[Concept, ...] = ()
    claims: bool = False
    """Whether the question puts a figure forward."""
    topics: tuple[Weighed, ...] = ()
    lead: float = 0.0
    needed: float = 0.0
    offered: float = PLAUSIBLE
    vetoes: tuple[Veto, ...] = ()
    leaning: Leaning | None = None
    parts: tuple["Explanation", ...] = ()


def explain(judged: Judged, index: Index, topic: Callable[[str], Topic], *, offered: float = PLAUSIBLE) -> Explanation:
    """The steps that were taken, told; nothing is decided here."""
    question, names = judged.question, _Names(judged)
    compared = (*judged.matches[:1], *rivals(judged.matches))[:COMPARED]
    return Explanation(
        answer=judged.answer,
        left_over=_left_over(judged),
        concepts=tuple((typed, concept) for typed, concept in question.named if concept.kind is not Kind.PLACE),
        periods=question.periods,
        places=question.places,
        claims=bool(question.figures),
        topics=tuple(_weighed(question, match, topic(match.topic), names, index) for match in compared),
        lead=lead_of(judged.matches),
        needed=judged.needed,
        offered=offered,
        vetoes=tuple(_vetoes(judged, index)),
        leaning=judged.leaning,
        parts=tuple(explain(part, index, topic, offered=offered) for part in judged.parts),
    )


def _left_over(judged: Judged) -> tuple[str, ...]:
    unknown = tuple(token.typed for token in judged.question.tokens if not token.read)
    return judged.answer.reading.unmatched or unknown


def _weighed(question: Question, match: Match, topic: Topic, names: "_Names", index: Index) -> Weighed:
    said = evidence(question, match, index)
    spoken: dict[tuple[Voice, str], float] = {}
    for signal, weight in said.items():
        speaker = names.speaker(signal)
        spoken[speaker] = spoken.get(speaker, 0.0) + weight
    if match.there:
        spoken[Voice.PLACE, ""] = match.there
    if match.said:
        spoken[Voice.PHRASING, ""] = match.score - sum(spoken.values())
    loudest = sorted(spoken.items(), key=lambda item: (-abs(item[1]), item[0]))
    return Weighed(topic, match.score, tuple(Spoken(voice, words, weight) for (voice, words), weight in loudest))


def _vetoes(judged: Judged, index: Index) -> Iterator[Veto]:
    """What ruled an answer out, or might have."""
    question, answer = judged.question, judged.answer
    if isinstance(answer, Unknown) and answer.reason in _OF_ALL:
        yield Veto(_OF_ALL[answer.reason])
    if isinstance(judged.leading, Unknown):
        yield _ruled_out(judged.leading, question)
    for doubt in judged.doubts:
        match doubt:
            case Doubt.NEGATION:
                yield Veto(Ruling.NEGATION)
            case Doubt.ODD_WORD:
                yield Veto(Ruling.ODD_WORD, question.odd[0])
            case Doubt.STRAY:
                yield Veto(Ruling.STRAY, judged.stray or _stray(question, index.features_of(judged.matches[0].number)))
            case Doubt.NO_FIGURE:
                yield Veto(Ruling.NO_FIGURE)
            case Doubt.UNDATED:
                yield Veto(Ruling.UNDATED, question.periods[0].label)
            case _:
                assert_never(doubt)
    if isinstance(answer, Found) and answer.claim:
        yield Veto(Ruling.CLAIM, answer.claim.verdict.value)


def _stray(question: Question, said: frozenset[str]) -> str:
    strays = {feature.removeprefix("=") for feature in strays_of(question, said)}
    return next((typed for typed, concept in question.named if concept.name in strays), "")


def _ruled_out(leading: Unknown, question: Question) -> Veto:
    if leading.reason is Reason.MEASURE:
        stranger = leading.detail in question.strangers
        return Veto(Ruling.STRANGER, leading.detail) if stranger else Veto(Ruling.GROUP)
    return Veto(_OF_THE_TOPIC.get(leading.reason, Ruling.NOT_HELD), leading.detail)


_OF_ALL: Final[Mapping[Reason, Ruling]] = {
    Reason.NOT_A_QUESTION: Ruling.OFF_TOPIC,
    Reason.OTHER_LANGUAGE: Ruling.LANGUAGE,
}
_OF_THE_TOPIC: Final[Mapping[Reason, Ruling]] = {Reason.PERIOD: Ruling.PERIOD, Reason.PLACE: Ruling.PLACE}


class _Names:
    """Signals in the words that they were typed in."""

    def __init__(self, judged: Judged) -> None:
        questions = [question for question in (judged.question, judged.before) if question]
        tokens = [token for question in questions for token in question.tokens]
        self._spelt = {word: token for token in reversed(tokens) for word in _words(token)}
        self._stems = {stem(word): token.typed for word, token in reversed(self._spelt.items())}
        self._concepts = {
            f"={concept.name}": typed.casefold()
            for question in reversed(questions)
            for typed, concept in reversed(question.named)
        }

    def speaker(self, signal: str) -> tuple[Voice, str]:
        if signal.startswith("#"):
            return Voice.NUMBER, ""
        if signal.startswith(LETTERS_OF):
            return Voice.WORDS, self._spelt_with(signal.removeprefix(LETTERS_OF))
        if NEXT_TO in signal:
            return Voice.WORDS, _joined([self._name(part) for part in signal.split(NEXT_TO) if part])
        return Voice.WORDS, " … ".join(self._name(part) for part in signal.split(NEAR_TO))

    def _name(self, feature: str) -> str:
        return self._concepts.get(feature) or self._stems.get(feature) or feature.removeprefix("=")

    def _spelt_with(self, letters: str) -> str:
        return next((token.typed for word, token in self._spelt.items() if letters in f"<{word}>"), letters.strip("<>"))


def _words(token: Token) -> tuple[str, ...]:
    return () if token.script is Script.NUMBER else token.read or (token.typed,)


def _joined(names: list[str]) -> str:
    """Chinese is written without gaps."""
    return ("" if all(not name.isascii() for name in names) else " ").join(names)

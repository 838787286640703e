"""A question to the table's topics, best first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from knowledge.index import Index
from knowledge.reading import Question
from knowledge.stopwords import FILLERS
from knowledge.weights import FeatureWeight, unit

SAID_BEFORE: Final = 1.0
"""What a curated phrasing, met again, adds to its topic: the lead that learning gives it over every rival."""

COMPARED: Final = 12
"""Topics that are kept in the ranking; beyond them nothing is ever shown."""

NEAREST_COUNTS: Final = 0.3
"""The exponent of the nearest phrasing: it breaks ties between topics that hold all words, and decides no more."""


@dataclass(frozen=True, slots=True)
class Match:
    """A topic and how well the question's words speak for it; a sum over the words."""

    topic: str
    number: int
    score: float
    said: bool = False
    """Whether this very question is a phrasing of it: then the score has what that adds."""
    there: float = 0.0
    """What it adds to the score that the topic is held for the place asked about."""


def rank(
    question: Question, index: Index, holds: Callable[[str], bool] = bool, *, most: int = COMPARED
) -> tuple[Match, ...]:
    """The topics compared, best first; ties stand in the table's order.

    A phrasing that topics share is that of the one which `holds` facts: an open topic gives way to an answer.
    """
    weights = index.weights(question.signals if index.learned else question.features)
    scores = _learned(question, weights, index) if index.learned else _covered(question, weights, index)
    said = index.said(question)
    if len(said) > 1:
        said = tuple(number for number, topic in index.topics(said).items() if holds(topic))
    known = said[0] if len(said) == 1 else None
    if known is not None:
        scores[known] = max(scores.values(), default=0.0) + SAID_BEFORE
    ordered = nsmallest(most, scores.items(), key=lambda item: (-item[1], item[0]))
    topics = index.topics([number for number, _ in ordered])
    return tuple([Match(topics[number], number, round(score, 6), number == known) for number, score in ordered])


def evidence(question: Question, match: Match, index: Index) -> dict[str, float]:
    """What each signal of a question says for a topic, or against it; with what a known phrasing adds, the score."""
    weights = index.weights(question.signals if index.learned else question.features)
    if not index.learned:
        return _each_covered(question, weights, match.number, index)
    parts = _parts(question, weights, index)
    each = {signal: part * weights[signal].topics.get(match.number, 0.0) for signal, part in parts.items()}
    return {signal: value for signal, value in each.items() if value}


Ranked = Callable[[Question, Index, Callable[[str], bool]], tuple[Match, ...]]
"""What `rank` is: somebody who asks the same again and again may remember what it said."""


def sure(topic: str, index: Index) -> Match:
    """A topic that is known to be meant, without a ranking."""
    return Match(topic, index.number(topic), 1.0)


def _learned(question: Question, weights: Mapping[str, FeatureWeight], index: Index) -> dict[int, float]:
    """Sums of the learned weights, the question being a unit vector."""
    if not weights.keys() & (question.features - FILLERS):
        return {}
    scores = dict.fromkeys(index.numbers, 0.0)
    for signal, part in _parts(question, weights, index).items():
        for topic, value in weights[signal].topics.items():
            scores[topic] += part * value
    return scores


def _parts(question: Question, weights: Mapping[str, FeatureWeight], index: Index) -> dict[str, float]:
    return unit(question.signals, {signal: weight.idf for signal, weight in weights.items()}, index.strange)


def _covered(question: Question, weights: Mapping[str, FeatureWeight], index: Index) -> dict[int, float]:
    """How much of the question the topic's phrasings cover, and of the nearest phrasing the question: F * B**0.3."""
    rarity = _rarity(question, weights)
    total = sum(rarity.values())
    found = index.candidates({feature: weights[feature] for feature in rarity.keys() & weights.keys()})
    covered = {number: sum([rarity.get(word, 0.0) for word in said]) / total for number, said in found.items()}
    nearest = nsmallest(COMPARED, covered, key=lambda number: (-covered[number], number))
    best = _nearest(question, nearest, index)
    return {number: covered[number] * best[number] ** NEAREST_COUNTS for number in nearest}


def _each_covered(
    question: Question, weights: Mapping[str, FeatureWeight], number: int, index: Index
) -> dict[str, float]:
    """The same of one topic, word by word."""
    rarity = _rarity(question, weights)
    factor = _nearest(question, [number], index)[number] ** NEAREST_COUNTS / (sum(rarity.values()) or 1)
    return {feature: rarity[feature] * factor for feature in rarity.keys() & index.features_of(number)}


def _rarity(question: Question, weights: Mapping[str, FeatureWeight]) -> dict[str, float]:
    strange = max((weight.idf for weight in weights.values()), default=0.0)
    return {feature: weights[feature].idf if feature in weights else strange for feature in question.features - FILLERS}


def _nearest(question: Question, numbers: Sequence[int], index: Index) -> dict[int, float]:
    """How much the question has of the phrasing of each topic that it has most of."""
    best = dict.fromkeys(numbers, 0.0)
    for number, said in index.phrasings_of(numbers):
        best[number] = max(best[number], len(said & question.features) / len(said))
    return best

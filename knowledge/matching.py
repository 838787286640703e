"""A question to the table's topics, best first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from knowledge.index import Index
from knowledge.reading import FILLERS, Question
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


def rank(question: Question, index: Index, holds: Callable[[str], bool] = bool) -> tuple[Match, ...]:
    """The topics compared, best first; ties stand in the table's order.

    A phrasing that topics share is that of the one which `holds` facts: an open topic gives way to an answer.
    """
    weights = index.weights(question.signals if index.learned else question.features)
    scores = _learned(question, weights, index) if index.learned else _covered(question, weights, index)
    said = index.said(question)
    if len(said) > 1:
        said = tuple(number for number, topic in index.topics(said).items() if holds(topic))
    if len(said) == 1:
        scores[said[0]] = max(scores.values(), default=0.0) + SAID_BEFORE
    ordered = nsmallest(COMPARED, scores.items(), key=lambda item: (-item[1], item[0]))
    topics = index.topics([number for number, _ in ordered])
    return tuple([Match(topics[number], number, round(score, 6)) for number, score in ordered])


def sure(topic: str, index: Index) -> Match:
    """A topic that is known to be meant, without a ranking."""
    return Match(topic, index.number(topic), 1.0)


def _learned(question: Question, weights: Mapping[str, FeatureWeight], index: Index) -> dict[int, float]:
    """Sums of the learned weights, the question being a unit vector."""
    if not weights.keys() & (question.features - FILLERS):
        return {}
    scores = dict.fromkeys(index.numbers, 0.0)
    parts = unit(question.signals, {signal: weight.idf for signal, weight in weights.items()}, index.strange)
    for signal, part in parts.items():
        for topic, value in weights[signal].topics.items():
            scores[topic] += part * value
    return scores


def _covered(question: Question, weights: Mapping[str, FeatureWeight], index: Index) -> dict[int, float]:
    """How much of the question the topic's phrasings cover, and of the nearest phrasing the question: F * B**0.3."""
    strange = max((weight.idf for weight in weights.values()), default=0.0)
    rarity = {
        feature: weights[feature].idf if feature in weights else strange for feature in question.features - FILLERS
    }
    total = sum(rarity.values())
    found = index.candidates({feature: weights[feature] for feature in rarity.keys() & weights.keys()})
    covered = {number: sum([rarity.get(word, 0.0) for word in said]) / total for number, said in found.items()}
    nearest = nsmallest(COMPARED, covered, key=lambda number: (-covered[number], number))
    best = dict.fromkeys(nearest, 0.0)
    for number, said in index.phrasings_of(nearest):
        best[number] = max(best[number], len(said & question.features) / len(said))
    return {number: covered[number] * best[number] ** NEAREST_COUNTS for number in nearest}

"""A question to the table's topics, best first."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.index import Index
from knowledge.reading import FILLERS, Question
from knowledge.weights import FeatureWeight

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
    weights = index.weights(question.features)
    scores = _learned(weights, index) if index.learned else _covered(question, weights, index)
    said = index.said(question)
    if len(said) > 1:
        said = tuple(number for number in said if holds(index.topic(number)))
    if len(said) == 1:
        scores[said[0]] = max(scores.values(), default=0.0) + SAID_BEFORE
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Match(index.topic(number), number, round(score, 6)) for number, score in ordered[:COMPARED])


def sure(topic: str, index: Index) -> Match:
    """A topic that is known to be meant, without a ranking."""
    return Match(topic, index.number(topic), 1.0)


def _learned(weights: Mapping[str, FeatureWeight], index: Index) -> dict[int, float]:
    """Sums of the learned weights, the question being a unit vector."""
    length = math.sqrt(sum(weight.idf**2 for weight in weights.values()))
    scores = dict.fromkeys(index.candidates(weights) if length else (), 0.0)
    for weight in weights.values():
        share = weight.idf / length
        for topic, value in weight.topics.items():
            if topic in scores:
                scores[topic] += share * value
    return scores


def _covered(question: Question, weights: Mapping[str, FeatureWeight], index: Index) -> dict[int, float]:
    """How much of the question the topic's phrasings cover, and of the nearest phrasing the question: F * B**0.3."""
    strange = max((weight.idf for weight in weights.values()), default=0.0)
    rarity = {
        feature: weights[feature].idf if feature in weights else strange for feature in question.features - FILLERS
    }
    total = sum(rarity.values())
    covered = {
        number: sum(rarity[feature] for feature in rarity.keys() & index.features_of(number)) / total
        for number in (index.candidates(weights) if total else ())
    }
    nearest = sorted(covered, key=lambda number: (-covered[number], number))[:COMPARED]
    return {number: covered[number] * _nearest(question, index, number) ** NEAREST_COUNTS for number in nearest}


def _nearest(question: Question, index: Index, number: int) -> float:
    """The largest share of a phrasing's words that the question has."""
    return max(len(said & question.features) / len(said) for said in index.phrasings_of(number))

"""A question to the table's topics, best first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.index import Index
from knowledge.learning import FeatureWeight
from knowledge.reading import Question

SAID_BEFORE: Final = 1.0
"""What a curated phrasing, met again, adds to its topic: the lead that learning gives it over every rival."""


@dataclass(frozen=True, slots=True)
class Match:
    """A topic and how well the question's words speak for it; a sum over the words."""

    topic: str
    number: int
    score: float


def rank(question: Question, index: Index) -> tuple[Match, ...]:
    """The topics compared, best first; ties stand in the table's order."""
    weights = index.weights(question.features)
    scores = _scores(weights, index)
    if (said := index.said(question)) is not None:
        scores[said] = max(scores.values(), default=0.0) + SAID_BEFORE
    return tuple(
        Match(index.topic(number), number, round(score, 6))
        for number, score in sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    )


def _scores(weights: Mapping[str, FeatureWeight], index: Index) -> dict[int, float]:
    length = math.sqrt(sum(weight.idf**2 for weight in weights.values()))
    scores = dict.fromkeys(index.candidates(weights) if length else (), 0.0)
    for weight in weights.values():
        share = weight.idf / length
        for topic, value in weight.topics.items():
            if topic in scores:
                scores[topic] += share * value
    return scores

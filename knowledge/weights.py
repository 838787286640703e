"""What words weigh: how rare they are, and what they say for and against topics."""

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

AGGRESSIVENESS: Final = 0.3
"""PA-I's C: the most one phrasing may move a weight. Found by five-fold cross-validation over the shipped phrasings."""

ROUNDS: Final = 10
"""Passes over the phrasings; more changed nothing measurable."""


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """What one feature says: how rare it is (natural logarithm), and for or against which topics."""

    idf: float
    topics: Mapping[int, float]


def idf(texts: Sequence[frozenset[str]], beside: int = 0) -> dict[str, float]:
    """Inverse document frequency of each feature, a text being a document: ln(1 + N / n).

    `beside` are texts that have none of these features.
    """
    counts = Counter(feature for text in texts for feature in sorted(text))
    return {feature: math.log(1 + (len(texts) + beside) / count) for feature, count in counts.items()}


def rarities(texts: Sequence[frozenset[str]], beside: int) -> dict[str, FeatureWeight]:
    """Features that were never met before, with nothing to say yet."""
    return {feature: FeatureWeight(rarity, {}) for feature, rarity in idf(texts, beside).items()}


def taught(
    phrasings: Sequence[frozenset[str]], topic: int, weights: Mapping[str, FeatureWeight], topics: Collection[int]
) -> dict[str, FeatureWeight]:
    """The weights, moved until each of these phrasings of one topic leads all the other `topics` by one.

    A few phrasings are soon learned without the rest of the table; nobody else's words are in them to be moved.
    """
    moved = {feature: dict(weight.topics) for feature, weight in weights.items()}
    rivals = [other for other in topics if other != topic]
    vectors = [_unit(phrasing, weights) for phrasing in phrasings]
    for _ in range(ROUNDS):
        if not sum([_learn_from(vector, topic, rivals, moved) for vector in vectors]):
            break
    return {feature: FeatureWeight(weights[feature].idf, held) for feature, held in moved.items()}


def _unit(phrasing: frozenset[str], weights: Mapping[str, FeatureWeight]) -> dict[str, float]:
    length = math.sqrt(sum(weights[feature].idf ** 2 for feature in phrasing)) or 1
    return {feature: weights[feature].idf / length for feature in sorted(phrasing)}


def _learn_from(
    vector: Mapping[str, float], topic: int, rivals: Sequence[int], weights: Mapping[str, dict[int, float]]
) -> bool:
    """One PA-I step; whether there was anything to learn."""
    scores = dict.fromkeys((*rivals, topic), 0.0)
    for feature, share in vector.items():
        for other, weight in weights[feature].items():
            scores[other] += share * weight
    mine = scores.pop(topic)
    rival = max(scores, key=scores.__getitem__, default=topic)
    loss = 1 - (mine - scores.get(rival, 0.0))
    if loss <= 0 or not vector:
        return False
    move = min(AGGRESSIVENESS, loss / 2)
    for feature, share in vector.items():
        held = weights[feature]
        held[topic] = held.get(topic, 0.0) + move * share
        if rival != topic:
            held[rival] = held.get(rival, 0.0) - move * share
    return True

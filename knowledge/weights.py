"""What words weigh: how rare they are, and what they say for and against topics."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from knowledge.signals import share

AGGRESSIVENESS: Final = 0.3
"""PA-I's C: the most one phrasing may move a weight. Found by five-fold cross-validation over the shipped phrasings."""

ROUNDS: Final = 10
"""Passes over the phrasings; more changed nothing measurable."""


SELDOM: Final = 2
"""Texts that a pair or letters must stand in to be kept; those of one text tell it from others by accident."""


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """What one signal says: how rare it is, and for or against which topics."""

    idf: float
    topics: Mapping[int, float]


Moves = dict[str, dict[int, float]]
"""By how much the weight of each signal was moved, for and against which topics."""

SETTLED: Final = 1e-5
"""What is left of a weight by rounding, when all that moved it is taken back."""


def moves(before: Mapping[str, FeatureWeight], after: Mapping[str, FeatureWeight]) -> Moves:
    """What teaching added to each weight."""
    return {
        feature: {topic: value - before[feature].topics.get(topic, 0.0) for topic, value in weight.topics.items()}
        for feature, weight in after.items()
        if weight.topics != before[feature].topics
    }


def taken_back(weights: Mapping[str, FeatureWeight], lesson: Moves) -> dict[str, FeatureWeight]:
    """The weights without what a lesson added; in which order lessons came does not matter."""
    return {
        feature: FeatureWeight(weight.idf, _less(weight.topics, lesson[feature])) for feature, weight in weights.items()
    }


def _less(topics: Mapping[int, float], move: Mapping[int, float]) -> dict[int, float]:
    left = {topic: topics.get(topic, 0.0) - move.get(topic, 0.0) for topic in {**topics, **move}}
    return {topic: value for topic, value in left.items() if abs(value) > SETTLED}


def idf(counts: Mapping[str, int], texts: int) -> dict[str, float]:
    """Inverse document frequency of each feature, by the number of texts that it stands in: ln(1 + N / n)."""
    return {feature: math.log(1 + texts / count) for feature, count in sorted(counts.items())}


def rarities(texts: Sequence[frozenset[str]], beside: int = 0) -> dict[str, float]:
    """What each signal weighs in a text: the root of its inverse document frequency, by its share."""
    counts = Counter(chain.from_iterable(texts))
    return {
        signal: share(signal) * math.sqrt(math.log(1 + (len(texts) + beside) / count))
        for signal, count in sorted(counts.items())
        if count >= SELDOM or share(signal) == 1
    }


def strangest(texts: int) -> float:
    """What a word weighs that stands in none of so many texts."""
    return math.sqrt(math.log(1 + texts))


def unit(signals: Iterable[str], weights: Mapping[str, float], strange: float) -> dict[str, float]:
    """A text as a vector of length one. What nobody knows is in the length: it makes all that is known say less."""
    each = {signal: weights[signal] if signal in weights else share(signal) * strange for signal in sorted(signals)}
    length = math.sqrt(sum(weight**2 for weight in each.values())) or 1
    return {signal: weight / length for signal, weight in each.items() if signal in weights}


def silent(rarity: Mapping[str, float]) -> dict[str, FeatureWeight]:
    """Signals that were never met before, with nothing to say yet."""
    return {signal: FeatureWeight(weight, {}) for signal, weight in rarity.items()}


def taught(
    phrasings: Sequence[frozenset[str]],
    topic: int,
    weights: Mapping[str, FeatureWeight],
    topics: Collection[int],
    strange: float,
) -> dict[str, FeatureWeight]:
    """The weights, moved until each of these phrasings of one topic leads all the other `topics` by one.

    A few phrasings are soon learned without the rest of the table; nobody else's words are in them to be moved.
    """
    moved = {feature: dict(weight.topics) for feature, weight in weights.items()}
    rivals = [other for other in topics if other != topic]
    rarity = {signal: weight.idf for signal, weight in weights.items()}
    vectors = [unit(phrasing, rarity, strange) for phrasing in phrasings]
    for _ in range(ROUNDS):
        if not sum([_learn_from(vector, topic, rivals, moved) for vector in vectors]):
            break
    return {feature: FeatureWeight(weights[feature].idf, held) for feature, held in moved.items()}


def _learn_from(
    vector: Mapping[str, float], topic: int, rivals: Sequence[int], weights: Mapping[str, dict[int, float]]
) -> bool:
    """One PA-I step; whether there was anything to learn."""
    scores = dict.fromkeys((*rivals, topic), 0.0)
    for feature, part in vector.items():
        for other, weight in weights[feature].items():
            scores[other] += part * weight
    mine = scores.pop(topic)
    rival = max(scores, key=scores.__getitem__, default=topic)
    loss = 1 - (mine - scores.get(rival, 0.0))
    if loss <= 0 or not vector:
        return False
    move = min(AGGRESSIVENESS, loss / (2 * sum(part**2 for part in vector.values())))
    for feature, part in vector.items():
        held = weights[feature]
        held[topic] = held.get(topic, 0.0) + move * part
        if rival != topic:
            held[rival] = held.get(rival, 0.0) - move * part
    return True

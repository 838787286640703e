"""Word weights learned from the table's own phrasings.

Averaged multiclass passive-aggressive learning, variant PA-I (Crammer et al., "Online Passive-Aggressive Algorithms",
JMLR 7, 2006), on IDF-weighted unit vectors: each phrasing should score its own topic higher than the best rival by a margin
of one. The score is a sum over the question's words, so it explains itself.
"""

import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

AGGRESSIVENESS: Final = 0.3
"""PA-I's C: the most one phrasing may move a weight. Found by five-fold cross-validation over the shipped phrasings."""

ROUNDS: Final = 10
"""Passes over the phrasings; more changed nothing measurable."""

SMALLEST: Final = 0.003
"""Weights below this are dropped: together they moved no margin by a hundredth."""


@dataclass(frozen=True, slots=True)
class Example:
    features: frozenset[str]
    topic: int


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """What one feature says: how rare it is (natural logarithm), and for or against which topics."""

    idf: float
    topics: Mapping[int, float]


def idf(examples: Sequence[Example]) -> dict[str, float]:
    """Inverse document frequency, a phrasing being a document: ln(1 + N / n)."""
    counts = Counter(feature for example in examples for feature in example.features)
    return {feature: math.log(1 + len(examples) / count) for feature, count in counts.items()}


def learn(examples: Sequence[Example]) -> dict[str, FeatureWeight]:
    """The weights of every feature; the same examples in the same order give the same weights."""
    rarity = idf(examples)
    topics = sorted({example.topic for example in examples})
    learned = _train(
        examples, {f: i for i, f in enumerate(rarity)}, {t: i for i, t in enumerate(topics)}, rarity
    )
    return {
        feature: FeatureWeight(
            weight,
            {
                topic: float(w)
                for topic, w in zip(topics, row[: len(topics)], strict=True)
                if abs(w) >= SMALLEST
            },
        )
        for (feature, weight), row in zip(rarity.items(), learned, strict=True)
    }


def _train(
    examples: Sequence[Example],
    rows: Mapping[str, int],
    columns: Mapping[int, int],
    rarity: Mapping[str, float],
) -> NDArray[np.float32]:
    vectors = [_vector(example.features, rows, rarity) for example in examples]
    weights = np.zeros((len(rows), max(len(columns), 2)), dtype=np.float32)
    drift = np.zeros_like(
        weights
    )  # the average is the last weights less this over the steps (Daume 2006, fig. 2.3)
    order, dice, step = list(range(len(examples))), random.Random(0), 1  # noqa: S311 - shuffling, not secrets
    for _ in range(ROUNDS):
        dice.shuffle(order)
        for at in order:
            index, vector = vectors[at]
            own = columns[examples[at].topic]
            scores = vector @ weights[index]
            mine = scores[own]
            scores[own] = -np.inf
            rival = int(scores.argmax())
            loss = 1 - (mine - scores[rival])
            if loss > 0 and len(index):
                move = min(AGGRESSIVENESS, float(loss) / 2) * vector  # unit vectors: their square is 1
                for table, by in ((weights, move), (drift, step * move)):
                    table[index, own] += by
                    table[index, rival] -= by
            step += 1
    return (weights - drift / np.float32(step))[:, : len(columns)]  # a lone topic had a rival made up


def _vector(
    features: frozenset[str], rows: Mapping[str, int], rarity: Mapping[str, float]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    known = sorted(features)
    values = np.array([rarity[feature] for feature in known], dtype=np.float32)
    return np.array([rows[feature] for feature in known], dtype=np.int64), values / (
        np.linalg.norm(values) or 1
    )

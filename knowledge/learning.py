"""Word weights learned from the table's own phrasings.

Averaged multiclass passive-aggressive learning, variant PA-I (Crammer et al., "Online Passive-Aggressive Algorithms",
JMLR 7, 2006), on IDF-weighted unit vectors: each phrasing should score its own topic higher than the best rival by a
margin of one. The score is a sum over the question's words, so it explains itself.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.weights import AGGRESSIVENESS, ROUNDS, FeatureWeight, idf

SMALLEST: Final = 0.003
"""Weights below this are dropped: together they moved no margin by a hundredth."""

_AT_ONCE: Final = 1_000
"""Phrasings scored together: fast, and a few megabytes."""


FEWER_ROUNDS: Final = 4
"""Passes when learning goes on from known weights; only the phrasings that are new or disturbed are in them."""

Vector = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Rows of the weights, and values there; of length 1."""


@dataclass(frozen=True, slots=True)
class Example:
    features: frozenset[str]
    topic: int


def learn(
    examples: Sequence[Example], known: Mapping[str, FeatureWeight] = MappingProxyType({})
) -> dict[str, FeatureWeight]:
    """The weights of every feature; the same examples in the same order give the same weights.

    Learning goes on from what is `known`, in a fraction of the time: what new phrasings need is moved, the rest stays.
    """
    rarity = idf([example.features for example in examples])
    topics = sorted({example.topic for example in examples})
    rows, columns = {f: at for at, f in enumerate(rarity)}, {topic: at for at, topic in enumerate(topics)}
    vectors = [_vector(example.features, rows, rarity) for example in examples]
    weights = np.zeros((len(rows), max(len(columns), 2)), dtype=np.float32)
    for feature in known.keys() & rows.keys():
        for topic in known[feature].topics.keys() & columns.keys():
            weights[rows[feature], columns[topic]] = known[feature].topics[topic]
    own = [columns[example.topic] for example in examples]
    learned = _train(vectors, own, weights, rounds=FEWER_ROUNDS if known else ROUNDS)
    return {
        feature: FeatureWeight(weight, _sparse(topics, row))
        for (feature, weight), row in zip(rarity.items(), learned.tolist(), strict=True)
    }


def _sparse(topics: Sequence[int], row: Sequence[float]) -> dict[int, float]:
    return {topic: weight for topic, weight in zip(topics, row, strict=False) if abs(weight) >= SMALLEST}


def _train(
    vectors: Sequence[Vector], topics: Sequence[int], weights: NDArray[np.float32], *, rounds: int
) -> NDArray[np.float32]:
    drift = np.zeros_like(weights)  # the average is the last weights less this over the steps (Daume 2006, fig. 2.3)
    dice, step = random.Random(0), 1  # noqa: S311 - shuffling, not secrets
    for _ in range(rounds):
        order = _unsettled(vectors, topics, weights)
        dice.shuffle(order)
        for at in order:
            _learn_from(*vectors[at], topics[at], weights, drift, step)
            step += 1
    return weights - drift / np.float32(step)


def _learn_from(  # noqa: PLR0913, PLR0917 - the inner loop: a record for it would cost more than it tells
    index: NDArray[np.int64],
    vector: NDArray[np.float32],
    own: int,
    weights: NDArray[np.float32],
    drift: NDArray[np.float32],
    step: int,
) -> None:
    """One PA-I step; `vector` is a unit vector, so that its square is 1."""
    scores = vector @ weights[index]
    mine = scores[own]
    scores[own] = -np.inf
    rival = int(scores.argmax())
    loss = 1 - (mine - scores[rival])
    if loss > 0:
        move = min(AGGRESSIVENESS, float(loss) / 2) * vector
        for table, by in ((weights, move), (drift, step * move)):
            table[index, own] += by
            table[index, rival] -= by


def _unsettled(
    vectors: Sequence[Vector],
    topics: Sequence[int],
    weights: NDArray[np.float32],
) -> list[int]:
    """Which phrasings do not lead by one yet. The others would change nothing, and are most after a few rounds."""
    filled = [at for at, (index, _) in enumerate(vectors) if len(index)]
    unsettled: list[int] = []
    for first in range(0, len(filled), _AT_ONCE):
        some = filled[first : first + _AT_ONCE]
        starts = np.cumsum([0, *(len(vectors[at][0]) for at in some[:-1])])
        index = np.concatenate([vectors[at][0] for at in some])
        values = np.concatenate([vectors[at][1] for at in some])
        scores = np.add.reduceat(weights[index] * values[:, None], starts, axis=0)
        each = np.arange(len(some))
        own = scores[each, [topics[at] for at in some]].copy()
        scores[each, [topics[at] for at in some]] = -np.inf
        unsettled += [some[at] for at in np.flatnonzero(own - scores.max(axis=1) < 1)]
    return unsettled


def _vector(features: frozenset[str], rows: Mapping[str, int], rarity: Mapping[str, float]) -> Vector:
    known = sorted(features)
    values = np.array([rarity[feature] for feature in known], dtype=np.float32)
    return np.array([rows[feature] for feature in known], dtype=np.int64), values / (np.linalg.norm(values) or 1)

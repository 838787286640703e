"""Word weights learned from the table's own phrasings.

Averaged multiclass passive-aggressive learning, variant PA-I (Crammer et al., "Online Passive-Aggressive Algorithms",
JMLR 7, 2006), on unit vectors weighted by rarity: each phrasing should score its own topic higher than the best rival
by a margin of one. The score is a sum over the question's words, so it explains itself.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.weights import AGGRESSIVENESS, ROUNDS, FeatureWeight, rarities, strangest, unit

SMALLEST: Final = 0.03
"""Weights below this are dropped: without them cross-validation stays the same, and half of them are such."""

_AT_ONCE: Final = 250
"""Phrasings scored together: fast, and what they need stays in the processor's cache."""

FEWER_ROUNDS: Final = 4
"""Passes when learning goes on from known weights; only the phrasings that are new or disturbed are in them."""

Vector = tuple[NDArray[np.int64], NDArray[np.float32]]
"""Rows of the weights, and values there; of length 1, or less where seldom pairs were dropped."""


@dataclass(frozen=True, slots=True)
class Example:
    signals: frozenset[str]
    topic: int


def learn(
    examples: Sequence[Example], known: Mapping[str, FeatureWeight] = MappingProxyType({})
) -> dict[str, FeatureWeight]:
    """The weights of every feature; the same examples in the same order give the same weights.

    Learning goes on from what is `known`, in a fraction of the time: what new phrasings need is moved, the rest stays.
    """
    rarity, strange = rarities([example.signals for example in examples]), strangest(len(examples))
    topics = sorted({example.topic for example in examples})
    rows, columns = {f: at for at, f in enumerate(rarity)}, {topic: at for at, topic in enumerate(topics)}
    vectors = [_vector(example.signals, rows, rarity, strange) for example in examples]
    weights = np.zeros((len(rows), max(len(columns), 2)), dtype=np.float32)
    for feature in known.keys() & rows.keys():
        for topic in known[feature].topics.keys() & columns.keys():
            weights[rows[feature], columns[topic]] = known[feature].topics[topic]
    own = [columns[example.topic] for example in examples]
    learned = _train(vectors, own, weights, rounds=FEWER_ROUNDS if known else ROUNDS)
    return {
        feature: FeatureWeight(weight, _sparse(topics, row))
        for (feature, weight), row in zip(rarity.items(), learned, strict=True)
    }


def led_away(
    examples: Sequence[Example], known: Mapping[str, FeatureWeight], strange: float
) -> Iterator[tuple[int, int]]:
    """Which examples another topic leads, and that topic; by their words alone, whether or not they were learned."""
    rows, rarity = {f: at for at, f in enumerate(known)}, {f: weight.idf for f, weight in known.items()}
    topics = sorted({topic for weight in known.values() for topic in weight.topics} | {e.topic for e in examples})
    columns = {topic: at for at, topic in enumerate(topics)}
    weights = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for feature, weight in known.items():
        for topic, value in weight.topics.items():
            weights[rows[feature], columns[topic]] = value
    vectors = [_vector(example.signals, rows, rarity, strange) for example in examples]
    for batch in _batches(vectors, [columns[example.topic] for example in examples]):
        scores = _scores(batch, weights)
        best = scores.argmax(axis=1)
        away = np.flatnonzero(scores[np.arange(len(best)), best] > scores[np.arange(len(best)), batch.own])
        yield from ((int(batch.at[at]), topics[int(best[at])]) for at in away)


def _sparse(topics: Sequence[int], row: NDArray[np.float32]) -> dict[int, float]:
    held = np.flatnonzero(np.abs(row[: len(topics)]) >= SMALLEST)  # a lone topic has an empty rival beside it
    return {topics[at]: weight for at, weight in zip(held.tolist(), row[held].tolist(), strict=True)}


def _train(
    vectors: Sequence[Vector], topics: Sequence[int], weights: NDArray[np.float32], *, rounds: int
) -> NDArray[np.float32]:
    drift = np.zeros_like(weights)  # the average is the last weights less this over the steps (Daume 2006, fig. 2.3)
    dice, step = random.Random(0), 1.0  # noqa: S311 - shuffling, not secrets
    batches = tuple(_batches(vectors, topics))
    flat, flat_drift, width = weights.reshape(-1), drift.reshape(-1), weights.shape[1]
    starts = [index * width for index, _ in vectors]
    for _ in range(rounds):
        order = [at for batch in batches for at in _unsettled(batch, weights)]
        dice.shuffle(order)
        for at in order:
            index, vector = vectors[at]
            rival, by = _lesson(vector, weights.take(index, 0), topics[at])
            if by > 0:
                move, mine, others = by * vector, starts[at] + topics[at], starts[at] + rival
                flat[mine] += move
                flat[others] -= move
                move = step * move
                flat_drift[mine] += move
                flat_drift[others] -= move
            step += len(vectors) / len(order)  # settled phrasings are stepped over: they count in the average
    return weights - drift / np.float32(step)


def _lesson(vector: NDArray[np.float32], rows: NDArray[np.float32], own: int) -> tuple[int, float]:
    """One PA-I step: the best rival, and how far to move away from it."""
    scores = vector @ rows
    mine = scores[own]
    scores[own] = -np.inf
    rival = int(scores.argmax())
    return rival, min(AGGRESSIVENESS, float(1 - (mine - scores[rival])) / (2 * float(vector @ vector)))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Phrasings that are scored together: the rows and values of all of them, and where those of each start."""

    at: NDArray[np.int64]
    own: NDArray[np.int64]
    rows: NDArray[np.int64]
    values: NDArray[np.float32]
    starts: NDArray[np.int64]


def _batches(vectors: Sequence[Vector], topics: Sequence[int]) -> Iterator[_Batch]:
    filled = [at for at, (index, _) in enumerate(vectors) if len(index)]
    for first in range(0, len(filled), _AT_ONCE):
        some = filled[first : first + _AT_ONCE]
        yield _Batch(
            np.array(some),
            np.array([topics[at] for at in some]),
            np.concatenate([vectors[at][0] for at in some]),
            np.concatenate([vectors[at][1] for at in some])[:, None],
            np.cumsum([0, *(len(vectors[at][0]) for at in some[:-1])]),
        )


def _scores(batch: _Batch, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Of each phrasing, for each topic."""
    parts = weights.take(batch.rows, 0)
    parts *= batch.values
    return np.add.reduceat(parts, batch.starts, axis=0)


def _unsettled(batch: _Batch, weights: NDArray[np.float32]) -> list[int]:
    """Which phrasings do not lead by one yet. The others would change nothing, and are most after a few rounds."""
    scores = _scores(batch, weights)
    each = np.arange(len(batch.at))
    own = scores[each, batch.own]
    scores[each, batch.own] = -np.inf
    unsettled: list[int] = batch.at[own - scores.max(axis=1) < 1].tolist()
    return unsettled


def _vector(signals: frozenset[str], rows: Mapping[str, int], rarity: Mapping[str, float], strange: float) -> Vector:
    parts = unit(signals, rarity, strange)
    return np.array([rows[signal] for signal in parts], dtype=np.int64), np.array([*parts.values()], dtype=np.float32)

"""What words weigh: how rare they are, and what they say for and against topics."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeatureWeight:
    """What one feature says: how rare it is (natural logarithm), and for or against which topics."""

    idf: float
    topics: Mapping[int, float]


def idf(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Inverse document frequency of each feature, a text being a document: ln(1 + N / n)."""
    counts = Counter(feature for text in texts for feature in sorted(text))
    return {feature: math.log(1 + len(texts) / count) for feature, count in counts.items()}

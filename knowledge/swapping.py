"""Questions that no table can answer, made of those that it can: what they are about is exchanged."""

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Final

from knowledge.index import Index
from knowledge.stopwords import EMPTY
from knowledge.utterances import Piece
from knowledge.weights import FeatureWeight
from knowledge.words import normalise

CARRIES: Final = 0.3
"""How much a stretch must say for its topic, beside the one that says most, to be exchanged with it."""

SUBJECTS: Final = {
    "en": ("penguins", "violins", "lighthouses", "walnuts", "chess clubs", "glaciers", "umbrellas"),
    "zh": ("企鹅", "琵琶", "骆驼", "蝴蝶", "葡萄", "鹦鹉", "珊瑚"),
}
"""What hardly any table is about."""

PLACES: Final = {"en": "Zorvania", "zh": "洛蒙市"}
"""Where nobody lives: read as a place by what stands around it, like any that the lexicon does not know."""


def elsewhere(text: str, language: str) -> str:
    """The same question about a place that nobody knows."""
    asked = text.rstrip(" ?？.。")
    return f"{PLACES['zh']}{asked}" if language == "zh" else f"{asked} in {PLACES['en']}?"


def exchanged(text: str, topic: str, others: Iterable[str], index: Index) -> str:
    """With `others` in place of what makes it a question on that topic; "" where nothing does."""
    normal = normalise(text)
    carrying = tuple(anchors(normal, topic, index))
    made, at = "", 0
    for (start, end), other in zip(carrying, chain(others, repeat("")), strict=False):
        made += normal[at:start] + other
        at = end
    return " ".join((made + normal[at:]).split()) if carrying else ""


def anchors(normal: str, topic: str, index: Index) -> Iterator[tuple[int, int]]:
    """The stretches that say most for a topic, in order; those that touch are one."""
    pieces = [piece for piece in index.reader.pieces(normal) if piece.feature not in EMPTY]
    weights = index.weights({piece.feature for piece in pieces})
    says = [_says(piece, weights, index.number(topic) if index.learned else None) for piece in pieces]
    most = max(says, default=0.0)
    chosen = [piece for piece, said in zip(pieces, says, strict=True) if said > 0 and said >= CARRIES * most]
    while chosen:
        first = last = chosen.pop(0)
        while chosen and chosen[0].start == last.end:
            last = chosen.pop(0)
        yield first.start, last.end


def subjects(language: str, index: Index) -> tuple[str, ...]:
    """Those that no phrasing of the table has."""
    return tuple(
        subject
        for subject in SUBJECTS[language]
        if not index.weights({piece.feature for piece in index.reader.pieces(subject)})
    )


def _says(piece: Piece, weights: dict[str, FeatureWeight], topic: int | None) -> float:
    """What it says for the topic; where nothing is learned, how rare it is."""
    weight = weights.get(piece.feature)
    if weight is None:
        return 0.0
    return weight.idf * (1.0 if topic is None else weight.topics.get(topic, 0.0))

"""An index as it would be without some of its phrasings: where nothing is learned, that needs no index of its own."""

from collections.abc import Iterator, Mapping, Sequence

from sqlite_utils import Database

from knowledge.index import Index
from knowledge.reading import Question
from knowledge.weights import FeatureWeight


class Lacking(Index):
    """What words weigh stays: a few phrasings among thousands change nothing in how rare a word is."""

    def __init__(self, database: Database) -> None:
        self._left: dict[int, tuple[tuple[str, frozenset[str]], ...]] = {}
        super().__init__(database)

    def lack(self, phrasings: Mapping[str, frozenset[str] | None]) -> None:
        """Do without these phrasings of these topics, and no others; None stands for all of them."""
        self._left = {self.number(topic): tuple(self._others(topic, gone)) for topic, gone in phrasings.items()}

    def _others(self, topic: str, gone: frozenset[str] | None) -> Iterator[tuple[str, frozenset[str]]]:
        """What is left of a topic: the key and the features of each phrasing."""
        if gone is None:
            return
        rows = self._tables.rows("select phrasing, key, features from said where topic = ?", self.number(topic))
        for phrasing, key, features in rows:
            if phrasing not in gone:
                yield key, frozenset(features.split())

    def said(self, question: Question) -> tuple[int, ...]:
        return tuple(number for number in super().said(question) if question.key in self._keys(number, question.key))

    def _keys(self, number: int, otherwise: str) -> frozenset[str]:
        return frozenset(key for key, _ in self._left[number]) if number in self._left else frozenset([otherwise])

    def candidates(self, weights: Mapping[str, FeatureWeight]) -> dict[int, list[str]]:
        found = super().candidates(weights)
        for number in found.keys() & self._left.keys():
            found[number] = sorted(frozenset().union(*(features for _, features in self._left[number])))
        return {number: said for number, said in found.items() if not weights.keys().isdisjoint(said)}

    def phrasings_of(self, numbers: Sequence[int]) -> Iterator[tuple[int, frozenset[str]]]:
        whole = [number for number in numbers if number not in self._left]
        yield from super().phrasings_of(whole) if whole else ()
        for number in numbers:
            for key, _ in self._left.get(number, ()):
                if key:
                    yield number, frozenset(key.split())

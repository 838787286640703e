"""What the matcher looks up, derived from the table and kept beside it: vocabulary, candidates, learned weights.

Nothing here is a source of anything: all of it can be made anew from the phrasings.
Topics stand here by the number of their family, since a family shares its phrasings.
"""

import heapq
import math
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from sqlite_utils import Database

from knowledge.facts import Concept
from knowledge.index_tables import FORMAT, IndexTables
from knowledge.reading import Question, Reader
from knowledge.slips import Slips
from knowledge.spelling import Vocabulary
from knowledge.weights import FeatureWeight, strangest
from knowledge.words import Lexicon

CANDIDATES: Final = 150
"""Topics that are compared for one question, at most. Pruning to the rarest words loses nothing measurable."""

TOGETHER: Final = (4, 3, 2, 1)
"""How many of the rarest words a topic must have when even the rarest is too common to look at all its topics."""

LEARNABLE: Final = 1_000
"""Topics up to which weights are learned; above, training would take minutes, and coverage by IDF serves."""

OWN: Final = 0.1
"""The learned weight from which on a concept is a topic's own; those named in passing stay about nought."""

REMEMBERED: Final = 5_000
"""Signals whose weights are kept in memory: a few megabytes, and most questions consist of them."""


class Index:
    """Shares the store's database, so that an index never differs from its table, not even after a kill."""

    def __init__(self, database: Database) -> None:
        self._tables = IndexTables(database)
        self._lexicon = Lexicon(())
        self._revision = 0
        self._take(texts=0, topics=0)
        self._know({})

    def open(self, concepts: Iterable[Concept], counts: str) -> bool:
        """Whether what is kept is whole, and was made from the table as it is; it is of no use before."""
        self._lexicon = Lexicon(concepts)
        return self._is_whole(self._lexicon, counts)

    def is_sound(self, counts: str) -> bool:
        """The same of one that is in use."""
        return self._is_whole(self._lexicon, counts)

    def _is_whole(self, lexicon: Lexicon, counts: str | None = None) -> bool:
        try:
            note = self._tables.note()
            if note is None or (note.format, note.lexicon) != (FORMAT, lexicon.fingerprint):
                return False
            if note.counts != (counts or note.counts) or not self._tables.is_whole(note):
                return False
            self._read(note.texts)
            self._revision = note.revision
        except (sqlite3.DatabaseError, ValueError, TypeError):  # other tables than ours, or torn ones
            return False
        return True

    @property
    def lexicon(self) -> Lexicon:
        return self._lexicon

    def is_current(self) -> bool:
        """Whether nobody else changed it since it was opened."""
        try:
            note = self._tables.note()
        except sqlite3.DatabaseError:
            return False
        return note is not None and note.revision == self._revision

    def _read(self, texts: int) -> None:
        ((topics,),) = self._tables.rows("select coalesce(max(number) + 1, 0) from indexed")
        self._take(texts, topics)
        self._know(dict(self._tables.rows("select word, phrasings from vocabulary")))

    def _take(self, texts: int, topics: int) -> None:
        """Topics are looked up when they are asked about; how many there are is all that is held of them."""
        self._texts, self.strange = texts, strangest(texts)
        self.learned = topics <= LEARNABLE
        self._next = topics
        self._gone = self._tables.gone() if topics and self.learned else frozenset()
        self.numbers: Sequence[int] = [n for n in range(topics) if n not in self._gone] if self._gone else range(topics)
        self._weight = lru_cache(REMEMBERED)(self._weight_of)
        self.features_of = lru_cache(CANDIDATES)(self._features_of)
        """Everything that the phrasings of a topic say, by its number."""

    def _know(self, known: Mapping[str, int]) -> None:
        self._vocabulary = Vocabulary(known)
        self.reader = Reader(self._lexicon, self._vocabulary, Slips(self._tables), pairs=self.learned)
        self.exact = Reader(self._lexicon, pairs=self.learned)
        """Reads without correcting: a place that is misspelt is none."""

    def number(self, topic: str) -> int:
        """Raises KeyError for a topic that is in no index."""
        for (number,) in self._tables.rows("select number from indexed where topic = ?", topic):
            return int(number)
        raise KeyError(topic)

    def topics(self, numbers: Sequence[int]) -> dict[int, str]:
        """The ids of the topics whose phrasings the families share."""
        sql = f"select number, topic from indexed where number in ({','.join('?' * len(numbers))})"  # noqa: S608
        return dict(self._tables.rows(sql, *numbers))

    def said(self, question: Question) -> tuple[int, ...]:
        """Numbers of the topics that have this very phrasing; fillers, dates, places and word order aside."""
        if not question.key:
            return ()
        rows = self._tables.rows("select distinct topic from said where key = ?", question.key)
        return tuple(int(number) for (number,) in rows)

    def clashes(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """Phrasings of different topics that ask the same, each with its topic; fillers, dates and places aside."""
        keys = self._tables.rows(
            "select key from said where key <> '' group by key having count(distinct topic) > 1 order by key"
        )
        for (key,) in keys:
            rows = self._tables.rows(
                "select indexed.topic, min(phrasing) from said join indexed on number = said.topic"
                " where key = ? group by number",
                key,
            )
            yield tuple(rows)

    def texts_of(self, number: int) -> tuple[str, ...]:
        """The titles and phrasings of a topic's family."""
        rows = self._tables.rows("select phrasing from said where topic = ? and key <> ''", number)
        return tuple(phrasing for (phrasing,) in rows)

    def phrasings_of(self, numbers: Sequence[int]) -> Iterator[tuple[int, frozenset[str]]]:
        """The words of each phrasing of these topics, each with its topic; fillers aside."""
        sql = f"select topic, key from said where topic in ({','.join('?' * len(numbers))}) and key <> ''"  # noqa: S608
        yield from ((topic, frozenset(key.split())) for topic, key in self._tables.rows(sql, *numbers))

    def near(self, numbers: Collection[int], most: int) -> list[str]:
        """Phrasings of all topics, those first that share most with what these topics say, by rarity."""
        said = frozenset[str]().union(*map(self.features_of, numbers))
        rarity = {feature: weight.idf for feature, weight in self.weights(said).items()}
        rows = self._tables.rows("select phrasing, features from said where key <> ''")
        shares = ((sum(rarity.get(feature, 0.0) for feature in features.split()), text) for text, features in rows)
        return [text for _, text in heapq.nlargest(most, (share for share in shares if share[0]))]

    def weights(self, features: Iterable[str]) -> dict[str, FeatureWeight]:
        """What is known of these features; unknown ones are left out."""
        return {feature: weight for feature in sorted(features) if (weight := self._weight(feature))}

    def _weight_of(self, feature: str) -> FeatureWeight | None:
        weight = self._tables.weights("where feature = ?", feature).get(feature)
        if weight is None or self._gone.isdisjoint(weight.topics):
            return weight
        return FeatureWeight(weight.idf, {n: value for n, value in weight.topics.items() if n not in self._gone})

    def candidates(self, weights: Mapping[str, FeatureWeight]) -> dict[int, list[str]]:
        """The topics worth comparing, with all that their phrasings say: those with the rarest words of the question.

        However large the table, no more than `CANDIDATES` are read.
        """
        rarest = sorted(weights, key=lambda feature: (-weights[feature].idf, feature))
        chosen, room = [], CANDIDATES
        for feature in rarest:
            room -= round(self._texts / math.expm1(weights[feature].idf))
            if room < 0:
                break
            chosen.append(feature)
        if chosen:
            return self._having(" OR ", chosen)
        tried = (self._having(" AND ", rarest[:many]) for many in TOGETHER if rarest)
        return next((found for found in tried if found), {})

    def _having(self, how: str, features: Iterable[str]) -> dict[int, list[str]]:
        wanted = how.join(f'"{feature}"' for feature in features)
        sql = "select rowid, features from topic_words where topic_words match ? limit ?"
        return {number: found.split() for number, found in self._tables.rows(sql, wanted, CANDIDATES)}

    def speaks_of(self, concepts: Collection[str], number: int) -> bool:
        """Whether all of these speak for a topic: the large buyers of "how many supply large firms" are its own."""
        if not self.learned:
            return self.features_of(number) >= frozenset(concepts)
        weights = self.weights(concepts)
        return all(concept in weights and weights[concept].topics.get(number, 0.0) > OWN for concept in concepts)

    def _features_of(self, number: int) -> frozenset[str]:
        rows = self._tables.rows("select features from topic_words where rowid = ?", number)
        return frozenset(rows[0][0].split()) if rows else frozenset()

"""What the matcher looks up, derived from the table and kept beside it: vocabulary, candidates, learned weights.

Nothing here is a source of anything: `build` makes all of it anew from the phrasings.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sqlite_utils import Database

from knowledge.facts import Concept, Entry
from knowledge.learning import Example, FeatureWeight, idf, learn
from knowledge.reading import Question, Reader
from knowledge.spelling import Vocabulary
from knowledge.words import Lexicon, Script, normalise, words

CANDIDATES: Final = 150
"""Topics that are compared for one question, at most. Pruning to the rarest words loses nothing measurable."""

LEARNABLE: Final = 1_000
"""Topics up to which weights are learned; above, training would take minutes, and coverage by IDF serves."""

_ANY_DAY: Final = date(2025, 1, 1)
"""Phrasings are read for their words; what "last year" means in them is of no account."""

_TABLES: Final = {
    "indexed": "create table if not exists indexed (number integer primary key, topic text not null, place text not null) strict",
    "vocabulary": "create table if not exists vocabulary (word text primary key, phrasings integer not null) strict",
    "said": "create table if not exists said (topic integer not null, key text not null, primary key (topic, key)) strict,"
    " without rowid",
    "said_key": "create index if not exists said_key on said (key)",
    "feature": "create table if not exists feature (feature text primary key, idf real not null, topics blob not null,"
    " weights blob not null) strict, without rowid",
    "topic_words": "create virtual table if not exists topic_words using fts5(features,"
    " tokenize = \"unicode61 remove_diacritics 0 tokenchars '=#.-'\")",
}

_FILLED: Final = ("indexed", "vocabulary", "said", "feature", "topic_words")


class Index:
    """Shares the store's database, so that an index never differs from its table, not even after a kill."""

    def __init__(self, database: Database, concepts: Iterable[Concept]) -> None:
        self._database = database
        for statement in _TABLES.values():
            database.execute(statement)
        self._open(Lexicon(concepts))

    def _open(self, lexicon: Lexicon) -> None:
        rows = self._database.execute("select number, topic, place from indexed").fetchall()
        self._topics: dict[int, str] = {number: topic for number, topic, _ in rows}
        vocabulary = Vocabulary(
            dict(self._database.execute("select word, phrasings from vocabulary").fetchall())
        )
        self.learned = len(rows) <= LEARNABLE
        self.home = _home(place for *_, place in rows)
        self.reader = Reader(lexicon, vocabulary, self.home)

    def build(self, entries: Sequence[Entry], concepts: Sequence[Concept]) -> None:
        """Make the index anew. Run it inside the transaction that changed the table."""
        lexicon = Lexicon(concepts)
        reader = Reader(lexicon, home=_home(entry.topic.place for entry in entries))
        read = tuple(_read(entries, reader))
        for table in _FILLED:
            self._database.execute(f"delete from {table}")  # noqa: S608 - our own names
        write = self._database.conn.executemany
        write(
            "insert into indexed values (?, ?, ?)",
            ((n, e.topic.id, e.topic.place) for n, e in enumerate(entries)),
        )
        write("insert into vocabulary values (?, ?)", _vocabulary(entries, concepts).items())
        write(
            "insert or ignore into said values (?, ?)", ((example.topic, key) for example, key in read if key)
        )
        examples = [example for example, _ in read]
        weights = learn(examples) if len(entries) <= LEARNABLE else _unlearned(examples)
        write("insert into feature values (?, ?, ?, ?)", (_packed(*item) for item in weights.items()))
        write("insert into topic_words (rowid, features) values (?, ?)", _topic_words(examples).items())
        self._open(lexicon)

    def topic(self, number: int) -> str:
        return self._topics[number]

    def said(self, question: Question) -> int | None:
        """The number of the topic that has this very phrasing, fillers, dates and word order aside."""
        rows = self._database.execute("select topic from said where key = ?", [question.key]).fetchall()
        return int(rows[0][0]) if len(rows) == 1 else None

    def phrasings_of(self, number: int) -> tuple[frozenset[str], ...]:
        """The words of each phrasing of a topic, fillers aside."""
        rows = self._database.execute("select key from said where topic = ?", [number])
        return tuple(frozenset(key.split()) for (key,) in rows)

    def weights(self, features: Iterable[str]) -> dict[str, FeatureWeight]:
        """What is known of these features; unknown ones are left out."""
        wanted = sorted(features)
        marks = ",".join("?" * len(wanted))
        rows = self._database.execute(
            f"select feature, idf, topics, weights from feature where feature in ({marks})",  # noqa: S608 - marks only
            wanted,
        )
        return {
            feature: FeatureWeight(rarity, _unpacked(topics, values))
            for feature, rarity, topics, values in rows
        }

    def candidates(self, weights: Mapping[str, FeatureWeight]) -> Iterable[int]:
        """Numbers of the topics worth comparing: those with the rarest words of the question first."""
        if len(self._topics) <= CANDIDATES:
            return self._topics
        found: dict[int, None] = {}
        for feature in sorted(weights, key=lambda feature: -weights[feature].idf):
            rows = self._database.execute(
                "select rowid from topic_words where topic_words match ? limit ?",
                [f'"{feature}"', CANDIDATES - len(found)],
            )
            found.update((number, None) for (number,) in rows)
            if len(found) >= CANDIDATES:
                break
        return found

    def features_of(self, number: int) -> frozenset[str]:
        """Everything that the phrasings of a topic say."""
        row = self._database.execute("select features from topic_words where rowid = ?", [number]).fetchone()
        return frozenset(row[0].split()) if row else frozenset()


def _home(places: Iterable[str]) -> str:
    common = Counter(places).most_common(1)
    return common[0][0].casefold() if common else ""


def _read(entries: Sequence[Entry], reader: Reader) -> Iterator[tuple[Example, str]]:
    """Each phrasing as an example, and its key."""
    for number, entry in enumerate(entries):
        for phrasing in (*entry.phrasings, *entry.topic.titles):
            question = reader.read(phrasing.text, today=_ANY_DAY)
            yield Example(question.features, number), question.key
        for fact in entry.facts:
            if fact.figure:  # "17,600, what is that?"
                printed = re.findall(r"\d+(?:\.\d+)?", fact.figure.printed.replace(",", ""))
                yield Example(frozenset(f"#{number}" for number in printed), number), ""


def _vocabulary(entries: Sequence[Entry], concepts: Sequence[Concept]) -> Counter[str]:
    texts = [wording for entry in entries for wording in (*entry.phrasings, *entry.topic.titles)]
    texts += [wording for concept in concepts for wording in concept.words]
    spoken = (words(normalise(wording.text)) for wording in texts)
    return Counter(word for text in spoken for word in {w.text for w in text if w.script is Script.LATIN})


def _unlearned(examples: Sequence[Example]) -> dict[str, FeatureWeight]:
    return {feature: FeatureWeight(rarity, {}) for feature, rarity in idf(examples).items()}


def _topic_words(examples: Iterable[Example]) -> dict[int, str]:
    said: dict[int, set[str]] = {}
    for example in examples:
        said.setdefault(example.topic, set()).update(example.features)
    return {topic: " ".join(sorted(features)) for topic, features in said.items()}


def _packed(feature: str, weight: FeatureWeight) -> tuple[str, float, bytes, bytes]:
    return (
        feature,
        weight.idf,
        array("I", weight.topics).tobytes(),
        array("f", weight.topics.values()).tobytes(),
    )


def _unpacked(topics: bytes, weights: bytes) -> dict[int, float]:
    return dict(zip(array("I", topics), array("f", weights), strict=True))

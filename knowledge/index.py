"""What the matcher looks up, derived from the table and kept beside it: vocabulary, candidates, learned weights.

Nothing here is a source of anything: `build` makes all of it anew from the phrasings. Topics stand here by the number
of their family, since a family shares its phrasings.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlite_utils import Database

from knowledge.facts import Concept, Entry
from knowledge.indexing import Said, in_families, read_anew, topic_words, unlearned, vocabulary
from knowledge.reading import Question, Reader
from knowledge.spelling import Vocabulary
from knowledge.weights import FeatureWeight
from knowledge.words import Lexicon

CANDIDATES: Final = 250
"""Topics that are compared for one question, at most. Pruning to the rarest words loses nothing measurable."""

LEARNABLE: Final = 1_000
"""Topics up to which weights are learned; above, training would take minutes, and coverage by IDF serves."""

_TABLES: Final = {
    "indexed": "create table if not exists indexed (number integer primary key, topic text not null) strict",
    "vocabulary": "create table if not exists vocabulary (word text primary key, phrasings integer not null) strict",
    "said": "create table if not exists said (topic integer not null, phrasing text not null, features text not null,"
    " key text not null, primary key (topic, phrasing)) strict, without rowid",
    "feature": "create table if not exists feature (feature text primary key, idf real not null, topics blob not null,"
    " weights blob not null) strict, without rowid",
    "read_with": "create table if not exists read_with (lexicon text not null) strict",
    "topic_words": "create virtual table if not exists topic_words using fts5(features,"
    " tokenize = \"unicode61 remove_diacritics 0 tokenchars '=#.-'\")",
}
_KEYS: Final = "create index if not exists said_key on said (key)"


class Index:
    """Shares the store's database, so that an index never differs from its table, not even after a kill."""

    def __init__(self, database: Database, concepts: Iterable[Concept]) -> None:
        self._database = database
        for statement in (*_TABLES.values(), _KEYS):
            database.execute(statement)
        self._open(Lexicon(concepts))

    def _open(self, lexicon: Lexicon) -> None:
        self._topics: dict[int, str] = dict(self._rows("select number, topic from indexed"))
        self._numbers = {topic: number for number, topic in self._topics.items()}
        self.learned = len(self._topics) <= LEARNABLE
        self.reader = Reader(lexicon, Vocabulary(dict(self._rows("select word, phrasings from vocabulary"))))

    def build(self, entries: Sequence[Entry], concepts: Sequence[Concept]) -> None:
        """Make the index anew. Run it inside the transaction that changed the table.

        Where topics were only added to and the lexicon stands, what was read and learned before is gone on from.
        """
        lexicon, families = Lexicon(concepts), in_families(entries)
        before = self._before(lexicon.fingerprint, list(families))
        said = tuple(read_anew(families, Reader(lexicon), before))
        weights = self._learned(said, go_on=bool(before)) if len(families) <= LEARNABLE else unlearned(said)
        for table in _TABLES:
            self._database.execute(f"delete from {table}")  # noqa: S608 - our own names
        self._write("indexed", enumerate(families))
        self._write("vocabulary", vocabulary(entries, concepts).items())
        self._write("said", ((s.topic, s.phrasing, " ".join(sorted(s.features)), s.key) for s in said))
        self._write("feature", (_packed(*item) for item in weights.items()))
        self._write("read_with", [(lexicon.fingerprint,)])
        self._database.conn.executemany(
            "insert into topic_words (rowid, features) values (?, ?)", topic_words(said).items()
        )
        self._open(lexicon)

    def _before(self, fingerprint: str, families: Sequence[str]) -> dict[str, frozenset[str]]:
        """Features of the phrasings as they were read, if they would be read so again."""
        held = [self._topics[number] for number in sorted(self._topics)]
        if self._rows("select lexicon from read_with") != [(fingerprint,)] or families[: len(held)] != held:
            return {}
        rows = self._rows("select phrasing, features from said")
        return {phrasing: frozenset(features.split()) for phrasing, features in rows}

    def _learned(self, said: Sequence[Said], *, go_on: bool) -> dict[str, FeatureWeight]:
        from knowledge.learning import Example, learn  # noqa: PLC0415 - numpy is slow to load, and asking does without

        known = self._weights("") if go_on and self.learned else {}
        return learn([Example(each.features, each.topic) for each in said], known)

    def number(self, topic: str) -> int:
        """Raises KeyError for a topic that is in no index."""
        return self._numbers[topic]

    def topic(self, number: int) -> str:
        """The id of the topic whose phrasings the family shares."""
        return self._topics[number]

    def said(self, question: Question) -> tuple[int, ...]:
        """Numbers of the topics that have this very phrasing; fillers, dates, places and word order aside."""
        rows = self._rows("select distinct topic from said where key = ?", question.key) if question.key else []
        return tuple(int(number) for (number,) in rows)

    def clashes(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """Phrasings of different topics that ask the same, each with its topic; fillers, dates and places aside."""
        keys = self._rows(
            "select key from said where key <> '' group by key having count(distinct topic) > 1 order by key"
        )
        for (key,) in keys:
            rows = self._rows("select topic, min(phrasing) from said where key = ? group by topic", key)
            yield tuple((self._topics[number], phrasing) for number, phrasing in rows)

    def phrasings_of(self, number: int) -> tuple[frozenset[str], ...]:
        """The words of each phrasing of a topic, fillers aside."""
        rows = self._rows("select key from said where topic = ?", number)
        return tuple(frozenset(key.split()) for (key,) in rows if key)

    def weights(self, features: Iterable[str]) -> dict[str, FeatureWeight]:
        """What is known of these features; unknown ones are left out."""
        wanted = sorted(features)
        return self._weights(f"where feature in ({','.join('?' * len(wanted))})", *wanted)

    def _weights(self, where: str, *parameters: str) -> dict[str, FeatureWeight]:
        rows = self._rows(f"select feature, idf, topics, weights from feature {where}", *parameters)  # noqa: S608
        return {
            feature: FeatureWeight(rarity, dict(zip(array("I", topics), array("f", values), strict=True)))
            for feature, rarity, topics, values in rows
        }

    def candidates(self, weights: Mapping[str, FeatureWeight]) -> Iterable[int]:
        """Numbers of the topics worth comparing: those with the rarest words of the question first."""
        if len(self._topics) <= CANDIDATES:
            return self._topics
        found: dict[int, None] = {}
        for feature in sorted(weights, key=lambda feature: -weights[feature].idf):
            rows = self._rows(
                "select rowid from topic_words where topic_words match ? limit ?",
                f'"{feature}"',
                CANDIDATES - len(found),
            )
            found.update((number, None) for (number,) in rows)
            if len(found) >= CANDIDATES:
                break
        return found

    def features_of(self, number: int) -> frozenset[str]:
        """Everything that the phrasings of a topic say."""
        rows = self._rows("select features from topic_words where rowid = ?", number)
        return frozenset(rows[0][0].split()) if rows else frozenset()

    def _rows(self, sql: str, *parameters: str | int) -> list[tuple[Any, ...]]:
        return self._database.execute(sql, parameters).fetchall()

    def _write(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        rows = list(rows)
        if rows:
            marks = ",".join("?" * len(rows[0]))
            self._database.conn.executemany(f"insert or ignore into {table} values ({marks})", rows)  # noqa: S608


def _packed(feature: str, weight: FeatureWeight) -> tuple[str, float, bytes, bytes]:
    return (
        feature,
        weight.idf,
        array("I", weight.topics).tobytes(),
        array("f", weight.topics.values()).tobytes(),
    )

"""Where the index is kept: its tables, and the note that tells whether they are whole and of this very table."""

import hashlib
import json
import re
import secrets
import sqlite3
from array import array
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from sqlite_utils import Database

from knowledge.weights import FeatureWeight, Moves

FORMAT: Final = 7
"""To be raised when phrasings are read or learned from in another way: indexes made before are made anew."""

_TABLES: Final = {
    "indexed": "create table indexed (number integer primary key, topic text not null)",
    "vocabulary": "create table vocabulary (word text primary key, phrasings integer not null)",
    "said": "create table said (topic integer not null, phrasing text not null, features text not null,"
    " signals text not null, key text not null)",
    "feature": "create table feature (feature text primary key, idf real not null, topics blob not null,"
    " weights blob not null) without rowid",
    "gram": "create table gram (gram text primary key, phrasings integer not null) without rowid",
    "alike": "create table alike (key text not null, word text not null, primary key (key, word)) without rowid",
    "lesson": "create table lesson (topic integer not null, phrasings text not null, moves text not null,"
    " words text not null)",
    "read_with": "create table read_with (format integer not null, lexicon text not null, counts text not null,"
    " schema text not null, texts integer not null, revision integer not null)",
}
_KEYS: Final = (
    "create index said_key on said (key)",
    "create index said_topic on said (topic)",
    "create unique index indexed_topic on indexed (topic)",
    *(
        # A virtual table has none: whether that one is whole is tried out on some topics.
        f"create trigger {table}_{event} after {event} on {table} begin delete from read_with; end"  # noqa: S608 - ours
        for table in ("indexed", "vocabulary", "said", "feature", "gram", "alike")
        for event in ("insert", "update", "delete")
    ),
)
"""The triggers unsign what somebody changes: to notice it, however large the table, nothing need be counted."""

_WORDS: Final = (
    "create virtual table topic_words using fts5(features,"
    " tokenize = \"unicode61 remove_diacritics 0 tokenchars '=#.-'\")"
)
_SHADOWS: Final = ("data", "idx", "content", "docsize", "config")
"""Where SQLite keeps what is in `topic_words`."""

_GONE: Final = "gone:"
"""Before the number of a topic that is no more, in place of its id, which never has a colon."""

_SURE: Final = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]").fullmatch
"""Features that SQLite takes for words as well, whatever its version."""

_SCHEMA: Final = (
    "select name, sql from sqlite_master"
    " where tbl_name in ('indexed', 'vocabulary', 'said', 'feature', 'gram', 'alike', 'lesson', 'read_with')"
    " or tbl_name like 'topic_words%' order by name"
)


@dataclass(frozen=True, slots=True)
class Note:
    """What an index was made from, and of how many texts; `revision` is another after every change."""

    format: int
    lexicon: str
    counts: str
    schema: str
    texts: int
    revision: int


class IndexTables:
    def __init__(self, database: Database) -> None:
        self._database = database

    def rows(self, sql: str, *parameters: str | int) -> list[tuple[Any, ...]]:
        return self._database.execute(sql, parameters).fetchall()

    def write(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Put rows in, in place of those with the same key."""
        rows = iter(rows)
        for first in rows:
            sql = f"insert or replace into {table} values ({','.join('?' * len(first))})"  # noqa: S608
            self._database.conn.executemany(sql, chain([first], rows))

    def forget(self, topic: int, phrasings: Iterable[str]) -> None:
        pairs = ((topic, phrasing) for phrasing in phrasings)
        self._database.conn.executemany("delete from said where topic = ? and phrasing = ?", pairs)

    def silence(self, signals: Iterable[str]) -> None:
        """Drop the weights of those signals that no phrasing has any more."""
        left = set(signals)
        for features, others in self.rows("select features, signals from said"):
            left.difference_update(features.split(), others.split())
        self._database.conn.executemany("delete from feature where feature = ?", [(signal,) for signal in left])

    def leave(self, topic: int) -> None:
        """Keep a number from being found, and from being given again."""
        self.write("indexed", [(topic, f"{_GONE}{topic}")])
        self.write_words([(topic, "")])

    def gone(self) -> frozenset[int]:
        """The numbers that were left."""
        rows = self.rows(f"select number from indexed where topic like '{_GONE}%'")  # noqa: S608 - ours
        return frozenset(number for (number,) in rows)

    def write_words(self, words: Iterable[tuple[int, str]]) -> None:
        self._database.conn.executemany("insert or replace into topic_words (rowid, features) values (?, ?)", words)

    def weights(self, where: str, *parameters: str) -> dict[str, FeatureWeight]:
        rows = self.rows(f"select feature, idf, topics, weights from feature {where}", *parameters)  # noqa: S608
        return {
            feature: FeatureWeight(rarity, dict(zip(array("I", topics), array("f", values), strict=True)))
            for feature, rarity, topics, values in rows
        }

    def write_weights(self, weights: Iterable[tuple[str, FeatureWeight]]) -> None:
        self.write(
            "feature",
            (
                (feature, weight.idf, array("I", weight.topics).tobytes(), array("f", weight.topics.values()).tobytes())
                for feature, weight in weights
            ),
        )

    def keep_lesson(self, topic: int, phrasings: Iterable[str], moves: Moves, words: Mapping[str, int]) -> None:
        """What was moved so that these phrasings of a topic are found by it, and the words that came with them."""
        self.write("lesson", [(topic, *map(json.dumps, ([*phrasings], moves, words)))])

    def forget_lessons(self, topic: int, said: Container[str]) -> list[tuple[Moves, dict[str, int]]]:
        """Those for phrasings that are all gone by now; they are not told again."""
        held = self.rows("select rowid, phrasings, moves, words from lesson where topic = ?", topic)
        gone = [each for each in held if not any(phrasing in said for phrasing in json.loads(each[1]))]
        self._database.conn.executemany("delete from lesson where rowid = ?", [each[:1] for each in gone])
        return [(_moves(moves), json.loads(words)) for *_, moves, words in gone]

    def write_vocabulary(self, words: Iterable[str], known: Mapping[str, int]) -> None:
        """These words as they are known by now, or not at all."""
        words = [*words]
        self._database.conn.executemany("delete from vocabulary where word = ?", [(word,) for word in words])
        self.write("vocabulary", ((word, known[word]) for word in words if word in known))

    def counts(self, grams: Iterable[str]) -> Mapping[str, int]:
        """In how many phrasings each of these rows of characters stands; those in none are left out."""
        sql = "select gram, phrasings from gram where gram in (select value from json_each(?))"
        return dict(self.rows(sql, json.dumps([*grams])))

    def alike(self, keys: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """The words found under each of these keys, each with the number of its phrasings."""
        sql = (
            "select key, word, phrasings from alike join gram on gram = word"
            " where key in (select value from json_each(?))"
        )
        found: dict[str, dict[str, int]] = {}
        for key, word, phrasings in self.rows(sql, json.dumps([*keys])):
            found.setdefault(key, {})[word] = phrasings
        return found

    def clear(self) -> None:
        """Empty tables, whatever became of those before."""
        for table in _TABLES:
            self._database.execute(f"drop table if exists {table}")
        try:
            self._database.execute("drop table if exists topic_words")
        except sqlite3.DatabaseError:  # part of it is lost, and SQLite no longer knows it
            self._database.execute("pragma writable_schema = on")
            self._database.execute("delete from sqlite_master where name = 'topic_words'")
            self._database.execute("pragma writable_schema = reset")
        for shadow in _SHADOWS:
            self._database.execute(f"drop table if exists topic_words_{shadow}")
        for statement in (*_TABLES.values(), _WORDS):
            self._database.execute(statement)

    def look_up(self) -> None:
        """Make the keys and triggers, once all is in: faster than to keep them up to date meanwhile."""
        for statement in _KEYS:
            self._database.execute(statement)

    def note(self) -> Note | None:
        held = self.rows("select format, lexicon, counts, schema, texts, revision from read_with")
        return Note(*held[0]) if len(held) == 1 else None

    def sign(self, lexicon: str, counts: str, texts: int) -> int:
        """Say what the tables, as they are now, were made from. Returns the revision."""
        revision = secrets.randbits(53)
        self._database.execute("delete from read_with")
        self.write("read_with", [(FORMAT, lexicon, counts, self._schema(), texts, revision)])
        return revision

    def is_whole(self, note: Note) -> bool:
        """Whether the tables are those that were signed, and some topics are found by words of theirs."""
        ((topics,),) = self.rows("select coalesce(max(number) + 1, 0) from indexed")
        some = {0, topics // 2, topics - 1} if topics else ()
        return note.schema == self._schema() and all(map(self._is_found, some))

    def _is_found(self, topic: int) -> bool:
        if not self.rows("select features from topic_words where rowid = ?", topic):
            return False
        said = self.rows("select features from said where topic = ? limit 1", topic)
        wanted = " ".join(f'"{feature}"' for (features,) in said for feature in features.split() if _SURE(feature))
        sql = "select 1 from topic_words where topic_words match ? and rowid = ?"
        return bool(not wanted or self.rows(sql, wanted, topic))

    def _schema(self) -> str:
        return hashlib.sha256(repr(self.rows(_SCHEMA)).encode()).hexdigest()


def _moves(text: str) -> Moves:
    """JSON has no numbers for names."""
    return {feature: {int(topic): by for topic, by in each.items()} for feature, each in json.loads(text).items()}

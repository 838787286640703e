"""What the matcher looks up, derived from the table and kept beside it: vocabulary, candidates, learned weights.

Nothing here is a source of anything: `build` makes all of it anew from the phrasings, and `add` goes on from there.
Topics stand here by the number of their family, since a family shares its phrasings.
"""

import gc
import heapq
import json
import math
import sqlite3
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from sqlite_utils import Database

from knowledge.facts import Concept, Entry
from knowledge.grams import grams, meant, pairs_of
from knowledge.index_tables import FORMAT, IndexTables
from knowledge.indexing import (
    Said,
    Tally,
    from_people,
    in_families,
    new_words,
    own_figures,
    read_family,
    texts_of,
    vocabulary,
    words_of,
)
from knowledge.reading import Phrasing, Question, Reader
from knowledge.slips import Slips
from knowledge.spelling import Vocabulary
from knowledge.weights import FeatureWeight, idf, moves, rarities, silent, strangest, taken_back, taught
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
        self._slips = Slips(self._tables)
        self.reader = Reader(self._lexicon, self._vocabulary, self._slips, pairs=self.learned)
        self.exact = Reader(self._lexicon, pairs=self.learned)
        """Reads without correcting: a place that is misspelt is none."""

    def build(self, entries: Sequence[Entry], concepts: Sequence[Concept], typed: Collection[str], counts: str) -> None:
        """Make the index anew. Run it inside the transaction that changed the table.

        Where topics were only added to and the lexicon stands, what was read and learned before is gone on from.
        `typed` are the texts that came from a chat, and may be misspelt; `counts` tell this table from another.
        """
        with _without_collecting():
            self._build(entries, concepts, typed, counts)

    def _build(
        self, entries: Sequence[Entry], concepts: Sequence[Concept], typed: Collection[str], counts: str
    ) -> None:
        lexicon, families, tally = Lexicon(concepts), in_families(entries), Tally()
        before = self._before(lexicon, list(families))
        known = vocabulary(entries, concepts, typed)
        chinese = grams(entries, concepts, typed)
        learnable = len(families) <= LEARNABLE
        plain = Reader(lexicon, pairs=learnable)
        correcting = Reader(lexicon, Vocabulary(known), Slips(chinese), pairs=learnable) if typed else plain

        def read(text: str) -> Phrasing:
            if text in typed:
                return correcting.read_phrasing(text)
            return before.get(text) or plain.read_phrasing(text)

        said: Iterable[Said] = (
            each for number, members in enumerate(families.values()) for each in read_family(number, members, read)
        )
        weights: Mapping[str, FeatureWeight] = {}
        if learnable:
            said = examples = list(said)
            quiet = {number for number, members in enumerate(families.values()) if from_people(members)}
            aloud = [each for each in examples if each.topic not in quiet]
            added = [each for each in examples if each.topic in quiet]
            others = silent(rarities([each.signals for each in added], len(aloud)))
            weights = own_figures(added, {**others, **self._learned(aloud, go_on=bool(before))})
        self._tables.clear()
        self._tables.write("indexed", enumerate(families))
        self._tables.write("vocabulary", known.items())
        self._tables.write("gram", chinese.phrasings.items())
        self._tables.write("alike", chinese.keys)
        self._tables.write("said", map(_row, tally.counted(said)))
        self._tables.write_weights((weights or silent(tally.rarities())).items())
        self._tables.write_words(tally.words.items())
        self._tables.look_up()
        self._revision = self._tables.sign(lexicon.fingerprint, counts, tally.texts)
        self._lexicon = lexicon
        self._take(tally.texts, len(families))
        self._know(known)

    def add(self, members: Sequence[Entry], counts: str) -> None:
        """Take in what one family gained in a chat, in a fraction of the time; the rest stays as it was learned."""
        root = members[0].topic.root
        held = self._tables.rows("select number from indexed where topic = ?", root)
        number = int(held[0][0]) if held else self._next
        before = self._read_before("where topic = ?", number)
        words = self._learn_words(members, [text for text in texts_of(members) if text not in before])
        said = read_family(number, members, lambda text: before.get(text) or self.reader.read_phrasing(text))
        now = {each.phrasing: each for each in said}
        fresh = [each for phrasing, each in now.items() if phrasing not in before]
        self._teach(number, fresh, words, aloud=not from_people(members))
        gone = {phrasing: read for phrasing, read in before.items() if phrasing not in now}
        self._tables.write("said", map(_row, fresh))
        self._forget(number, gone, now)
        self._tables.write("indexed", [(number, root)])
        self._tables.write_words([(number, words_of(now.values()))])
        texts = self._texts + len(fresh) - len(gone)
        self._take(texts, max(number + 1, self._next))
        self._revision = self._tables.sign(self._lexicon.fingerprint, counts, texts)

    def drop(self, root: str, counts: str) -> None:
        """Forget a family that is gone. Its number stays taken, since learned weights still speak of it."""
        number = self.number(root)
        gone = self._read_before("where topic = ?", number)
        self._forget(number, gone, ())
        self._tables.leave(number)
        texts = self._texts - len(gone)
        self._take(texts, self._next)
        self._revision = self._tables.sign(self._lexicon.fingerprint, counts, texts)

    def _forget(self, number: int, gone: Mapping[str, Phrasing], left: Container[str]) -> None:
        """Unlearn what is no longer said: a phrasing that was taken back leads nowhere.

        What it was taught by is taken out of the weights, and what nobody else says speaks for nothing.
        """
        if gone:
            self._tables.forget(number, gone)
            for lesson, words in self._tables.forget_lessons(number, left):
                held = self._tables.weights("where feature in (select value from json_each(?))", json.dumps([*lesson]))
                self._tables.write_weights(taken_back(held, lesson).items())
                known = Counter(self._vocabulary.counts) - Counter(words)
                self._tables.write_vocabulary(words, known)
                self._know(known)
            self._tables.silence(frozenset().union(*(read.signals for read in gone.values())))

    def _learn_words(self, members: Sequence[Entry], texts: Sequence[str]) -> Counter[str]:
        """What is new: what is read as another word is taken for a slip, unless the source has it too."""
        new = new_words(texts, self._vocabulary, members)
        known = Counter(self._vocabulary.counts) + new
        self._tables.write("vocabulary", ((word, known[word]) for word in new))
        self._count(pairs_of(fact.quote.text for member in members for fact in member.facts))
        self._count(meant(texts, Slips(self._tables)))
        self._know(known)
        return new

    def _count(self, pairs: Counter[str]) -> None:
        """Take Chinese in that is right as it stands, so that none of it is taken for a slip."""
        self._tables.write("gram", (pairs + Counter(self._tables.counts(pairs))).items())

    def _teach(self, number: int, said: Sequence[Said], words: Mapping[str, int], *, aloud: bool) -> None:
        """What people added is held against questions word by word, and takes none from what was learned before."""
        if self.learned:
            phrasings = [each.signals for each in said]
            known = silent(rarities(phrasings, self._texts)) | self.weights(frozenset().union(*phrasings))
            grown = taught(phrasings, number, known, self.numbers, self.strange) if aloud else own_figures(said, known)
            if said:
                self._tables.keep_lesson(number, (each.phrasing for each in said), moves(known, grown), words)
        else:
            features = Counter(feature for each in said for feature in each.features)
            grown = silent(idf(features, self._texts + len(said))) | self.weights(features)
        self._tables.write_weights(grown.items())

    def _before(self, lexicon: Lexicon, families: Sequence[str]) -> dict[str, Phrasing]:
        """What was in the phrasings as they were read, if they would be read so again."""
        if not self._is_whole(lexicon):
            return {}
        held = [topic for (topic,) in self._tables.rows("select topic from indexed order by number")]
        if held != families[: len(held)]:
            return {}
        return self._read_before("")

    def _read_before(self, where: str, *parameters: int) -> dict[str, Phrasing]:
        rows = self._tables.rows(f"select phrasing, features, signals from said {where}", *parameters)  # noqa: S608 - ours
        read = ((phrasing, frozenset(features.split()), signals) for phrasing, features, signals in rows)
        return {phrasing: Phrasing(features, features.union(signals.split())) for phrasing, features, signals in read}

    def _learned(self, said: Sequence[Said], *, go_on: bool) -> dict[str, FeatureWeight]:
        from knowledge.learning import Example, learn  # noqa: PLC0415 - numpy is slow to load, and asking does without

        known = self._tables.weights("") if go_on and self.learned else {}
        return learn([Example(each.signals, each.topic) for each in said], known)

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


@contextmanager
def in_memory() -> Iterator[Index]:
    """An index of no table that is kept, for as long as the block lasts."""
    database = Database(memory=True)
    try:
        yield Index(database)
    finally:
        database.close()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nothing made while building is garbage before its end; to look for it would take a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _row(said: Said) -> tuple[object, ...]:
    return (
        said.topic,
        said.phrasing,
        " ".join(sorted(said.features)),
        " ".join(sorted(said.signals - said.features)) if said.signals is not said.features else "",
        said.key,
    )

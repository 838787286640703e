"""What makes an index of a table: reads every phrasing once, learns what words weigh, and goes on from there."""

import gc
import json
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlite_utils import Database

from knowledge.facts import Concept, Entry
from knowledge.grams import grams, meant, pairs_of
from knowledge.index import LEARNABLE, Index
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
from knowledge.reading import Phrasing, Reader
from knowledge.slips import Slips
from knowledge.spelling import Vocabulary
from knowledge.weights import FeatureWeight, idf, moves, rarities, silent, taken_back, taught
from knowledge.words import Lexicon


class Indexer(Index):
    """An index that is written to, inside the transaction that changes the table."""

    def build(self, entries: Sequence[Entry], concepts: Sequence[Concept], typed: Collection[str], counts: str) -> None:
        """Make the index anew. Run it inside the transaction that changed the table.

        Where topics were only added to and the lexicon stands, what was read and learned before is gone on from.
        `typed` are the texts that came from a chat, and may be misspelt; `counts` tell this table from another.
        """
        with _without_collecting():
            self._build(entries, concepts, typed, counts)

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
        self._sign(counts, self._texts + len(fresh) - len(gone), max(number + 1, self._next))

    def drop(self, root: str, counts: str) -> None:
        """Forget a family that is gone. Its number stays taken, since learned weights still speak of it."""
        number = self.number(root)
        gone = self._read_before("where topic = ?", number)
        self._forget(number, gone, ())
        self._tables.leave(number)
        self._sign(counts, self._texts - len(gone), self._next)

    def _build(
        self, entries: Sequence[Entry], concepts: Sequence[Concept], typed: Collection[str], counts: str
    ) -> None:
        lexicon, families = Lexicon(concepts), in_families(entries)
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
            weights = self._weights_of(examples, families, go_on=bool(before))
        self._tables.clear()
        self._tables.write("indexed", enumerate(families))
        self._tables.write("vocabulary", known.items())
        self._tables.write("gram", chinese.phrasings.items())
        self._tables.write("alike", chinese.keys)
        tally = self._write(said, weights)
        self._tables.look_up()
        self._lexicon = lexicon
        self._sign(counts, tally.texts, len(families))
        self._know(known)

    def _write(self, said: Iterable[Said], weights: Mapping[str, FeatureWeight]) -> Tally:
        """What is said, and what it weighs: where nothing was learned, how rare it is, which is counted meanwhile."""
        tally = Tally()
        self._tables.write("said", map(_row, tally.counted(said)))
        self._tables.write_weights((weights or silent(tally.rarities())).items())
        self._tables.write_words(tally.words.items())
        return tally

    def _weights_of(
        self, examples: Sequence[Said], families: Mapping[str, Sequence[Entry]], *, go_on: bool
    ) -> dict[str, FeatureWeight]:
        """Learned from what ships; what people added takes nothing from that."""
        quiet = {number for number, members in enumerate(families.values()) if from_people(members)}
        aloud = [each for each in examples if each.topic not in quiet]
        added = [each for each in examples if each.topic in quiet]
        others = silent(rarities([each.signals for each in added], len(aloud)))
        return own_figures(added, {**others, **self._learned(aloud, go_on=go_on)})

    def _sign(self, counts: str, texts: int, topics: int) -> None:
        """All is in."""
        self._take(texts, topics)
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


@contextmanager
def in_memory() -> Iterator[Indexer]:
    """An index of no table that is kept, for as long as the block lasts."""
    database = Database(memory=True)
    try:
        yield Indexer(database)
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

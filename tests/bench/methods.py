"""The engine and its peers behind one door: built from labelled phrasings, asked one question at a time."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from sqlite_utils import Database

from knowledge.facts import Entry, Topic, Wording
from knowledge.index import Index
from knowledge.indexer import Indexer
from knowledge.matching import rank
from knowledge.words import stem, words

NEAREST: Final = 50
"""Phrasings that a peer fetches; the next other label is nearly always among them."""

_DAY: Final = date(2026, 1, 1)

Labelled = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Guess:
    """The best label, -1 where there is none; its score, and its lead over the next label."""

    label: int
    score: float
    lead: float


NOTHING: Final = Guess(-1, 0, 0)


class Method(Protocol):
    """One way of matching. What `build` leaves in the directory, `open` reads again in another process."""

    def build(self, phrasings: Labelled, directory: Path) -> None: ...
    def open(self, phrasings: Labelled, directory: Path) -> None: ...
    def ask(self, question: str) -> Guess: ...


def best_of(scored: Sequence[tuple[int, float]]) -> Guess:
    """The best label of scored phrasings, best first."""
    if not scored:
        return NOTHING
    label, score = scored[0]
    return Guess(label, score, score - next((other for found, other in scored if found != label), 0.0))


def latin(text: str) -> list[str]:
    """Words for the peers: the same normalising that the engine has."""
    return [word.text for word in words(text)]


class Engine:
    """The shipped code path: Indexer.build, Reader.read, rank. No lexicon; spelling is corrected."""

    def build(self, phrasings: Labelled, directory: Path) -> None:
        database = Database(directory / "index.db")
        groups: dict[int, list[Wording]] = {}
        for text, label in phrasings:
            groups.setdefault(label, []).append(Wording(text, "en"))
        # A title is a phrasing too: the first phrasing is, so that nothing is learned that the peers do not see.
        topics = {label: Topic(f"t-{label}", (asked[0],), "") for label, asked in groups.items()}
        with database.conn:
            entries = [Entry(topics[label], tuple(asked), ()) for label, asked in groups.items()]
            Indexer(database).build(entries, (), (), "")
        database.close()

    def open(self, phrasings: Labelled, directory: Path) -> None:
        self._index = Index(Database(directory / "index.db"))
        self._index.open((), "")

    def ask(self, question: str) -> Guess:
        matches = rank(self._index.reader.read(question, today=_DAY), self._index)
        if not matches or matches[0].score <= 0:
            return NOTHING
        return best_of([(int(match.topic.removeprefix("t-")), match.score) for match in matches])


class Rapidfuzz:
    """Every phrasing compared, which is what `extractOne` does."""

    def __init__(self, scorer: str) -> None:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - each method loads what it alone needs

        self._scorer, self._extract = getattr(fuzz, scorer), process.extract

    def build(self, phrasings: Labelled, directory: Path) -> None:
        pass

    def open(self, phrasings: Labelled, directory: Path) -> None:
        self._texts = [" ".join(latin(text)) for text, _ in phrasings]
        self._labels = [label for _, label in phrasings]

    def ask(self, question: str) -> Guess:
        found = self._extract(" ".join(latin(question)), self._texts, scorer=self._scorer, limit=NEAREST)
        return best_of([(self._labels[at], score) for _, score, at in found])


class Fts5:
    """SQLite's full-text search, any word, by BM25."""

    def build(self, phrasings: Labelled, directory: Path) -> None:
        connection = sqlite3.connect(directory / "fts.db")
        connection.execute("create virtual table phrasing using fts5(text, label unindexed)")
        connection.executemany("insert into phrasing values (?, ?)", ((" ".join(latin(t)), n) for t, n in phrasings))
        connection.commit()
        connection.close()

    def open(self, phrasings: Labelled, directory: Path) -> None:
        self._connection = sqlite3.connect(directory / "fts.db")

    def ask(self, question: str) -> Guess:
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(latin(question)))
        sql = "select label, -rank from phrasing where phrasing match ? order by rank limit ?"
        return best_of(self._connection.execute(sql, (wanted, NEAREST)).fetchall() if wanted else [])


class Bm25s:
    """BM25 in numpy, with the same stems that the engine has."""

    def build(self, phrasings: Labelled, directory: Path) -> None:
        model = import_module("bm25s").BM25()
        model.index([self._stems(text) for text, _ in phrasings], show_progress=False)
        model.save(str(directory / "bm25s"), show_progress=False)

    def open(self, phrasings: Labelled, directory: Path) -> None:
        self._model: Any = import_module("bm25s").BM25.load(str(directory / "bm25s"))
        self._labels = [label for _, label in phrasings]

    def ask(self, question: str) -> Guess:
        known = [word for word in self._stems(question) if word in self._model.vocab_dict]
        if not known:
            return NOTHING
        found, scores = self._model.retrieve([known], k=min(NEAREST, len(self._labels)), show_progress=False)
        return best_of([(self._labels[at], float(score)) for at, score in zip(found[0], scores[0], strict=True)])

    @staticmethod
    def _stems(text: str) -> list[str]:
        return [stem(word) for word in latin(text)]


class Tantivy:
    """A search engine's fuzzy terms: each word, one edit away at most from four letters on."""

    def build(self, phrasings: Labelled, directory: Path) -> None:
        tantivy = import_module("tantivy")
        (directory / "tantivy").mkdir()
        index = tantivy.Index(self._schema(tantivy), path=str(directory / "tantivy"))
        writer = index.writer(heap_size=100_000_000, num_threads=1)
        for text, label in phrasings:
            writer.add_document(tantivy.Document(text=" ".join(latin(text)), label=label))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, phrasings: Labelled, directory: Path) -> None:
        self._tantivy = import_module("tantivy")
        self._index: Any = self._tantivy.Index(self._schema(self._tantivy), path=str(directory / "tantivy"))
        self._index.reload()
        self._searcher: Any = self._index.searcher()

    def ask(self, question: str) -> Guess:
        query, schema = self._tantivy.Query, self._index.schema
        terms = [
            query.fuzzy_term_query(schema, "text", word, distance=1, transposition_cost_one=True)
            if len(word) > 3
            else query.term_query(schema, "text", word)
            for word in dict.fromkeys(latin(question))
        ]
        if not terms:
            return NOTHING
        wanted = query.boolean_query([(self._tantivy.Occur.Should, term) for term in terms])
        hits = self._searcher.search(wanted, NEAREST, count=False).hits
        return best_of([(self._searcher.doc(address)["label"][0], score) for score, address in hits])

    @staticmethod
    def _schema(tantivy: Any) -> Any:  # noqa: ANN401 - an optional library without types
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=False, tokenizer_name="whitespace")
        builder.add_integer_field("label", stored=True)
        return builder.build()


class TfIdf:
    """Cosine of TF-IDF vectors of words, and of letters within words."""

    def build(self, phrasings: Labelled, directory: Path) -> None:
        pass

    def open(self, phrasings: Labelled, directory: Path) -> None:
        text = import_module("sklearn.feature_extraction.text")
        union = import_module("sklearn.pipeline").FeatureUnion
        self._vectors: Any = union(
            [
                ("words", text.TfidfVectorizer(token_pattern=r"\S+")),
                ("letters", text.TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4))),
            ]
        )
        self._matrix = self._vectors.fit_transform([" ".join(latin(text)) for text, _ in phrasings]).T.tocsr()
        self._labels = [label for _, label in phrasings]

    def ask(self, question: str) -> Guess:
        scores = (self._vectors.transform([" ".join(latin(question))]) @ self._matrix).toarray()[0]
        best = scores.argsort()[: -NEAREST - 1 : -1]
        return best_of([(self._labels[at], float(scores[at])) for at in best])


METHODS: Final[dict[str, Callable[[], Method]]] = {
    "giants": Engine,
    "rapidfuzz WRatio": lambda: Rapidfuzz("WRatio"),
    "rapidfuzz token_set_ratio": lambda: Rapidfuzz("token_set_ratio"),
    "rapidfuzz token_sort_ratio": lambda: Rapidfuzz("token_sort_ratio"),
    "SQLite FTS5 BM25": Fts5,
    "bm25s": Bm25s,
    "tantivy, fuzzy": Tantivy,
    "TF-IDF words + letters": TfIdf,
}
SLOW: Final = ("rapidfuzz", "SQLite", "TF-IDF")
"""What the names of the methods begin with that read all phrasings, or much of them, for each question."""

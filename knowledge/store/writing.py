"""What is put into the table: entries, documents and concepts, new ones and those that differ."""

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from knowledge.facts import Collection, Concept, Document, Entry, Fact, Source, Topic, Wording
from knowledge.store.catalogue import Catalogue
from knowledge.store.connection import Connection
from knowledge.store.opening import PATIENCE
from knowledge.store.protocol import Imported, StoreError
from knowledge.store.rows import fact_row, source_row


class _Outcome(Enum):
    ADDED = auto()
    CHANGED = auto()
    SAME = auto()


class Writer:
    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._database = connection.database
        self._rows = connection.rows
        self._write = connection.write
        self._transaction = connection.transaction

    def put(self, *collections: Collection) -> Imported:
        """Add what is new and change what differs, by id. Never deletes.

        Titles, place and a document's text take the newer wording; phrasings and concepts' words are added.
        """
        outcomes: Counter[_Outcome] = Counter()
        with self._transaction():
            for collection in collections:
                self._keep_documents(collection.documents)
                outcomes.update(outcome for entry in collection.entries for outcome in self._keep(entry))
                self._keep_concepts(collection.concepts)
            self._refuse_lost_families()
            self._write("insert or ignore into meta (key, value) values ('filled', 'yes')", [{}])
        self._connection.patience = PATIENCE
        return Imported(outcomes[_Outcome.ADDED], outcomes[_Outcome.CHANGED], outcomes[_Outcome.SAME])

    def add(self, entry: Entry, *, by: int) -> None:
        """Put in what is not held yet: a topic or a source that is there stays as it is."""
        with self._transaction():
            held = self._catalogue.entry(entry.topic.id)
            if held is None:
                self._keep_topic(entry.topic)
            known = held.phrasings if held else ()
            fresh = [phrasing for phrasing in entry.phrasings if phrasing not in known]
            self._keep_phrasings(entry.topic, fresh, by=by)
            self._add_sources(fact.source for fact in entry.facts)
            for fact in entry.facts:
                self._database.table("fact").insert({**fact_row(fact), "topic": entry.topic.id}, pk="id")

    def _add_sources(self, sources: Iterable[Source]) -> None:
        self._write(
            """insert or ignore into source (url, publisher, title, published)
            values (:url, :publisher, :title, :published)""",
            map(source_row, sources),
        )

    def _refuse_lost_families(self) -> None:
        """Members of a family are found by its root's phrasings, or not at all."""
        lost = self._rows(
            """select topic.id, topic.family, root.family as further
            from topic left join topic as root on root.id = topic.family
            where topic.family <> '' and coalesce(root.family, '?') <> '' order by topic.rowid limit 1"""
        )
        for topic, family, further in lost:
            why = f"is of the family of {further} itself" if further else "is no topic of the table or the file"
            raise StoreError(
                f"Nothing was taken in: topic {topic}, family: {family} {why}. Name the topic it belongs to."
            )

    def _keep_documents(self, documents: Iterable[Document]) -> None:
        self._write(
            """insert into source (url, publisher, title, published, text)
            values (:url, :publisher, :title, :published, :text)
            on conflict (url) do update set publisher = excluded.publisher, title = excluded.title,
                published = excluded.published, text = coalesce(nullif(excluded.text, ''), text, '')""",
            ({**source_row(document.source), "text": document.text} for document in documents),
        )

    def _keep(self, entry: Entry) -> Iterator[_Outcome]:
        held = self._catalogue.entry(entry.topic.id)
        phrasings = list(entry.phrasings)
        if held is not None:
            known = set(held.phrasings)
            phrasings = [phrasing for phrasing in entry.phrasings if phrasing not in known]
        self._keep_topic(entry.topic)
        self._keep_phrasings(entry.topic, phrasings)
        if held is None:
            yield _Outcome.ADDED
        else:
            same = not phrasings and self._catalogue.topic(entry.topic.id) == held.topic
            yield _Outcome.SAME if same else _Outcome.CHANGED
        self._keep_sources(fact.source for fact in entry.facts)
        for fact in entry.facts:
            yield self._keep_fact(fact, entry.topic)

    def _keep_topic(self, topic: Topic) -> None:
        self._write(
            """insert into topic (id, place, family) values (:id, :place, :family)
            on conflict (id) do update set place = excluded.place, family = excluded.family""",
            [{"id": topic.id, "place": topic.place, "family": topic.family}],
        )
        self._write(
            """insert into title (topic, language, text) values (:topic, :language, :text)
            on conflict (topic, language) do update set text = excluded.text""",
            ({"topic": topic.id, "language": t.language, "text": t.text} for t in topic.titles),
        )

    def _keep_phrasings(self, topic: Topic, phrasings: Iterable[Wording], *, by: int = 0) -> None:
        """Behind those that the topic has."""
        ((after,),) = self._rows("select coalesce(max(position) + 1, 0) from phrasing where topic = ?", topic.id)
        self._write(
            """insert or ignore into phrasing (topic, language, text, position, proposed_by)
            values (:topic, :language, :text, :position, :by)""",
            (
                {
                    "topic": topic.id,
                    "language": phrasing.language,
                    "text": phrasing.text,
                    "position": position,
                    "by": by,
                }
                for position, phrasing in enumerate(phrasings, after)
            ),
        )

    def _keep_sources(self, sources: Iterable[Source]) -> None:
        self._write(
            """insert into source (url, publisher, title, published)
            values (:url, :publisher, :title, :published)
            on conflict (url) do update set publisher = excluded.publisher, title = excluded.title,
                published = excluded.published""",
            (source_row(source) for source in dict.fromkeys(sources)),
        )

    def _keep_fact(self, fact: Fact, topic: Topic) -> _Outcome:
        row = {**fact_row(fact), "topic": topic.id}
        held = self._rows("select * from fact where id = ?", fact.id)
        if held and dict(held[0]) == row:
            return _Outcome.SAME
        self._database.table("fact").upsert(row, pk="id")
        return _Outcome.CHANGED if held else _Outcome.ADDED

    def _keep_concepts(self, concepts: Iterable[Concept]) -> None:
        for concept in concepts:
            self._write(
                """insert into concept (name, kind) values (:name, :kind)
                on conflict (name) do update set kind = excluded.kind""",
                [{"name": concept.name, "kind": concept.kind.value}],
            )
            self._write(
                """insert or ignore into concept_word (concept, language, text)
                values (:concept, :language, :text)""",
                ({"concept": concept.name, "language": w.language, "text": w.text} for w in concept.words),
            )

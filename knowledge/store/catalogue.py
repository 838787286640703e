"""What the table holds: topics with their phrasings and facts, sources and concepts."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from knowledge.facts import Concept, Document, Entry, Fact, Kind, Source, Topic, Wording
from knowledge.store.connection import Connection
from knowledge.store.rows import fact_of, source_of


class Catalogue:
    def __init__(self, connection: Connection) -> None:
        self._rows = connection.rows

    def entry(self, topic: str) -> Entry | None:
        held = self.topic(topic)
        if held is None:
            return None
        return Entry(held, self._phrasings(topic), self._facts(held))

    def entries(self, *, retired: bool = False) -> Iterator[Entry]:
        for topic in self.topics():
            yield Entry(topic, self._phrasings(topic.id), self._facts(topic, retired=retired))

    def family(self, root: str) -> tuple[Entry, ...]:
        rows = self._rows("select id from topic where id = ? or family = ? order by rowid", root, root)
        return tuple(entry for (topic,) in rows if (entry := self.entry(topic)))

    def topics(self) -> tuple[Topic, ...]:
        rows = self._rows(
            """select topic.id, topic.place, topic.family, title.text, title.language
            from topic join title on title.topic = topic.id
            order by topic.rowid, title.rowid"""
        )
        return tuple(
            Topic(id_, tuple(Wording(row["text"], row["language"]) for row in titles), place, family)
            for (id_, place, family), titles in groupby(rows, key=lambda row: (row["id"], row["place"], row["family"]))
        )

    def topic(self, topic: str) -> Topic | None:
        rows = self._rows(
            """select place, family, text, language from topic join title on topic = id
            where id = ? order by title.rowid""",
            topic,
        )
        if not rows:
            return None
        titles = tuple(Wording(row["text"], row["language"]) for row in rows)
        return Topic(topic, titles, rows[0]["place"], rows[0]["family"])

    def facts(self, topic: str) -> tuple[Fact, ...]:
        held = self.topic(topic)
        return () if held is None else self._facts(held)

    def fact(self, fact: str) -> Fact | None:
        for row in self._rows("select * from fact where id = ?", fact):
            topic = self.topic(row["topic"])
            if topic is not None:
                return fact_of(row, topic, self._source(row["source"]))
        return None

    def shown_in(self, text: str) -> tuple[Fact, ...]:
        """Facts whose sentence stands in a text, or the beginning of a long one."""
        rows = self._rows("select id from fact where instr(?, substr(sentence, 1, 100)) > 0 order by rowid", text)
        return tuple(fact for (id_,) in rows if (fact := self.fact(id_)))

    def due(self, today: date) -> tuple[Fact, ...]:
        rows = self._rows(
            "select id from fact where review <= ? and not retired order by review, id", today.isoformat()
        )
        return tuple(fact for (id_,) in rows if (fact := self.fact(id_)))

    def source(self, url: str) -> Source | None:
        rows = self._rows("select * from source where url = ?", url)
        return source_of(rows[0]) if rows else None

    def documents(self) -> tuple[Document, ...]:
        """Those brought as documents; a source that is only cited is none."""
        rows = self._rows("select * from source where text is not null order by rowid")
        return tuple(Document(source_of(row), row["text"]) for row in rows)

    def concepts(self) -> tuple[Concept, ...]:
        """Words stand by language, in the order in which the languages came."""
        rows = self._rows(
            """select name, kind, text, language
            from concept left join concept_word on concept = name
            order by concept.rowid,
                min(concept_word.rowid) over (partition by name, language), concept_word.rowid"""
        )
        return tuple(
            Concept(
                name,
                tuple(Wording(w["text"], w["language"]) for w in words if w["text"] is not None),
                Kind(kind),
            )
            for (name, kind), words in groupby(rows, key=lambda row: (row["name"], row["kind"]))
        )

    def typed(self) -> frozenset[str]:
        rows = self._rows(
            """with chatted as (select topic from fact group by topic having min(proposed_by) <> 0)
            select text from phrasing where proposed_by <> 0 or topic in chatted
            union select text from title where topic in chatted"""
        )
        return frozenset(text for (text,) in rows)

    def added(self) -> tuple[str, ...]:
        rows = self._rows(
            """select coalesce(nullif(topic.family, ''), topic.id) as root
            from fact join topic on topic.id = fact.topic where not fact.retired
            group by root having min(fact.proposed_by) <> 0 order by root"""
        )
        return tuple(root for (root,) in rows)

    def _phrasings(self, topic: str) -> tuple[Wording, ...]:
        """By language, in the order in which the languages came: what is exported reads back the same."""
        rows = self._rows(
            """select text, language from phrasing where topic = ?
            order by min(position) over (partition by language), position, rowid""",
            topic,
        )
        return tuple(Wording(row["text"], row["language"]) for row in rows)

    def _facts(self, topic: Topic, *, retired: bool = False) -> tuple[Fact, ...]:
        rows = self._rows(
            """select * from fact where topic = ? and retired <= ?
            order by period_from is null, period_from, period_to, rowid""",
            topic.id,
            int(retired),
        )
        return tuple(fact_of(row, topic, self._source(row["source"])) for row in rows)

    def _source(self, url: str) -> Source:
        return source_of(self._rows("select * from source where url = ?", url)[0])

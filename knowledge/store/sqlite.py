"""The table in one SQLite file."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date, datetime
from enum import Enum, auto
from itertools import groupby
from pathlib import Path
from typing import Final

from knowledge.facts import Collection, Concept, Document, Entry, Fact, Kind, Source, Topic, Wording
from knowledge.questions import Asking, Turn
from knowledge.settings import Settings, settings_of, words_of
from knowledge.store.connection import Connection
from knowledge.store.copying import copy
from knowledge.store.journal import Journal
from knowledge.store.log import Log
from knowledge.store.messages import Messages
from knowledge.store.opening import PATIENCE, told
from knowledge.store.people import People
from knowledge.store.protocol import UNDECIDED, Amendment, Imported, Proposal, StoreError, Verdict
from knowledge.store.rows import (
    Row,
    asking_of,
    fact_of,
    fact_row,
    proposal_body,
    proposal_of,
    source_of,
    source_row,
    storable,
    turn_body,
    utc,
)
from knowledge.thresholds import DEFAULT, Thresholds

WHILE_FILLED: Final = 120.0
"""Seconds to wait for the process that puts the first facts into a table, and learns from them."""


class _Outcome(Enum):
    ADDED = auto()
    CHANGED = auto()
    SAME = auto()


class SqliteStore:
    """Implements Store. The index keeps its own tables in `database`, written inside `transaction()`."""

    def __init__(self, path: str | Path) -> None:
        """Raises StoreError for a file that is not ours, newer than this code, damaged or read-only."""
        self._connection = Connection(Path(path))
        self.database = self._connection.database
        self.transaction, self.rehearsing = self._connection.transaction, self._connection.rehearsing
        self._write = self._connection.write
        self._rows = self._connection.rows
        self.reading = self._connection.reading
        self.log = Log(self._connection)
        self.record = self.log.record
        journal = Journal(self._connection)
        self.changing, self.rows_of, self.put_rows = journal.changing, journal.rows_of, journal.put_rows
        self.change, self.mark = journal.change, journal.mark
        self.history, self.timeline = journal.history, journal.timeline
        self.held_rows, self.now = journal.held_rows, journal.now
        self._learned_mark = journal.learned_mark
        people = People(self._connection)
        self.curators, self.appoint, self.dismiss = people.curators, people.appoint, people.dismiss
        self.waiting = people.waiting
        self.begin_draft, self.draft = people.begin_draft, people.draft
        self.last_draft = people.last_draft
        self.keep_draft, self.close_drafts = people.keep_draft, people.close_drafts
        self.messages = Messages(self._connection, journal)
        self.moved = self._connection.moved
        if self.is_new():
            self._connection.patience = WHILE_FILLED

    def close(self) -> None:
        self.database.close()

    def is_new(self) -> bool:
        """Whether nothing was ever put into it."""
        return not self._rows("select 1 from meta where key = 'filled'")

    def counts(self) -> str:
        tables = ("topic", "title", "phrasing", "fact", "concept", "concept_word")
        counted = (f"{self._rows(f'select count(*) from {table}')[0][0]} {table}" for table in tables)  # noqa: S608
        return f"{' '.join(counted)} {self._learned_mark()} changes"

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

    def family(self, root: str) -> tuple[Entry, ...]:
        rows = self._rows("select id from topic where id = ? or family = ? order by rowid", root, root)
        return tuple(entry for (topic,) in rows if (entry := self.entry(topic)))

    def put(self, *collections: Collection) -> Imported:
        """Add what is new and change what differs, by id. Never deletes.

        Titles, place and a document's text take the newer wording; phrasings and concepts' words are added.
        """
        outcomes: Counter[_Outcome] = Counter()
        with self.transaction():
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
        with self.transaction():
            held = self.entry(entry.topic.id)
            if held is None:
                self._keep_topic(entry.topic)
            known = held.phrasings if held else ()
            fresh = [phrasing for phrasing in entry.phrasings if phrasing not in known]
            self._keep_phrasings(entry.topic, fresh, by=by)
            self._add_sources(fact.source for fact in entry.facts)
            for fact in entry.facts:
                self.database.table("fact").insert({**fact_row(fact), "topic": entry.topic.id}, pk="id")

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
        held = self.entry(entry.topic.id)
        phrasings = list(entry.phrasings)
        if held is not None:
            known = set(held.phrasings)
            phrasings = [phrasing for phrasing in entry.phrasings if phrasing not in known]
        self._keep_topic(entry.topic)
        self._keep_phrasings(entry.topic, phrasings)
        if held is None:
            yield _Outcome.ADDED
        else:
            same = not phrasings and self._topic(entry.topic.id) == held.topic
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
        self.database.table("fact").upsert(row, pk="id")
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

    def entry(self, topic: str) -> Entry | None:
        held = self._topic(topic)
        if held is None:
            return None
        return Entry(held, self._phrasings(topic), self._facts(held))

    def entries(self, *, retired: bool = False) -> Iterator[Entry]:
        for topic in self.topics():
            yield Entry(topic, self._phrasings(topic.id), self._facts(topic, retired=retired))

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

    def facts(self, topic: str) -> tuple[Fact, ...]:
        held = self._topic(topic)
        return () if held is None else self._facts(held)

    def fact(self, fact: str) -> Fact | None:
        for row in self._rows("select * from fact where id = ?", fact):
            topic = self._topic(row["topic"])
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

    def propose(self, proposal: Proposal | Amendment) -> int:
        with self.transaction():
            table = self.database.table("proposal")
            table.insert(
                {
                    "body": proposal_body(proposal),
                    "by": proposal.by,
                    "at": proposal.at.isoformat(),
                    "verdict": proposal.verdict.value,
                }
            )
            return int(self.database.execute("select last_insert_rowid()").fetchone()[0])

    def proposal(self, proposal: int) -> Proposal | Amendment | None:
        rows = self._rows("select * from proposal where id = ?", proposal)
        return proposal_of(rows[0]) if rows else None

    def suggested(self) -> tuple[Proposal, ...]:
        rows = self._rows("select * from proposal where verdict = ? order by id", Verdict.SUGGESTED.value)
        return tuple(held for row in rows if isinstance(held := proposal_of(row), Proposal))

    def settle(self, proposal: int, verdict: Verdict, fact: Fact | None = None, change: int = 0) -> bool:
        with self.transaction():
            held = self.proposal(proposal)
            if held is None or held.verdict not in UNDECIDED:
                return False
            if isinstance(held, Amendment):
                held = replace(held, change=change)
            else:
                suggested = held.suggested or verdict is Verdict.SUGGESTED
                held = replace(held, fact=fact or held.fact, suggested=suggested)
            row: Row = {"id": proposal, "verdict": verdict.value, "body": proposal_body(held)}
            self._write("update proposal set verdict = :verdict, body = :body where id = :id", [row])
        return True

    def keep_golden(self, questions: Iterable[str]) -> None:
        with self.transaction():
            rows: list[Row] = [{"question": question} for question in questions]
            self._write("insert or ignore into golden (question) values (:question)", rows)

    def golden(self) -> tuple[str, ...]:
        return tuple(question for (question,) in self._rows("select question from golden order by rowid"))

    def remember(self, conversation: str, turn: Turn, at: datetime) -> None:
        row: Row = {
            "name": conversation,
            "question": storable(turn.question),
            "topic": turn.topic,
            "facts": json.dumps(turn.facts),
            "at": utc(at),
        }
        with self.transaction():
            self._write("insert or replace into conversation values (:name, :question, :topic, :facts, :at)", [row])

    def recall(self, conversation: str, since: datetime) -> Turn | None:
        rows = self._rows(
            "select question, topic, facts from conversation where name = ? and at >= ?",
            conversation,
            utc(since),
        )
        return Turn(rows[0]["question"], rows[0]["topic"], tuple(json.loads(rows[0]["facts"]))) if rows else None

    def keep_asking(self, conversation: str, asking: Asking, at: datetime) -> None:
        row: Row = {
            "name": conversation,
            "question": storable(asking.question),
            "day": asking.day.isoformat(),
            "before": turn_body(asking.before),
            "at": utc(at),
        }
        with self.transaction():
            self._write("insert or replace into asking values (:name, :question, :day, :before, :at)", [row])

    def last_asking(self, conversation: str, since: datetime) -> Asking | None:
        rows = self._rows(
            "select question, day, before from asking where name = ? and at >= ?",
            conversation,
            utc(since),
        )
        return asking_of(rows[0]) if rows else None

    def thresholds(self) -> Thresholds:
        held: dict[str, float] = dict(map(tuple, self._rows("select name, value from threshold")))
        try:
            return Thresholds(**held)
        except (TypeError, ValueError):  # written by another version, or by hand
            return DEFAULT

    def keep_thresholds(self, thresholds: Thresholds | None) -> None:
        with self.transaction():
            self._write("delete from threshold", [{}])
            if thresholds is not None:
                rows: list[Row] = [{"name": name, "value": value} for name, value in asdict(thresholds).items()]
                self._write("insert into threshold (name, value) values (:name, :value)", rows)

    def copy(self, target: Path) -> None:
        with told(target):
            copy(self.database, target)

    def settings(self) -> Settings:
        return settings_of(dict(map(tuple, self._rows("select name, value from setting"))))

    def keep_settings(self, settings: Settings) -> None:
        rows: list[Row] = [{"name": name, "value": value} for name, value in words_of(settings).items()]
        with self.transaction():
            self._write("insert or replace into setting (name, value) values (:name, :value)", rows)

    def _topic(self, topic: str) -> Topic | None:
        rows = self._rows(
            """select place, family, text, language from topic join title on topic = id
            where id = ? order by title.rowid""",
            topic,
        )
        if not rows:
            return None
        titles = tuple(Wording(row["text"], row["language"]) for row in rows)
        return Topic(topic, titles, rows[0]["place"], rows[0]["family"])

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

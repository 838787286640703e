"""The table in one SQLite file."""

from pathlib import Path
from typing import Final

from knowledge.store.catalogue import Catalogue
from knowledge.store.configuration import Configuration
from knowledge.store.connection import Connection
from knowledge.store.conversations import Conversations
from knowledge.store.copying import copy
from knowledge.store.journal import Journal
from knowledge.store.log import Log
from knowledge.store.messages import Messages
from knowledge.store.opening import told
from knowledge.store.people import People
from knowledge.store.proposals import Proposals
from knowledge.store.writing import Writer

WHILE_FILLED: Final = 120.0
"""Seconds to wait for the process that puts the first facts into a table, and learns from them."""


class SqliteStore:
    """Implements Store. The index keeps its own tables in `database`, written inside `transaction()`."""

    def __init__(self, path: str | Path) -> None:
        """Raises StoreError for a file that is not ours, newer than this code, damaged or read-only."""
        self._connection = connection = Connection(Path(path))
        self.database, self._rows = connection.database, connection.rows
        self.transaction, self.rehearsing = connection.transaction, connection.rehearsing
        self.reading, self.moved = connection.reading, connection.moved

        catalogue = Catalogue(connection)
        self.entry, self.entries, self.family = catalogue.entry, catalogue.entries, catalogue.family
        self.topics, self.facts, self.fact = catalogue.topics, catalogue.facts, catalogue.fact
        self.shown_in, self.due, self.source = catalogue.shown_in, catalogue.due, catalogue.source
        self.documents, self.concepts = catalogue.documents, catalogue.concepts
        self.typed, self.added = catalogue.typed, catalogue.added
        writer = Writer(connection, catalogue)
        self.put, self.add = writer.put, writer.add

        journal = Journal(connection)
        self.changing, self.rows_of, self.put_rows = journal.changing, journal.rows_of, journal.put_rows
        self.change, self.mark = journal.change, journal.mark
        self.history, self.timeline = journal.history, journal.timeline
        self.held_rows, self.now = journal.held_rows, journal.now
        self._learned_mark = journal.learned_mark
        proposals = Proposals(connection)
        self.propose, self.proposal, self.settle = proposals.propose, proposals.proposal, proposals.settle
        self.waiting, self.suggested = proposals.waiting, proposals.suggested

        people = People(connection)
        self.curators, self.appoint, self.dismiss = people.curators, people.appoint, people.dismiss
        self.begin_draft, self.draft = people.begin_draft, people.draft
        self.last_draft = people.last_draft
        self.keep_draft, self.close_drafts = people.keep_draft, people.close_drafts

        self.log = Log(connection)
        self.record = self.log.record
        self.messages = Messages(connection, journal)
        conversations = Conversations(connection)
        self.remember, self.recall = conversations.remember, conversations.recall
        self.keep_asking, self.last_asking = conversations.keep_asking, conversations.last_asking

        configuration = Configuration(connection)
        self.settings, self.keep_settings = configuration.settings, configuration.keep_settings
        self.thresholds, self.keep_thresholds = configuration.thresholds, configuration.keep_thresholds
        self.golden, self.keep_golden = configuration.golden, configuration.keep_golden

        if self.is_new():
            connection.patience = WHILE_FILLED

    def close(self) -> None:
        self.database.close()

    def is_new(self) -> bool:
        """Whether nothing was ever put into it."""
        return not self._rows("select 1 from meta where key = 'filled'")

    def counts(self) -> str:
        tables = ("topic", "title", "phrasing", "fact", "concept", "concept_word")
        counted = (f"{self._rows(f'select count(*) from {table}')[0][0]} {table}" for table in tables)  # noqa: S608
        return f"{' '.join(counted)} {self._learned_mark()} changes"

    def copy(self, target: Path) -> None:
        with told(target):
            copy(self.database, target)

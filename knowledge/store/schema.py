"""The tables of one file, and how an older file becomes a current one."""

import sqlite3
from typing import Final

from sqlite_utils import Database

APPLICATION_ID: Final = int.from_bytes(b"GIAN")
"""Stands in the file's header, so that another program's database is never mistaken for ours."""

STRICT = "strict" if sqlite3.sqlite_version_info >= (3, 37) else ""
"""Some systems with Python 3.11 carry an SQLite that does not know the word yet."""

_CURATED: Final = {
    "source": ("url", "publisher", "title", "published", "text"),
    "topic": ("id", "place", "family"),
    "title": ("topic", "language", "text"),
    "phrasing": ("topic", "language", "text", "position", "proposed_by"),
    "fact": (
        *("id", "topic", "value", "high", "unit", "bound", "printed", "scale", "period_from", "period_to"),
        *("period_label", "sentence", "verbatim", "source", "proposed_by", "accepted_by", "at", "review", "retired"),
    ),
    "concept": ("name", "kind"),
    "concept_word": ("concept", "language", "text"),
}
"""What the history holds of each table, as of version 5."""


def _named(row: str, column: str) -> str:
    return f"'{column}', {row}.{column}"


def _journal(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Triggers that write every change of a row down, whoever makes it: the bot, or another program."""
    before, after = (
        f"json_object('rowid', {row}.rowid, {', '.join(_named(row, column) for column in columns)})"
        for row in ("old", "new")
    )
    events = {"insert": ("null", after), "update": (before, after), "delete": (before, "null")}
    return tuple(
        f"""create trigger history_{table}_{event} after {event} on {table}
        when exists (select 1 from meta where key = 'filled') and {was} is not {is_now}
        begin insert into history_row (change, "table", before, after)
        values ((select change from changing), '{table}', {was}, {is_now}); end"""  # noqa: S608 - ours
        for event, (was, is_now) in events.items()
    )


MIGRATIONS: Final = (
    (
        f"create table meta (key text not null primary key, value text not null) {STRICT}",
        f"""create table source (
            url text not null primary key,
            publisher text not null,
            title text not null,
            published text,  -- an ISO date; null where the page shows none
            text text        -- the whole document; null where it is only cited
        ) {STRICT}""",
        f"""create table topic (
            id text not null primary key,
            place text not null,
            family text not null  -- the topic whose phrasings this one shares, or empty
        ) {STRICT}""",
        f"""create table title (
            topic text not null references topic (id),
            language text not null,
            text text not null,
            primary key (topic, language)
        ) {STRICT}""",
        f"""create table phrasing (
            topic text not null references topic (id),
            language text not null,
            text text not null,
            position integer not null,
            primary key (topic, language, text)
        ) {STRICT}""",
        f"""create table fact (
            id text not null primary key,
            topic text not null references topic (id),
            value text,         -- decimals as text: SQLite's real would round them
            high text,          -- the upper end of a range
            unit text,
            bound text,         -- over, nearly, about, ...: part of the figure
            printed text,       -- the figure as the source prints it; null for a fact in words
            scale text,
            period_from text,   -- ISO dates, both included; null where the source states no period
            period_to text,
            period_label text,
            sentence text not null,
            verbatim integer not null check (verbatim in (0, 1)),
            source text not null references source (url),
            proposed_by integer not null,  -- Telegram's ids; 0 for the shipped files
            accepted_by integer not null,
            at text not null,
            check ((printed is null) = (value is null)),
            check ((period_from is null) = (period_to is null))
        ) {STRICT}""",
        "create index fact_topic on fact (topic)",
        "create index fact_source on fact (source)",
        f"create table concept (name text not null primary key, kind text not null) {STRICT}",
        f"""create table concept_word (
            concept text not null references concept (name),
            language text not null,
            text text not null,
            primary key (concept, language, text)
        ) {STRICT}""",
        f"""create table question (
            id integer primary key,
            text text not null,
            outcome text not null,
            reason text not null,
            facts text not null,  -- a JSON array of fact ids
            topic text not null,
            asker integer not null,
            chat integer not null,
            at text not null
        ) {STRICT}""",
        # Without autoincrement the id of a deleted proposal would come back under somebody's old button.
        f"""create table proposal (
            id integer primary key autoincrement,
            body text not null,  -- the fact and its topic, source and phrasings, in JSON
            "by" integer not null,
            at text not null,
            verdict text not null
        ) {STRICT}""",
        f"""create table conversation (
            name text not null primary key,
            question text not null,
            topic text not null,
            facts text not null,  -- a JSON array of fact ids
            at text not null      -- in UTC, so that texts compare as times do
        ) {STRICT}""",
        # For people who open the file with another program.
        """create view facts as
            select fact.id, title.text as measures, topic.place, fact.printed as figure,
                fact.period_label as period, fact.sentence, source.publisher, source.published, source.url,
                fact.topic, fact.value, fact.high, fact.unit, fact.bound
            from fact
            join topic on topic.id = fact.topic
            join source on source.url = fact.source
            left join title on title.topic = fact.topic and title.language = 'en'
            order by fact.topic, fact.period_from is null, fact.period_from""",
    ),
    (
        # Telegram's id, or 0 for files: what was typed in a chat may be misspelt.
        "alter table phrasing add column proposed_by integer not null default 0",
    ),
    (
        # What a conversation asked last, to be explained; the table above it holds what the next question leans on.
        f"""create table asking (
            name text not null primary key,
            question text not null,
            day text not null,    -- an ISO date: what "last year" is counted from
            before text not null, -- the turn it could lean on, in JSON; null where it was the first
            at text not null      -- in UTC, so that texts compare as times do
        ) {STRICT}""",
    ),
    (
        # Where a table was tuned: what a topic must lead by. Empty for one that was not.
        f"create table threshold (name text not null primary key, value real not null) {STRICT}",
    ),
    (
        "alter table fact add column review text",  # an ISO date; null where nobody set one
        "alter table fact add column retired integer not null default 0 check (retired in (0, 1))",
        # Only ever added to. Each row of the table that a change touched is kept as it was and as it became.
        f"""create table history (
            id integer primary key autoincrement,
            kind text not null,
            what text not null,   -- the id of the fact or topic, or the names of the files
            why text not null,
            "by" integer not null,
            at text not null,
            undoes integer references history (id)
        ) {STRICT}""",
        f"""create table history_row (
            id integer primary key autoincrement,
            change integer references history (id),  -- null for what another program changed
            "table" text not null,
            before text,          -- a JSON object; null for a row that was not there
            after text
        ) {STRICT}""",
        "create index history_row_change on history_row (change)",
        """create index history_row_learned on history_row (id) where "table" not in ('fact', 'source')""",
        f"create table changing (change integer not null references history (id)) {STRICT}",
        *(trigger for table, columns in _CURATED.items() for trigger in _journal(table, columns)),
        f"create table curator (id integer primary key, added_by integer not null, at text not null) {STRICT}",
        f"create table setting (name text not null primary key, value text not null) {STRICT}",
        f"""create table draft (
            id integer primary key autoincrement,
            "by" integer not null,
            at text not null,
            body text not null    -- what was given so far, in JSON
        ) {STRICT}""",
        # Which of the bot's messages shows which facts, so that they can be corrected.
        f"""create table shown (
            id integer primary key,
            chat integer not null,
            message integer not null,
            inline text not null,  -- Telegram's name of a message sent from the inline list, else empty
            asked integer not null, -- the message that it answers; 0 where there is none
            language text not null,
            facts text not null,   -- a JSON array of fact ids
            question text not null,
            mark integer not null, -- the last row of the history when it was written: what came later is not in it
            at text not null       -- in UTC, so that texts compare as times do
        ) {STRICT}""",
        "create index shown_at on shown (at)",
        "create unique index shown_message on shown (chat, message, inline)",
        "create index shown_asked on shown (chat, asked)",
        # Thumbs: one of each person for each fact as it stood.
        f"""create table vote (
            person integer not null,
            fact text not null,
            version text not null,
            up integer not null check (up in (0, 1)),
            at text not null,
            primary key (person, fact, version)
        ) {STRICT}""",
        # Who wishes to be told when a question has an answer.
        f"""create table wish (
            person integer not null,
            question text not null,
            language text not null,
            at text not null,
            primary key (person, question)
        ) {STRICT}""",
        # Unanswered questions that a curator has said are not for this table.
        f"""create table declined (
            question text not null primary key,
            "by" integer not null,
            at text not null
        ) {STRICT}""",
        # Questions that must go on being answered as they are, asked again before a change is kept.
        f"create table golden (question text not null primary key) {STRICT}",
        "drop view facts",
        """create view facts as
            select fact.id, title.text as measures, topic.place, fact.printed as figure,
                fact.period_label as period, fact.sentence, source.publisher, source.published, source.url,
                fact.topic, fact.value, fact.high, fact.unit, fact.bound, fact.review, fact.retired
            from fact
            join topic on topic.id = fact.topic
            join source on source.url = fact.source
            left join title on title.topic = fact.topic and title.language = 'en'
            order by fact.topic, fact.period_from is null, fact.period_from""",
        """create view changes as
            select history.id, history.at, history."by", history.kind, history.what, history.why, history.undoes,
                history_row."table", history_row.before, history_row.after
            from history_row left join history on history.id = history_row.change
            order by history_row.id desc""",
    ),
    (
        # The language of those who are written to unasked: curators, and who suggests facts.
        f"create table spoken (person integer primary key, language text not null) {STRICT}",
        # What the question that a message answers was taken to be about; empty where it says so itself.
        "alter table shown add column carried text not null default ''",
    ),
)
"""What each version adds to the one before. A line that has shipped never changes; a new one follows it."""

PERSONAL: Final = (
    *("question", "proposal", "conversation", "asking", "draft", "shown", "vote", "wish", "declined"),
    *("curator", "spoken"),
)
"""Tables of who asked, drafted and voted for what, and of who may. No copy that is given away has them."""

VERSION: Final = len(MIGRATIONS)


def version(database: Database) -> int:
    return int(database.execute("pragma user_version").fetchone()[0])


def migrate(database: Database) -> None:
    """Bring the file to this version. Stands inside the caller's write transaction."""
    held = version(database)
    if held == VERSION:
        return
    for statements in MIGRATIONS[held:]:
        for statement in statements:
            database.execute(statement)
    database.execute(f"pragma application_id = {APPLICATION_ID:d}")
    database.execute(f"pragma user_version = {VERSION:d}")

"""What is kept is what is read; what cannot be kept leaves no trace; what is not ours is left alone."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import drawn
import pytest
from hypothesis import given, settings

from knowledge.facts import (
    UNSTATED,
    Bound,
    Collection,
    Concept,
    Document,
    Entry,
    Fact,
    Figure,
    Kind,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Wording,
)
from knowledge.store import schema
from knowledge.store.opening import told
from knowledge.store.protocol import Asked, Imported, Proposal, Store, StoreError, Verdict
from knowledge.store.sqlite import SqliteStore

AT = datetime(2025, 12, 3, 9, 30, tzinfo=UTC)
SOURCE = Source("Xinhua", "Little giants", "https://example.org/little-giants", date(2025, 12, 2))
OTHER_SOURCE = replace(SOURCE, url="https://example.org/other")
TOPIC = Topic("count", (Wording("Number of little giants", "en"), Wording("小巨人企业数量", "zh")))


def a_fact(number: int = 1, **changes: object) -> Fact:
    figure = Figure(Decimal(17600), "enterprises", Bound.OVER, "more than 17,600")
    period = Period(date(2025, 1, 1), date(2025, 12, 31), "2025")
    fact = Fact(
        f"count-{number}",
        TOPIC,
        figure,
        period,
        Quote("There are more than 17,600."),
        SOURCE,
        Provenance(0, 0, AT),
    )
    return replace(fact, **changes)  # type: ignore[arg-type]


def an_entry(*facts: Fact, asked: tuple[str, ...] = ("How many?",)) -> Entry:
    return Entry(TOPIC, tuple(Wording(text, "en") for text in asked), facts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(path)
    yield opened
    opened.close()


def held(store: Store) -> Collection:
    return Collection(store.documents(), tuple(store.entries(retired=True)), store.concepts())


# What is kept is what is read.


@settings(deadline=None, max_examples=50)
@given(drawn.collections())
def test_what_is_kept_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, collection: Collection) -> None:
    directory = tmp_path_factory.mktemp("kept")
    store = SqliteStore(directory / "table.db")
    store.put(collection)
    assert held(store) == collection
    counted = sum(1 + len(entry.facts) for entry in collection.entries)
    assert store.put(collection) == Imported(0, 0, counted)
    store.close()
    again = SqliteStore(directory / "table.db")
    assert held(again) == collection
    again.close()
    shutil.rmtree(directory)


@settings(deadline=None)
@given(value=drawn.decimals)
def test_a_figure_keeps_every_digit(tmp_path_factory: pytest.TempPathFactory, value: Decimal) -> None:
    store = SqliteStore(tmp_path_factory.getbasetemp() / "digits.db")
    store.put(Collection((), (an_entry(a_fact(figure=Figure(value, "yuan", Bound.EXACTLY, "so much"))),)))
    fact = store.fact("count-1")
    assert fact is not None
    assert fact.figure is not None
    assert str(fact.figure.value) == str(value)
    store.close()


def test_the_oldest_period_comes_first_and_an_unstated_one_last(store: SqliteStore) -> None:
    def during(start: int, end: int) -> Period:
        return Period(date(start, 1, 1), date(end, 12, 31), f"{start}-{end}")

    periods_ = [UNSTATED, during(2021, 2025), during(2024, 2024), during(2021, 2021)]
    store.put(Collection((), (an_entry(*(a_fact(n, period=period) for n, period in enumerate(periods_))),)))
    assert [fact.id for fact in store.facts("count")] == ["count-3", "count-1", "count-2", "count-0"]


def test_a_topic_seen_again_gains_phrasings_and_takes_the_newer_words(store: SqliteStore) -> None:
    store.put(Collection((), (an_entry(a_fact(1), asked=("How many?", "Number?")),)))
    renamed = replace(TOPIC, titles=(Wording("Count", "en"), Wording("Anzahl", "de")), place="Asia")
    again = Entry(
        renamed,
        (Wording("Number?", "en"), Wording("Wie viele?", "de"), Wording("Count?", "en")),
        (a_fact(2),),
    )
    assert store.put(Collection((), (again,))) == Imported(added=1, changed=1, same=0)
    entry = store.entry("count")
    assert entry is not None
    assert [t.text for t in entry.topic.titles] == ["Count", "小巨人企业数量", "Anzahl"]
    assert entry.topic.place == "Asia"
    assert [p.text for p in entry.phrasings] == ["How many?", "Number?", "Count?", "Wie viele?"]
    assert [f.id for f in entry.facts] == ["count-1", "count-2"]


def test_a_fact_is_replaced_by_its_id(store: SqliteStore) -> None:
    store.put(Collection((), (an_entry(a_fact(1), a_fact(2)),)))
    changed = a_fact(1, quote=Quote("There are some 17,600.", verbatim=False))
    assert store.put(Collection((), (an_entry(changed),))) == Imported(added=0, changed=1, same=1)
    assert {fact.id: fact.quote.text for fact in store.facts("count")} == {
        "count-1": "There are some 17,600.",
        "count-2": "There are more than 17,600.",
    }


def test_a_document_brought_again_without_its_text_keeps_it(store: SqliteStore) -> None:
    store.put(Collection((Document(SOURCE, "the whole text"),)))
    store.put(Collection((Document(SOURCE),), (an_entry(a_fact()),)))
    assert store.documents() == (Document(SOURCE, "the whole text"),)


def test_a_source_that_is_only_cited_is_no_document(store: SqliteStore) -> None:
    store.put(Collection((), (an_entry(a_fact()),)))
    assert store.documents() == ()


def test_concepts_gain_words(store: SqliteStore) -> None:
    store.put(Collection(concepts=(Concept("shenzhen", (Wording("Shenzhen", "en"),)),)))
    more = Concept("shenzhen", (Wording("Shenzhen", "en"), Wording("深圳", "zh")), Kind.PLACE)
    store.put(Collection(concepts=(more,)))
    assert store.concepts() == (more,)


def test_a_table_is_new_until_something_is_put_into_it(store: SqliteStore, path: Path) -> None:
    assert store.is_new()
    store.put(Collection())
    assert not store.is_new()
    second = SqliteStore(path)
    assert not second.is_new()
    second.close()


def test_what_is_not_there_is_none(store: SqliteStore) -> None:
    assert store.entry("nothing") is None
    assert store.facts("nothing") == ()
    assert store.fact("half a character: \ud800") is None
    assert store.proposal(1) is None
    assert store.proposal(2**70) is None
    assert store.topics() == ()


def test_text_that_looks_like_sql_is_only_text(store: SqliteStore) -> None:
    text = "'); drop table fact; --"
    store.put(Collection((), (an_entry(a_fact(quote=Quote(text)), asked=(text,)),)))
    assert store.facts(text) == ()
    assert [fact.quote.text for fact in store.facts("count")] == [text]


def test_every_question_is_logged_with_its_outcome(store: SqliteStore) -> None:
    asked = Asked("How many? \udcff", "answer", "", ("count-1",), "count", asker=7, chat=8, at=AT)
    store.record([asked, replace(asked, text="And profits?", outcome="unknown", reason="no-match", facts=())])
    rows = list(store.database.query("select text, outcome, reason, facts, asker, at from question"))
    assert rows == [
        {
            "text": "How many? \\udcff",
            "outcome": "answer",
            "reason": "",
            "facts": '["count-1"]',
            "asker": 7,
            "at": "2025-12-03T09:30:00+00:00",
        },
        {
            "text": "And profits?",
            "outcome": "unknown",
            "reason": "no-match",
            "facts": "[]",
            "asker": 7,
            "at": "2025-12-03T09:30:00+00:00",
        },
    ]


def a_member(family: str, name: str = "member") -> Entry:
    return Entry(replace(TOPIC, id=name, family=family), ())


def test_a_family_that_is_not_held_is_refused(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="topic member, family: nowhere is no topic"):
        store.put(Collection((), (a_member("nowhere"),)))
    assert store.is_new()


def test_a_family_of_a_family_is_refused(store: SqliteStore) -> None:
    store.put(Collection((), (an_entry(), a_member("count"))))
    with pytest.raises(StoreError, match="family: member is of the family of count itself"):
        store.put(Collection((), (a_member("member", "other"),)))
    with pytest.raises(StoreError, match="Nothing was taken in"):
        store.put(Collection((), (a_member("", "new"), Entry(replace(TOPIC, family="new"), ()))))
    assert [topic.id for topic in store.topics()] == ["count", "member"]


def test_adding_changes_nothing_that_is_held(store: SqliteStore) -> None:
    store.put(Collection((), (an_entry(a_fact(1)),)))
    other = replace(SOURCE, publisher="Another", title="Another")
    renamed = replace(TOPIC, titles=(Wording("Count", "en"),), place="Asia")
    more = Entry(renamed, (Wording("How many?", "en"), Wording("Count?", "en")), (a_fact(2, source=other),))
    store.add(more, by=7)
    entry = store.entry("count")
    assert entry == an_entry(a_fact(1), a_fact(2), asked=("How many?", "Count?"))
    assert store.typed() == {"Count?"}
    with pytest.raises(StoreError):
        store.add(Entry(TOPIC, (), (a_fact(1, quote=Quote("Other words.")),)), by=7)
    assert store.entry("count") == entry


def test_what_is_read_together_is_of_one_moment(store: SqliteStore, path: Path) -> None:
    other = SqliteStore(path)
    with store.reading():
        assert store.topics() == ()
        other.put(Collection((), (an_entry(a_fact()),)))
        assert store.topics() == ()
    assert store.topics() == (TOPIC,)
    assert store.moved()
    assert not store.moved()
    other.close()


# Proposals.


def a_proposal(**changes: object) -> Proposal:
    proposal = Proposal(a_fact(), (Wording("How many?", "en"), Wording("多少家", "zh")), new_topic=True, by=7, at=AT)
    return replace(proposal, **changes)  # type: ignore[arg-type]


@settings(deadline=None)
@given(drawn.facts(), drawn.wordings)
def test_a_proposal_reads_back_equal(
    tmp_path_factory: pytest.TempPathFactory, fact: Fact, phrasings: tuple[Wording, ...]
) -> None:
    store = SqliteStore(tmp_path_factory.getbasetemp() / "proposed.db")
    proposal = a_proposal(fact=fact, phrasings=phrasings)
    number = store.propose(proposal)
    assert store.proposal(number) == replace(proposal, id=number)
    store.close()


def test_of_two_presses_one_settles(store: SqliteStore, path: Path) -> None:
    number = store.propose(a_proposal())
    other = SqliteStore(path)
    assert store.settle(number, Verdict.KEPT)
    assert not other.settle(number, Verdict.CANCELLED)
    assert not store.settle(number, Verdict.KEPT)
    assert not store.settle(number + 1, Verdict.KEPT)
    proposal = other.proposal(number)
    assert proposal is not None
    assert proposal.verdict is Verdict.KEPT
    other.close()


# All of it, or none.


def test_a_failed_transaction_leaves_nothing(store: SqliteStore) -> None:
    with pytest.raises(KeyError):
        put_and_fail(store, 1)
    assert held(store) == Collection()
    assert store.is_new()


def put_and_fail(store: SqliteStore, number: int) -> None:
    with store.transaction():
        store.put(Collection((), (an_entry(a_fact(number)),)))
        raise KeyError


def test_an_inner_transaction_fails_by_itself(store: SqliteStore) -> None:
    with store.transaction():
        store.put(Collection((), (an_entry(a_fact(1)),)))
        with pytest.raises(KeyError):
            put_and_fail(store, 2)
    assert [fact.id for fact in store.facts("count")] == ["count-1"]


def test_others_see_a_transaction_only_when_it_is_whole(store: SqliteStore, path: Path) -> None:
    other = SqliteStore(path)
    with store.transaction():
        store.put(Collection((), (an_entry(a_fact()),)))
        assert other.topics() == ()
    assert other.topics() == (TOPIC,)
    other.close()


def test_a_second_writer_is_told_to_wait_and_nothing_is_lost(store: SqliteStore, path: Path) -> None:
    other = SqliteStore(path)
    with store.transaction():
        store.put(Collection((), (an_entry(a_fact(1)),)))
        refused = pytest.raises(StoreError, match="written by another process: try again")
        with refused, other.transaction(patiently=False):
            other.put(Collection((), (an_entry(a_fact(2)),)))
    other.put(Collection((), (an_entry(a_fact(2)),)))
    assert [fact.id for fact in store.facts("count")] == ["count-1", "count-2"]
    other.close()


def test_a_full_disk_is_told_and_takes_nothing(store: SqliteStore) -> None:
    store.put(Collection((), (an_entry(a_fact(1)),)))
    before = held(store)
    pages = store.database.execute("pragma page_count").fetchone()[0]
    store.database.execute(f"pragma max_page_count = {pages}")
    big = Collection((Document(SOURCE, "x" * 100_000),), (an_entry(a_fact(2)),))
    with pytest.raises(StoreError, match="is full, so nothing of this change was kept: make room"):
        store.put(big)
    assert held(store) == before
    store.database.execute("pragma max_page_count = 1000000")
    store.put(big)
    assert len(store.facts("count")) == 2


def test_what_follows_a_transaction_that_sqlite_gave_up_does_not_land_alone(store: SqliteStore) -> None:
    def put_on_regardless() -> None:
        with store.transaction():
            store.put(Collection((), (an_entry(a_fact(1)),)))
            store.database.execute("rollback")  # as SQLite does by itself on some full disks
            store.put(Collection((), (an_entry(a_fact(2)),)))

    with pytest.raises(StoreError, match="gave up this change, and kept nothing of it"):
        put_on_regardless()
    assert held(store) == Collection()


def test_text_with_half_a_character_is_refused_in_words(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="half a character"):
        store.put(Collection((), (an_entry(a_fact(quote=Quote("\ud800"))),)))
    assert held(store) == Collection()


# The file.


def test_the_file_is_ours_private_and_safe(path: Path) -> None:
    nested = path.parent / "a" / "b" / "table.db"
    store = SqliteStore(nested)
    pragmas = ("application_id", "user_version", "journal_mode", "synchronous", "foreign_keys")
    values = [store.database.execute(f"pragma {pragma}").fetchone()[0] for pragma in pragmas]
    assert values == [schema.APPLICATION_ID, schema.VERSION, "wal", 2, 1]
    assert store.database.execute("pragma busy_timeout").fetchone()[0] >= 5000
    if os.name == "posix":
        assert [oct(p.stat().st_mode & 0o777) for p in (nested, nested.parent, nested.parent.parent)] == [
            "0o600",
            "0o700",
            "0o700",
        ]
    store.close()


def test_every_table_is_strict_and_every_reference_holds(store: SqliteStore) -> None:
    tables = [table for table in store.database.tables if not table.name.startswith("sqlite_")]
    assert len(tables) == 25
    assert all(table.strict for table in tables)
    with pytest.raises(sqlite3.IntegrityError):
        store.database.execute("insert into title values ('nowhere', 'en', 'Nowhere')")


def test_a_person_can_read_the_facts(store: SqliteStore) -> None:
    store.put(Collection((), (an_entry(a_fact()),)))
    row = next(store.database.query("select measures, figure, period, sentence, publisher from facts"))
    assert row == {
        "measures": "Number of little giants",
        "figure": "more than 17,600",
        "period": "2025",
        "sentence": "There are more than 17,600.",
        "publisher": "Xinhua",
    }


def test_an_empty_file_becomes_a_table(path: Path) -> None:
    path.touch()
    store = SqliteStore(path)
    assert store.is_new()
    store.close()


START = """
import sys
from pathlib import Path
from knowledge.facts import Collection
from knowledge.store.sqlite import SqliteStore
Path(sys.argv[2]).touch()
while not Path(sys.argv[3]).exists(): pass
store = SqliteStore(sys.argv[1])
with store.transaction():
    if store.is_new():
        store.put(Collection())
        print("first")
store.close()
"""


@pytest.mark.parametrize("exists", [False, True])
def test_four_processes_start_at_once_and_one_of_them_is_first(path: Path, exists: bool) -> None:  # noqa: FBT001
    if exists:
        path.touch()
    go = path.parent / "go"
    ready = [path.parent / f"ready-{number}" for number in range(4)]
    processes = [
        subprocess.Popen([sys.executable, "-c", START, path, mark, go], stdout=subprocess.PIPE, text=True)
        for mark in ready
    ]
    while not all(mark.exists() for mark in ready):
        assert all(process.poll() is None for process in processes)
    go.touch()
    said = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert sorted(said) == ["", "", "", "first\n"]


FOREIGN = {
    "zeros": bytes(4096),
    "few zeros": bytes(16),
    "one byte": b"x",
    "page": b"<!DOCTYPE html><html><body>404 Not Found</body></html>\n" * 100,
    "noise": bytes(range(256)) * 40,
    "header only": b"SQLite format 3\0",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_sqlite_file_is_refused_and_left_alone(path: Path, name: str) -> None:
    path.write_bytes(FOREIGN[name])
    with pytest.raises(StoreError) as refusal:
        SqliteStore(path)
    assert str(path) in str(refusal.value)
    assert "--database" in str(refusal.value)
    assert path.read_bytes() == FOREIGN[name]
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_another_programs_database_is_refused_and_left_alone(path: Path, mode: str) -> None:
    other = sqlite3.connect(path)
    other.execute(f"pragma journal_mode = {mode}")
    other.execute("create table fact (id integer)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's database"):
        SqliteStore(path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_table_newer_than_this_code_is_refused(path: Path) -> None:
    SqliteStore(path).close()
    newer = sqlite3.connect(path)
    newer.execute(f"pragma user_version = {schema.VERSION + 1}")
    newer.close()
    with pytest.raises(StoreError, match=r"newer giants.*update giants"):
        SqliteStore(path)


def filled(path: Path) -> None:
    store = SqliteStore(path)
    store.put(Collection((Document(SOURCE, "x" * 50_000),), (an_entry(a_fact()),)))
    store.close()


def test_a_truncated_table_is_refused(path: Path) -> None:
    filled(path)
    whole = path.read_bytes()
    for length in (50, 100, 1000, 4096, 5000, len(whole) // 2, len(whole) - 4096):
        path.write_bytes(whole[:length])
        with pytest.raises(StoreError, match=r"damaged|not an SQLite file|another program"):
            SqliteStore(path)
        assert path.read_bytes() == whole[:length]


def test_a_damaged_page_is_refused_with_what_to_do(path: Path) -> None:
    filled(path)
    whole = bytearray(path.read_bytes())
    whole[4096:8192] = b"\xaa" * 4096
    path.write_bytes(whole)
    with pytest.raises(StoreError, match="is damaged: put a backup in its place"):
        SqliteStore(path)


def test_a_table_marked_read_only_is_refused(path: Path) -> None:
    filled(path)
    path.chmod(0o400)
    with pytest.raises(StoreError, match="cannot be written: allow writing"):
        SqliteStore(path)


def test_a_table_in_a_directory_marked_read_only_is_refused(path: Path) -> None:
    filled(path)
    path.parent.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            SqliteStore(path)
        with pytest.raises(StoreError, match=r"cannot be (written|made)"):
            SqliteStore(path.parent / "other.db")
        assert not (path.parent / "other.db").exists()
    finally:
        path.parent.chmod(0o700)


def test_what_cannot_be_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    for path in (tmp_path, tmp_path / "plain" / "table.db", tmp_path / "nul\0", tmp_path / ("long" * 100)):
        with pytest.raises(StoreError, match="--database"):
            SqliteStore(path)


def test_a_table_whose_last_pages_are_still_in_the_journal_is_whole(path: Path, tmp_path: Path) -> None:
    filled(path)
    length = path.stat().st_size
    store = SqliteStore(path)
    store.put(Collection((Document(OTHER_SOURCE, "y" * 50_000),)))
    everything, journal = held(store), Path(f"{path}-wal").read_bytes()
    store.database.execute("pragma wal_checkpoint(passive)").fetchall()
    killed = tmp_path / "killed.db"
    killed.write_bytes(path.read_bytes()[:length])
    Path(f"{killed}-wal").write_bytes(journal)
    store.close()
    again = SqliteStore(killed)
    assert held(again) == everything
    again.close()


def test_an_index_that_lost_its_table_is_damage(path: Path) -> None:
    filled(path)
    other = sqlite3.connect(path)
    other.execute("pragma writable_schema = on")
    other.execute("delete from sqlite_schema where name = 'fact'")
    other.commit()
    other.close()
    with pytest.raises(StoreError, match="is damaged: put a backup in its place"):
        SqliteStore(path)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (sqlite3.SQLITE_FULL, "is full, so nothing of this change was kept"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "is being written by another process"),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "cannot be written"),
        (sqlite3.SQLITE_CORRUPT_INDEX, "is damaged: put a backup in its place"),
        (sqlite3.SQLITE_NOTADB, "is not an SQLite file, and is left as it is"),
        (sqlite3.SQLITE_IOERR_WRITE, "look at the disk and try again"),
        (sqlite3.SQLITE_CONSTRAINT_CHECK, "did not take this, and nothing of it was kept"),
    ],
)
def test_what_sqlite_reports_is_told_with_what_to_do(path: Path, code: int, said: str) -> None:
    error = sqlite3.OperationalError("reported")
    error.sqlite_errorcode = code
    with pytest.raises(StoreError, match=said) as refusal, told(path):
        raise error
    assert str(path) in str(refusal.value)


def test_an_error_names_the_file_even_when_its_name_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "\udcff.db"
    path.mkdir()
    with pytest.raises(StoreError, match=r"\\udcff.db is a directory") as refusal:
        SqliteStore(path)
    str(refusal.value).encode()

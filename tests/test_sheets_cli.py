"""`giants import`, `export` and `template` with sheets, and what a dry run foresees."""

import csv
import io
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import drawn
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli import SHOWN, call
from knowledge.changes import Thing, compare
from knowledge.facts import Collection
from knowledge.store.protocol import StoreError
from knowledge.store.schema import PERSONAL
from knowledge.store.sqlite import SqliteStore

URL = "https://example.org/pears"
ROWS = f"""sentence;url;topic;ask
There were more than 2,141 pear orchards in 2024.;{URL};pear orchards;how many pear orchards are there?
About 60 percent of pear farms exported in 2024.;{URL};pear exporters;which share of pear farms exports?
"""


@pytest.fixture(autouse=True)
def table(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("GIANTS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    database = tmp_path / "table.db"
    shutil.copy(shipped, database)
    monkeypatch.setenv("GIANTS_DATABASE", str(database))
    (tmp_path / "pears.csv").write_text(ROWS, encoding="utf-8")
    return database


def giants(*args: str) -> tuple[int, str, str]:
    with CliRunner().isolation() as (out, err, _):
        status = call(args)
        sys.stdout.flush()
        sys.stderr.flush()
        return status, out.getvalue().decode(), err.getvalue().decode()


def test_a_sheet_is_imported_and_answers(tmp_path: Path) -> None:
    assert giants("import", "pears.csv", "--database", "new.db") == (0, "4 added, 0 changed, 0 held already\n", "")
    assert "more than 2,141" in giants("ask", "how many pear orchards are there?", "--database", "new.db")[1]
    assert giants("import", "pears.csv", "--database", "new.db")[1] == "0 added, 0 changed, 4 held already\n"


def test_a_dry_run_lists_what_an_import_would_do_and_does_nothing(tmp_path: Path, table: Path) -> None:
    before = giants("export")[1]
    status, out, err = giants("import", "--dry-run", "pears.csv")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "5 would be added, 0 changed; 0 held already",
        f"add source {URL}",
        "add topic pear-orchards",
        "add fact pear-orchards-2024-12-31-" + out.split("pear-orchards-2024-12-31-")[1][:6],
        "add topic pear-exporters",
        "add fact pear-exporters-2024-12-31-" + out.split("pear-exporters-2024-12-31-")[1][:6],
    ]
    assert giants("export")[1] == before
    giants("export", "all.csv")
    lines = giants("import", "--dry-run", "all.csv")[1].splitlines()
    assert lines[0].startswith("0 would be added, 0 changed; ")
    assert len(lines) == 1 + SHOWN + 1
    assert lines[-1].endswith(" more")


def test_a_dry_run_makes_no_table(tmp_path: Path) -> None:
    assert giants("import", "--dry-run", "pears.csv", "--database", "deep/new.db")[1].startswith("5 would be added")
    assert not (tmp_path / "deep").exists()


def test_a_dry_run_tells_faults_as_an_import_does(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("sentence,url,topic\nIn 2024,here,pears\n,there,pears\n", encoding="utf-8")
    told = {giants("import", *option, "bad.csv") for option in ((), ("--dry-run",))}
    ((status, out, err),) = told
    assert (status, out) == (1, "")
    assert "line 2, url" in err
    assert "line 3, sentence" in err


def test_a_later_file_may_speak_of_an_earlier_ones_topics(tmp_path: Path) -> None:
    (tmp_path / "topics.csv").write_text("kind,topic,title_en\ntopic,orchards-held,Pear orchards\n", encoding="utf-8")
    giants("import", "topics.csv", "pears.csv", "--database", "new.db")
    assert '"topic": "orchards-held"' in giants("export", "--database", "new.db")[1]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of two topics, which is made in a moment."""
    giants("import", "pears.csv", "--database", "small.db")
    monkeypatch.setenv("GIANTS_DATABASE", "small.db")
    return tmp_path / "small.db"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "jsonl"])
def test_what_is_exported_imports_without_a_difference(small: Path, suffix: str) -> None:
    assert giants("export", f"all.{suffix}") == (0, "", "")
    assert giants("import", f"all.{suffix}", "--database", "copy.db")[0] == 0
    assert giants("export", "--database", "copy.db") == giants("export")
    assert giants("import", f"all.{suffix}")[1] == "0 added, 0 changed, 4 held already\n"


@pytest.mark.parametrize("name", ["all.csv", "all.db"])
def test_what_a_killed_export_left_lying_stands_in_nobodys_way(small: Path, name: str) -> None:
    """In a container every process may have the same number."""
    left = small.with_name(f".{name}.{os.getpid()}.part")
    left.write_text("half of it")
    assert giants("export", name) == (0, "", "")
    assert left.read_text() == "half of it"


@pytest.mark.parametrize("name", ["all.xls", "all.ods", "all", "all.csv.gz", "all.tsv"])
def test_an_export_to_another_format_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    status, _, err = giants("export", name)
    assert (status, err.count("\n")) == (2, 1)
    assert "must end in .jsonl, .csv, .xlsx, .db or .sqlite" in err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["copy.db", "copy.sqlite"])
def test_a_copy_of_the_table_answers_and_holds_nothing_that_people_asked(
    tmp_path: Path, small: Path, name: str
) -> None:
    secret = "is my neighbour Wilhelmina a little giant"
    giants("ask", secret)
    assert giants("export", name) == (0, "", "")
    copy = tmp_path / name
    assert b"Wilhelmina" not in copy.read_bytes()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if "copy" in path.name) == [name]
    assert giants("export", "--database", name) == giants("export")
    assert "more than 2,141" in giants("ask", "how many pear orchards are there?", "--database", name)[1]
    with closing(sqlite3.connect(small)) as held:
        assert held.execute("select count(*) from question where text = ?", [secret]).fetchone() == (1,)


PUBLIC = {
    *("meta", "source", "topic", "title", "phrasing", "fact", "concept", "concept_word", "threshold"),
    *("history", "history_row", "changing", "setting", "golden"),
}


def test_every_table_is_known_to_be_given_away_or_not(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "new.db")
    names = {name for (name,) in store.database.execute("select name from sqlite_master where type = 'table'")}
    store.close()
    assert names - {"sqlite_sequence"} == PUBLIC | set(PERSONAL)


def test_a_template_is_written_as_it_is_named(tmp_path: Path) -> None:
    assert giants("template", "facts.xlsx") == (0, "", "")
    assert giants("import", "--dry-run", "facts.xlsx")[1] == "0 would be added, 0 changed; 0 held already\n"
    header, meanings, example = csv.reader(io.StringIO(giants("template")[1].removeprefix("\ufeff")))
    assert {"sentence", "url", "topic", "period"} <= set(header)
    assert all(meanings)
    assert example[0].startswith("#")
    status, _, err = giants("template", "facts.txt")
    assert (status, err.count("\n")) == (2, 1)


# What is foreseen.

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=6)


@settings(deadline=None, max_examples=40)
@given(drawn.collections(numbers), drawn.collections(numbers))
def test_what_is_foreseen_is_what_happens(
    tmp_path_factory: pytest.TempPathFactory, first: Collection, second: Collection
) -> None:
    store = SqliteStore(tmp_path_factory.mktemp("foreseen") / "table.db")
    try:
        store.put(first)
        before = held(store)
        imported = store.put(second)
    except StoreError:  # the second may tear a family of the first apart
        store.close()
        return
    foreseen = compare(before, held(store), (second,))
    store.close()
    counted = [
        sum(item.thing in {Thing.TOPIC, Thing.FACT} for item in items)
        for items in (foreseen.added, foreseen.changed, foreseen.same)
    ]
    assert counted == [imported.added, imported.changed, imported.same]


def held(store: SqliteStore) -> Collection:
    return Collection(store.documents(), tuple(store.entries(retired=True)), store.concepts())

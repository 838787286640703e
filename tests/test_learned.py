"""What was learned is beside its table: it follows every change, is made anew when torn, and is never in doubt."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.facts import (
    Bound,
    Collection,
    Document,
    Entry,
    Fact,
    Figure,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Wording,
)
from knowledge.questions import Found
from knowledge.store.protocol import Proposal

AT = datetime(2026, 11, 22, tzinfo=UTC)
SOURCE = Source("Office", "Yearbook", "https://yearbook.example/2024")
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31), "2024")
MEASURES = {"rent": "monthly rent of a workshop", "wage": "hourly wage of a welder", "harvest": "harvest of pears"}


def an_entry(name: str, what: str) -> Entry:
    topic = Topic(name, (Wording(what.title(), "en"),))
    fact = Fact(
        f"{name}-2024", topic, Figure(Decimal(12), "yuan", Bound.EXACTLY, "12 yuan"), YEAR,
        Quote(f"The {what} was 12 yuan.", verbatim=False), SOURCE, Provenance(0, 0, AT),
    )  # fmt: skip
    asked = (f"What is the {what}?", f"How large was the {what} in percent?", f"tell me the {what}")
    return Entry(topic, tuple(Wording(text, "en") for text in asked), (fact,))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("learned") / "small.db"
    with Almanac.open_empty(path) as almanac:
        almanac.load(Collection((Document(SOURCE),), tuple(an_entry(*item) for item in MEASURES.items())))
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "small.db"))


@pytest.fixture
def small(path: Path) -> Iterator[Almanac]:
    with Almanac.open(path) as opened:
        yield opened


def facts(almanac: Almanac, asked: str) -> list[str]:
    answer = almanac.ask(asked, today=date(2026, 11, 22))
    return [scored.fact.id for scored in answer.facts] if isinstance(answer, Found) else []


YAKS = Draft(
    sentence="In 2024, the herders held 9,123 yaks.",
    url="https://news.example/yaks",
    topic="Yaks held by herders",
    place="China",
    phrasings=("How many yaks are there?", "牦牛有多少头"),
)


def kept(almanac: Almanac, draft: Draft = YAKS) -> Fact:
    proposal = almanac.propose(draft, by=7, at=AT)
    assert isinstance(proposal, Proposal), proposal
    fact = almanac.keep(proposal.id, by=7, at=AT)
    assert fact is not None
    return fact


def test_a_kept_fact_is_found_by_its_phrasings_and_its_title_at_once_and_after_a_restart(path: Path) -> None:
    with Almanac.open(path) as almanac:
        fact = kept(almanac)
        asked = (*YAKS.phrasings, YAKS.topic, "yaks number", "9,123?")
        assert [facts(almanac, text) for text in asked] == [[fact.id]] * len(asked)
    with Almanac.open(path) as again:
        assert [facts(again, text) for text in asked] == [[fact.id]] * len(asked)
        assert facts(again, "hourly wage of a welder") == ["wage-2024"]
        assert again.check()[len(MEASURES) * 2 :] == ()  # beside those that have few phrasings


def test_what_is_learned_from_one_keep_stays_when_everything_is_learned_anew(small: Almanac) -> None:
    fact = kept(small)
    small.load(Collection(entries=(an_entry("rain", "rainfall in a summer"),)))
    assert facts(small, "how many yaks are there") == [fact.id]
    assert facts(small, "what is the rainfall in a summer") == ["rain-2024"]


def test_a_fact_that_another_process_adds_is_found_by_the_one_that_runs(path: Path, small: Almanac) -> None:
    with Almanac.open(path) as other:
        fact = kept(other)
        other.load(Collection(entries=(an_entry("rain", "rainfall in a summer"),)))
    assert facts(small, "How many yaks are there?") == [fact.id]
    assert facts(small, "what is the rainfall in a summer") == ["rain-2024"]
    assert [scored.fact.id for scored in small.suggest("yaks", today=AT.date())][:1] == [fact.id]


def test_two_processes_keep_in_turn(path: Path, small: Almanac) -> None:
    with Almanac.open(path) as other:
        drafts = [
            Draft(
                sentence=f"In 2024, there were {n} {what}.",
                url="https://e.example/1",
                topic=what,
                phrasings=(f"{what}?",),
            )
            for n, what in ((51, "zebras"), (52, "otters"), (53, "badgers"), (54, "lynxes"))
        ]
        ids = [kept(almanac, draft).id for almanac, draft in zip((small, other, small, other), drafts, strict=True)]
        for almanac in (small, other):
            assert [facts(almanac, f"{draft.topic}?") for draft in drafts] == [[fact] for fact in ids]


def test_a_keep_that_fails_leaves_nothing_learned(small: Almanac, path: Path) -> None:
    proposal = small.propose(YAKS, by=7, at=AT)
    assert isinstance(proposal, Proposal)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create trigger stop before update on proposal begin select raise(abort, 'no'); end")
        connection.commit()
    with pytest.raises(Exception, match="did not take this"):
        small.keep(proposal.id, by=7, at=AT)
    assert facts(small, "How many yaks are there?") == []
    assert facts(small, "hourly wage of a welder") == ["wage-2024"]


TABLES = ("indexed", "vocabulary", "said", "feature", "read_with", "topic_words")
DAMAGE = (
    *(f"delete from {table}" for table in TABLES),
    *(f"drop table {table}" for table in TABLES),
    "delete from indexed where number = 1",
    "delete from feature where feature like 'w%'",
    "update feature set weights = x'00'",
    "update topic_words set features = 'x'",
    "drop table topic_words; create table topic_words (x)",
    "drop table read_with; create table read_with (lexicon text not null)",
    "update read_with set format = 1",
    *(f"drop table topic_words_{shadow}" for shadow in ("data", "idx", "content", "config")),
    "delete from topic_words_data",
    "delete from concept_word",
    "insert into title values ('wage', 'de', 'Lohn')",
)


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_torn_is_learned_anew_from_the_table(path: Path, damage: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(damage)
    with Almanac.open(path) as almanac:
        assert facts(almanac, "What is the hourly wage of a welder?") == ["wage-2024"]
        assert facts(almanac, "hourly waeg of a welder") == ["wage-2024"]
        assert facts(almanac, "how many yaks are there") == []
        fact = kept(almanac)
        assert facts(almanac, "how many yaks are there") == [fact.id]


def test_a_check_says_that_what_was_learned_does_not_fit(small: Almanac, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("delete from said where topic = 0")
    assert "index" in {fault.where for fault in small.check()}


START = """
import sys
from knowledge.almanac import Almanac
with Almanac.open_empty(sys.argv[1]) as almanac:
    almanac.topics()
"""


@pytest.mark.parametrize("exists", [False, True])
def test_four_processes_open_one_new_table(tmp_path: Path, exists: bool) -> None:  # noqa: FBT001
    path = tmp_path / "giants.db"
    if exists:
        path.touch()
    processes = [subprocess.Popen([sys.executable, "-c", START, path]) for _ in range(4)]
    assert [process.wait() for process in processes] == [0, 0, 0, 0]
    assert [beside.name for beside in tmp_path.iterdir()] == ["giants.db"]

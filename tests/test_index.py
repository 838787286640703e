"""A table too large to learn weights for: candidates by rarest word, and coverage."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from towns import TOWNS, a_collection

from knowledge.almanac import Almanac
from knowledge.curation import Draft
from knowledge.index import CANDIDATES, LEARNABLE
from knowledge.questions import Found
from knowledge.store.protocol import Proposal

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    collection = a_collection()
    assert len(collection.entries) > LEARNABLE > CANDIDATES
    path = tmp_path_factory.mktemp("large") / "large.db"
    with Almanac.open_empty(path) as almanac:
        almanac.load(collection)
    return path


@pytest.fixture(scope="module")
def large(made: Path) -> Iterator[Almanac]:
    """To be asked only."""
    with Almanac.open(made) as almanac:
        yield almanac


def facts(almanac: Almanac, asked: str) -> list[str]:
    answer = almanac.ask(asked, today=date(2026, 11, 22))
    return [scored.fact.topic.title() for scored in answer.facts] if isinstance(answer, Found) else []


def test_the_right_one_of_many_alike_is_found(large: Almanac) -> None:
    assert facts(large, "what's the median income in Dunford") == ["median income in Dunford"]


def test_a_misspelt_name_is_found(large: Almanac) -> None:
    assert facts(large, "What is the total rainfall in Eskmeer?") in ([], ["total rainfall in Eskmere"])


def test_an_unknown_town_gets_no_other_town_s_figure(large: Almanac) -> None:
    assert facts(large, "What is the median income in Gotham?") == []


@pytest.mark.parametrize(
    "damage",
    [
        "delete from said where topic = 700",
        "update vocabulary set phrasings = 1 where word = 'dunford'",
        "update indexed set topic = 't-x' where number = 700",
        "delete from topic_words",
    ],
)
def test_damage_anywhere_is_noticed(path: Path, damage: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(damage)
    with Almanac.open(path) as almanac:
        assert [facts(almanac, f"{town} median income") for town in TOWNS] == [[f"median income in {t}"] for t in TOWNS]


def test_a_fact_that_a_curator_adds_is_found_and_the_rest_stays(path: Path) -> None:
    draft = Draft(
        sentence="In 2024, the herders held 9,123 yaks.",
        url="https://news.example/yaks",
        topic="Yaks held by herders",
        place="China",
        phrasings=("How many yaks are there?",),
    )
    with Almanac.open(path) as almanac:
        proposal = almanac.ledger.propose(draft, by=7, at=AT)
        assert isinstance(proposal, Proposal), proposal
        almanac.ledger.keep(proposal.id, by=7, at=AT)
        assert facts(almanac, "how many yaks are there") == ["Yaks held by herders"]
        assert facts(almanac, "median income in Dunford") == ["median income in Dunford"]
        assert "index" not in {fault.where for fault in almanac.check()}

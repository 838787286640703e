"""A check warns of phrasings that go to another topic, and of those that would in other words."""

from pathlib import Path

import pytest
from measures import ENTRIES, SOURCE, an_entry

from knowledge.almanac import Almanac
from knowledge.facts import Collection, Document, Entry, Wording
from knowledge.proof import Fault


def warnings_of(path: Path, *entries: Entry) -> tuple[Fault, ...]:
    with Almanac.open_empty(path) as almanac:
        almanac.load(Collection((Document(SOURCE),), entries))
        return almanac.warnings()


def asked_too(entry: Entry, *texts: str) -> Entry:
    return Entry(entry.topic, (*entry.phrasings, *(Wording(text, "en") for text in texts)), entry.facts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.db"


def test_a_table_whose_topics_are_apart_gets_no_warning(path: Path) -> None:
    assert warnings_of(path, *ENTRIES) == ()


def test_a_phrasing_that_is_the_other_topic_s_by_its_words_is_told_with_both(path: Path) -> None:
    first, *rest = ENTRIES
    misplaced = asked_too(first, "the harvest of plums, harvest of plums?", "large harvest of plums")
    found = warnings_of(path, misplaced, *rest)
    assert {fault.where for fault in found} == {"rent-shop"}
    assert all("plums" in fault.what for fault in found)
    assert any("'large harvest of plums'" in fault.what for fault in found)


def test_a_phrasing_of_an_open_topic_that_an_answer_takes_is_told(path: Path) -> None:
    held, *rest = ENTRIES
    stolen = held.phrasings[0].text
    (fault,) = [f for f in warnings_of(path, held, *rest[:-1], asked_too(rest[-1], stolen)) if stolen in f.what]
    assert fault.where == rest[-1].topic.id
    assert f"is taken by {held.topic.id}" in fault.what


def test_a_phrasing_without_a_word_to_go_by_is_told(path: Path) -> None:
    first, *rest = ENTRIES
    (fault,) = warnings_of(path, asked_too(first, "2019-2023"), *rest)
    assert fault.where == first.topic.id
    assert "'2019-2023' finds nothing" in fault.what


def test_open_topics_may_share_what_they_are_asked(path: Path) -> None:
    rain, bread = an_entry("rain", "rainfall", "雨", held=False), an_entry("bread", "bread", "面包", held=False)
    assert warnings_of(path, *ENTRIES[:3], rain, asked_too(bread, "the rainfall please")) == ()

"""Thresholds come out of a table's own phrasings: never more wrong than asked for, kept or forgotten at will."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest
import towns
from answers import COUNT_2021, COUNT_2025, found, several, unknown
from hypothesis import given, settings
from hypothesis import strategies as st
from measures import ENTRIES, FRAMES, MEASURES, SOURCE, an_entry

from knowledge.almanac import Almanac
from knowledge.facts import Collection, Document, Fact, Topic
from knowledge.index import Index
from knowledge.indexer import in_memory
from knowledge.learned import Learned
from knowledge.marks import Mark
from knowledge.outcomes import ALL, ENOUGH, mark, shares
from knowledge.questions import Answer, Found
from knowledge.swapping import elsewhere, exchanged, subjects
from knowledge.thresholds import DEFAULT, Thresholds
from knowledge.trials import Setting, learned_anew, nobody
from knowledge.trying import Judge
from knowledge.tuning import PHRASINGS, TOPICS, TooSmall, Tuned, tuned

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tuning") / "table.db"
    with Almanac.open_empty(path) as almanac:
        almanac.load(Collection((Document(SOURCE),), ENTRIES))
    return path


@pytest.fixture
def table(path: Path) -> Iterator[Almanac]:
    with Almanac.open(path) as almanac:
        yield almanac


@pytest.fixture(scope="module")
def told() -> list[float]:
    """What was told of the progress of `derived`."""
    return []


@pytest.fixture(scope="module")
def derived(made: Path, told: list[float]) -> Tuned:
    with Almanac.open(made) as almanac:
        result = almanac.tune(tell=told.append)
    assert isinstance(result, Tuned)
    return result


class Kept:
    """The table's topics and facts, for a judge."""

    def topics(self) -> tuple[Topic, ...]:
        return tuple(entry.topic for entry in ENTRIES)

    def facts(self, topic: str) -> tuple[Fact, ...]:
        return next(entry.facts for entry in ENTRIES if entry.topic.id == topic)

    def fact(self, fact: str) -> Fact | None:
        return next((each for entry in ENTRIES for each in entry.facts if each.id == fact), None)

    def added(self) -> tuple[str, ...]:
        return ()


@pytest.fixture(scope="module")
def judge(made: Path) -> Iterator[Judge]:
    """One that has heard all of the questions, and remembers them."""
    with Almanac.open(made) as almanac, ExitStack() as open_until:
        concepts = almanac.export().concepts
        askings = tuple(learned_anew(ENTRIES, concepts, frozenset(), open_until, nobody))
        yield Judge(askings, Kept())


def wrong(result: Tuned, language: str) -> float:
    return shares(result.given_derived, language)[Mark.WRONG]


@settings(deadline=None, max_examples=10)
@given(st.floats(0, 30))
def test_no_more_is_answered_wrongly_than_asked_for(judge: Judge, most: float) -> None:
    result = tuned(judge, DEFAULT, wrong=most)
    enough = [language for language in ("en", "zh") if asked(result, language) >= ENOUGH]
    assert enough
    assert all(wrong(result, language) <= most for language in (ALL, *enough))


def asked(result: Tuned, language: str) -> int:
    return sum(counts.total() for (_, spoken), counts in result.given_derived.items() if spoken == language)


def test_what_is_reported_is_what_those_thresholds_give(judge: Judge) -> None:
    result = tuned(judge, DEFAULT, wrong=5)
    assert result.given_before == judge.counts(DEFAULT)
    assert result.given_derived == judge.counts(result.derived)


def test_most_of_what_the_table_knows_is_answered_and_every_kind_of_question_is_asked(derived: Tuned) -> None:
    for language in ("en", "zh"):
        assert {setting for setting, spoken in derived.given_derived if spoken == language} == set(Setting)
        held_out = derived.given_derived[Setting.HELD_OUT, language]
        assert held_out[Mark.RIGHT] > held_out.total() / 2


def test_a_looser_ceiling_answers_no_less(judge: Judge) -> None:
    right = [shares(tuned(judge, DEFAULT, wrong=most).given_derived)[Mark.RIGHT] for most in (0.0, 100.0)]
    assert right[0] <= right[1]


def learned(path: Path) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("select * from feature order by feature").fetchall()


def test_what_was_learned_stays_as_it_is(path: Path, derived: Tuned) -> None:
    before = learned(path)
    with Almanac.open(path) as almanac:
        assert almanac.tune() == derived
        almanac.keep_thresholds(derived.derived)
        assert isinstance(almanac.ask("the harvest of pears", today=TODAY), Found)
    assert learned(path) == before
    assert before


STRICT = Thresholds(50.0, 40.0, 60.0)
QUESTIONS = (
    "how much is the harvest of pears", "rent of a farm", "harvest", "焊工一小时多少钱", "rain", "pears and plums",
    "wage of a baker", "how many penguins are there", "hourly wage of a welder and the harvest of plums?",
)  # fmt: skip


def answers(almanac: Almanac) -> list[Answer]:
    return [almanac.ask(text, today=TODAY) for text in QUESTIONS]


def test_kept_thresholds_are_used_at_once_and_after_a_restart(path: Path) -> None:
    with Almanac.open(path) as almanac:
        assert any(isinstance(answer, Found) for answer in answers(almanac))
        almanac.keep_thresholds(STRICT)
        strict = answers(almanac)
        assert not any(isinstance(answer, Found) for answer in strict)
    with Almanac.open(path) as again:
        assert again.thresholds == STRICT
        assert answers(again) == strict


def test_those_that_another_process_keeps_are_used_by_the_one_that_runs(path: Path, table: Almanac) -> None:
    before = answers(table)
    with Almanac.open(path) as other:
        other.keep_thresholds(STRICT)
        assert answers(table) == answers(other) != before
        other.keep_thresholds(None)
        assert answers(table) == before


leads = st.lists(st.floats(0, 5), min_size=3, max_size=3).map(sorted)


@settings(deadline=None, max_examples=8)
@given(leads)
def test_thresholds_kept_and_forgotten_leave_the_answers_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, made: Path, each: list[float]
) -> None:
    plausible, confident, apart = each
    directory = tmp_path_factory.mktemp("kept")
    with Almanac.open(shutil.copy(made, directory / "table.db")) as almanac:
        before = answers(almanac)
        almanac.keep_thresholds(Thresholds(confident, plausible, apart))
        assert almanac.thresholds == Thresholds(confident, plausible, apart)
        almanac.keep_thresholds(None)
        assert almanac.thresholds == DEFAULT
        assert answers(almanac) == before
    shutil.rmtree(directory)


@pytest.mark.parametrize("damage", ["update threshold set value = -1", "insert into threshold values ('height', 2.0)"])
def test_thresholds_that_make_no_sense_are_none(path: Path, damage: str) -> None:
    with Almanac.open(path) as almanac:
        almanac.keep_thresholds(STRICT)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(damage)
    with Almanac.open(path) as almanac:
        assert almanac.thresholds == DEFAULT


@pytest.mark.parametrize("each", [(0.1, 0.2, 0.3), (0.3, 0.1, 0.2), (0.1, -0.1, 0.2), (0.1, 0.0, float("inf"))])
def test_what_is_offered_takes_no_more_than_what_is_answered(each: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="offered"):
        Thresholds(*each)


@pytest.mark.parametrize(("topics", "frames"), [(0, FRAMES), (TOPICS - 1, FRAMES), (TOPICS, FRAMES[:2])])
def test_a_small_table_keeps_its_thresholds(tmp_path: Path, topics: int, frames: tuple[str, ...]) -> None:
    entries = tuple(an_entry(name, *titles, frames=frames) for name, titles in [*MEASURES.items()][:topics])
    assert topics < TOPICS or sum(len(entry.phrasings) for entry in entries) < PHRASINGS
    with Almanac.open_empty(tmp_path / "small.db") as almanac:
        almanac.load(Collection((Document(SOURCE),), entries))
        assert isinstance(almanac.tune(), TooSmall)


def test_progress_is_told_from_nothing_to_all(derived: Tuned, told: list[float]) -> None:
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("answer", "gold", "expected"),
    [
        (found(COUNT_2025), {"little-giant-count"}, Mark.RIGHT),
        (found(COUNT_2021, COUNT_2025), {"little-giant-count"}, Mark.RIGHT),
        (found(COUNT_2025), {"little-giant-count", "rd-spend"}, Mark.PART),
        (found(COUNT_2025), {"rd-spend"}, Mark.WRONG),
        (found(COUNT_2025), set(), Mark.WRONG),
        (several(COUNT_2025), {"little-giant-count"}, Mark.ASKED),
        (several(COUNT_2025), set(), Mark.ASKED),
        (unknown(), {"little-giant-count"}, Mark.WITHHELD),
        (unknown(), set(), Mark.RIGHT),
    ],
)
def test_an_answer_is_worth_what_its_topics_are(answer: Answer, gold: set[str], expected: Mark) -> None:
    assert mark(answer, frozenset(gold)) is expected


@pytest.fixture(scope="module")
def index(made: Path) -> Iterator[Index]:
    with in_memory() as made_anew, Almanac.open(made) as almanac:
        made_anew.build(ENTRIES, almanac.export().concepts, frozenset(), "")
        yield made_anew


@pytest.mark.parametrize(
    ("text", "topic", "carried"),
    [
        ("is there a figure for the harvest of pears", "pears", "pears"),
        ("give me the hourly wage of a welder", "wage-welder", "welder"),
        ("请问焊工时薪", "wage-welder", "焊"),
    ],
)
def test_what_makes_a_question_its_topic_s_is_exchanged(index: Index, text: str, topic: str, carried: str) -> None:
    swapped = exchanged(text, topic, ["penguins"], index)
    assert carried in text
    assert carried not in swapped
    assert "penguins" in swapped


def test_a_question_that_says_nothing_for_its_topic_is_not_exchanged(index: Index) -> None:
    assert exchanged("is there a", "pears", ["penguins"], index) == ""


def test_subjects_of_the_table_are_not_strange_to_it() -> None:
    with in_memory() as zoo:
        zoo.build((an_entry("zoo", "number of penguins", "企鹅数量"),), (), frozenset(), "")
        assert "penguins" not in subjects("en", zoo)
        assert "企鹅" not in subjects("zh", zoo)
        assert "violins" in subjects("en", zoo)


@pytest.mark.parametrize(("text", "language"), [("What is the harvest of pears?", "en"), ("梨的收成是多少", "zh")])
def test_nobody_answers_for_a_place_that_is_none(table: Almanac, text: str, language: str) -> None:
    assert isinstance(table.ask(text, today=TODAY), Found)
    assert not isinstance(table.ask(elsewhere(text, language), today=TODAY), Found)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.db"
    with Almanac.open_empty(path) as almanac:
        almanac.load(towns.a_collection())
    return path


def test_a_table_that_learns_nothing_is_tuned_by_asking_it_without_the_phrasing(large: Path) -> None:
    with Almanac.open(large) as almanac:
        result = almanac.tune(wrong=2)
    assert isinstance(result, Tuned)
    assert wrong(result, ALL) <= 2
    before, after = shares(result.given_before), shares(result.given_derived)
    assert after[Mark.RIGHT] >= before[Mark.RIGHT] > 0


def test_a_phrasing_that_is_left_out_is_known_no_more_and_comes_back(large: Path) -> None:
    learned = Learned(large, ())
    with learned.reading():
        index = learned.lacking()
        question = index.reader.read("tell me the median income for Dunford", today=TODAY)
        (number,) = index.said(question)
        topic, weights = index.topics([number])[number], index.weights(question.features)
        index.lack({topic: frozenset({question.text})})
        assert index.said(question) == ()
        assert number in index.candidates(weights)
        index.lack({topic: None})
        assert number not in index.candidates(weights)
        assert list(index.phrasings_of([number])) == []
        index.lack({})
        assert index.said(question) == (number,)
        assert number in dict(index.phrasings_of([number]))
    learned.store.close()

"""Periods and groups are exact, and veto."""

from datetime import date

import pytest
from answers import COUNT_2021, COUNT_2025, PROFITS, ROLE, a_fact, a_figure

from knowledge.facts import UNSTATED, Concept, Kind, Period, Wording
from knowledge.questions import Reason
from knowledge.reading import Reader
from knowledge.selecting import holds, select
from knowledge.words import Lexicon

READER = Reader(
    Lexicon(
        [
            Concept("grow", (Wording("grow", "en"),), Kind.CHANGE),
            Concept("start", (Wording("initial", "en"),), Kind.FIRST),
            Concept("end", (Wording("final", "en"),), Kind.LAST),
        ]
    )
)
COUNTS = (COUNT_2021, COUNT_2025)
SUPPLIERS = a_fact(
    "suppliers",
    figure=a_figure("90 percent", 90, "percent"),
    period=UNSTATED,
    sentence="90 percent supply at least three enterprises.",
)


def ids(asked: str) -> list[str]:
    question = READER.read(asked, today=date(2026, 11, 22))
    return [fact.id for fact in select(question, COUNTS).facts]


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("how many", ["count-2025"]),
        ("how many in 2021", ["count-2021"]),
        ("how many by December 2025", ["count-2025"]),
        ("how many from 2020 to 2026", ["count-2021", "count-2025"]),
        ("the initial number", ["count-2021"]),
        ("from the initial to the final number", ["count-2021", "count-2025"]),
        ("how did it grow", ["count-2021", "count-2025"]),
        ("how did it grow since 2021", ["count-2021", "count-2025"]),
        ("what did it grow to", ["count-2025"]),
        ("how many after all that growth", ["count-2025"]),
        ("what did it grow from?", ["count-2021"]),
        ("how many before it grew to 17,600", ["count-2021"]),
        ("from what did it grow to what", ["count-2021", "count-2025"]),
        ("5,000 what?", ["count-2021"]),
        ("is it 20,000?", ["count-2025"]),
        ("the initial number before 17,600", ["count-2021"]),
        ("how did it grow from 2019 to 2022", []),
    ],
)
def test_the_facts_of_the_period_asked_for(asked: str, held: list[str]) -> None:
    assert ids(asked) == held


@pytest.mark.parametrize(
    "asked", ["in 2019", "in 2022", "2030", "before 2021", "in June 2021", "how did it grow in 2023"]
)
def test_a_period_that_is_not_held_selects_nothing(asked: str) -> None:
    selected = select(READER.read(asked, today=date(2026, 11, 22)), COUNTS)
    assert (selected.facts, selected.reason) == ((), Reason.PERIOD)
    assert selected.detail


def test_growth_is_computed_from_both_ends() -> None:
    selected = select(READER.read("how did it grow", today=date(2026, 11, 22)), COUNTS)
    assert selected.computed is not None
    assert (str(selected.computed.value), selected.computed.formula) == ("3.5", "17,600 / 5,000")


def test_a_figure_without_a_period_is_lent_none_and_words_without_one_are_shown() -> None:
    year = Period(date(2024, 1, 1), date(2024, 12, 31), "2024")
    assert not holds(PROFITS, year)
    assert holds(ROLE, year)


@pytest.mark.parametrize(
    ("asked", "answered"), [("at least three enterprises", True), ("ten or more enterprises", False)]
)
def test_a_number_of_customers_that_the_sentence_does_not_speak_of_vetoes(asked: str, answered: bool) -> None:  # noqa: FBT001
    selected = select(READER.read(asked, today=date(2026, 11, 22)), (SUPPLIERS,))
    assert bool(selected.facts) is answered
    assert answered or selected.reason is Reason.MEASURE

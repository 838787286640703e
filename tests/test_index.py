"""A table too large to learn weights for: candidates by rarest word, and coverage."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from knowledge.almanac import Almanac
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
from knowledge.index import CANDIDATES, LEARNABLE
from knowledge.questions import Found

SOURCE = Source("Office", "Yearbook", "https://yearbook.example/2024")
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31), "2024")
TOWNS = [
    first + last
    for first in ("Al", "Bren", "Cor", "Dun", "Esk")
    for last in ("ton", "ford", "by", "ham", "wick", "dale", "mere")
]
MEASURES = [
    f"{what} {of}"
    for what in ("average", "total", "highest", "lowest", "median", "typical")
    for of in ("rent", "rainfall", "income", "traffic", "harvest", "wage")
]


def an_entry(number: int, town: str, measure: str) -> Entry:
    topic = Topic(f"t-{number}", (Wording(f"{measure} in {town}", "en"),), "Here")
    figure = Figure(Decimal(number), "units", Bound.EXACTLY, f"{number} units")
    fact = Fact(
        f"f-{number}", topic, figure, YEAR, Quote(f"It was {number} units.", verbatim=False), SOURCE,
        Provenance(0, 0, datetime(2024, 1, 1, tzinfo=UTC)),
    )  # fmt: skip
    asked = (f"What is the {measure} in {town}?", f"{town} {measure}", f"tell me the {measure} for {town}")
    return Entry(topic, tuple(Wording(text, "en") for text in asked), (fact,))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Almanac]:
    pairs = [(town, measure) for town in TOWNS for measure in MEASURES]
    entries = tuple(an_entry(number, *pair) for number, pair in enumerate(pairs))
    assert len(entries) > LEARNABLE > CANDIDATES
    with Almanac.open_empty(tmp_path_factory.mktemp("large") / "large.db") as almanac:
        almanac.load(Collection((Document(SOURCE),), entries))
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

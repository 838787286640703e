"""A table of more topics than weights are learned for: measures in many towns, alike but for a word."""

from datetime import UTC, date, datetime
from decimal import Decimal

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


def a_collection() -> Collection:
    pairs = [(town, measure) for town in TOWNS for measure in MEASURES]
    return Collection((Document(SOURCE),), tuple(an_entry(number, *pair) for number, pair in enumerate(pairs)))

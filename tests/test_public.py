"""The second collection: it reads, it is sound beside the article's, and each of its facts is where its id says."""

import csv
from datetime import date

import pytest
from answers import COUNT_2021

from knowledge.almanac import DATA, Almanac
from knowledge.exchange import read_collection
from knowledge.facts import UNSTATED, Fact, Kind
from knowledge.places import name_of
from knowledge.questions import Found, Unknown

TODAY = date(2026, 11, 22)
PUBLIC = DATA / "public.jsonl"


@pytest.fixture(scope="module")
def facts() -> tuple[Fact, ...]:
    return tuple(fact for entry in read_collection(PUBLIC).entries for fact in entry.facts)


def asked(almanac: Almanac, question: str) -> list[str]:
    answer = almanac.ask(question, today=TODAY)
    return [scored.fact.id for scored in answer.facts] if isinstance(answer, Found) else []


def test_both_collections_together_have_no_fault(both: Almanac) -> None:
    assert both.check() == ()


def test_every_sentence_is_a_summary_and_tells_its_figure(facts: tuple[Fact, ...]) -> None:
    assert not [fact.id for fact in facts if fact.quote.verbatim or fact.figure is None]
    assert not [fact.id for fact in facts if fact.figure and fact.figure.printed not in fact.quote.text]


def test_every_fact_has_a_period(facts: tuple[Fact, ...]) -> None:
    assert not [fact.id for fact in facts if fact.period is UNSTATED]


def test_a_fact_elsewhere_names_its_place_in_its_id(facts: tuple[Fact, ...]) -> None:
    counts = [fact for fact in facts if fact.topic.root == "little-giant-count" and fact.topic.place != "China"]
    assert counts
    assert not [fact.id for fact in counts if not fact.id.startswith(f"count-{name_of(fact.topic.place)}-")]


def test_places_are_those_of_the_lexicon(facts: tuple[Fact, ...]) -> None:
    lexicon = {c.name for c in read_collection(DATA / "lexicon.toml").concepts if c.kind is Kind.PLACE}
    unknown = {name_of(fact.topic.place) for fact in facts} - lexicon
    assert not unknown


def test_a_figure_left_out_is_not_kept_as_well(facts: tuple[Fact, ...]) -> None:
    with (DATA / "public_left_out.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert all(row["metric"] and row["value"] and row["reason"] for row in rows)
    assert not {"count-2025-11", "count-2026-01-17", "count-suzhou-2025-03-31"} & {fact.id for fact in facts}


@pytest.mark.parametrize(
    ("fact", "topic", "place", "value", "start", "end"),
    [
        ("count-2022-09-08", "little-giant-count", "China", 8997, "2022-09-08", "2022-09-08"),
        ("count-2024-12-31", "little-giant-count", "China", 14600, "2024-12-31", "2024-12-31"),
        ("count-zhejiang-2021-08-26", "little-giant-count", "Zhejiang", 470, "2021-08-26", "2021-08-26"),
        ("count-beijing-2022-10", "little-giant-count", "Beijing", 588, "2022-10-01", "2022-10-31"),
        ("batch-2-announced", "batch-2", "China", 1744, "2020-01-01", "2020-12-31"),
        ("batch-2-recognised", "batch-2", "China", 1584, "2020-01-01", "2020-12-31"),
        ("batch-7-jiangsu", "batch-7", "Jiangsu", 807, "2025-01-01", "2025-12-31"),
        ("announced-2022", "announced-total", "China", 9279, "2022-01-01", "2022-12-31"),
        ("revenue-total-2024", "revenue-total", "China", 4_840_000_000_000, "2024-01-01", "2024-12-31"),
        ("profits-growth-2021-q3", "profits-growth", "China", "67.9", "2021-01-01", "2021-09-30"),
        ("hidden-germany-2014", "hidden-champions", "Germany", 1307, "2014-01-01", "2014-12-31"),
    ],
)
def test_a_fact_is_what_its_id_says(  # noqa: PLR0913, PLR0917 - one row of a table
    both: Almanac, fact: str, topic: str, place: str, value: int | str, start: str, end: str
) -> None:
    held = both.fact(fact)
    assert held is not None
    assert held.figure is not None
    assert held.period is not UNSTATED
    assert (held.topic.root, held.topic.place, str(held.figure.value)) == (topic, place, str(value))
    assert (held.period.start.isoformat(), held.period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("How many little giant enterprises does China have?", ["count-2025"]),
        ("How many little giants were there in 2021?", ["count-2021"]),
        ("how did the number of little giants grow from 2021 to 2025", ["count-2021", "count-2025"]),
        ("How much does a little giant spend on R&D on average?", ["rd-spend"]),
        ("What share of the profits of industrial SMEs do little giants make?", ["profit-share"]),
        ("小巨人企业有多少家？", ["count-2025"]),
        ("处于产业链关键环节的小巨人占比多少?", ["critical-points"]),
        ("2021年中国有多少家专精特新“小巨人”企业？", ["count-2021"]),
    ],
)
def test_what_the_article_answers_keeps_its_answer(both: Almanac, question: str, ids: list[str]) -> None:
    assert asked(both, question) == ids


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("How many little giants are there in Shenzhen?", ["count-shenzhen-2025-12-18"]),
        ("浙江有多少家小巨人", ["count-zhejiang-2025-03-31"]),
        ("how many little giants were there in September 2022", ["count-2022-09-08"]),
        ("how many little giants at the end of 2024", ["count-2024-12-31"]),
        ("2023年新增多少家小巨人", ["new-2023"]),
        ("How many firms were named in the third batch?", ["batch-3"]),
        ("what was little giants' profit share in 2024", ["profit-share-2024"]),
    ],
)
def test_years_places_and_batches_that_the_article_lacks_are_answered(
    both: Almanac, question: str, ids: list[str]
) -> None:
    assert asked(both, question) == ids


@pytest.mark.parametrize(
    "question", ["How many little giants are there in Henan?", "湖南小巨人多少家", "How many little giants in 2019?"]
)
def test_a_place_or_year_without_a_figure_gets_none(both: Almanac, question: str) -> None:
    assert isinstance(both.ask(question, today=TODAY), Unknown)


def test_sources_that_differ_stand_side_by_side(both: Almanac) -> None:
    assert asked(both, "how many enterprises were in the second batch, the 2nd batch count") == [
        "batch-2-announced",
        "batch-2-recognised",
    ]
    assert asked(both, "what is the mean age of a little giant") == [
        "average-age-2022-patsnap",
        "average-age-2022-report",
    ]


def test_the_period_asked_about_wins_over_days_within_it(both: Almanac) -> None:
    days = {fact.id for fact in both.facts("little-giant-count") if fact.period is not UNSTATED}
    assert {COUNT_2021.id, "count-2021-11-23"} <= days
    assert asked(both, "number of little giants in 2021") == ["count-2021"]
    assert asked(both, "number of little giants in November 2021") == ["count-2021-11-23"]

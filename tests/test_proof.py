"""Each thing that can be wrong with a collection is found, and all of them are told together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import drawn
import pytest
from hypothesis import given, settings

from knowledge.exchange import read_collection
from knowledge.facts import (
    UNSTATED,
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
from knowledge.proof import ENOUGH, ENOUGH_TO_DECLINE, Fault, prove

SENTENCE = "In 2025 it rose from over 5,000 to more than 17,600, and each spent 30 million yuan (4.24 million dollars)."
SOURCE = Source("Xinhua", "Giants", "https://example.org/a", date(2025, 12, 2))
OTHER_SOURCE = replace(SOURCE, url="https://example.org/b")
SHIPPED = Provenance(0, 0, datetime(2025, 12, 2, tzinfo=UTC))
CURATED = replace(SHIPPED, proposed_by=7, accepted_by=7)
YEAR = Period(date(2025, 1, 1), date(2025, 12, 31), "2025")
FIGURE = Figure(Decimal(17600), "enterprises", Bound.OVER, "more than 17,600")


def a_topic(name: str = "count") -> Topic:
    return Topic(name, (Wording("Number", "en"),))


def a_fact(**changes: object) -> Fact:
    fact = Fact("count-2025", a_topic(), FIGURE, YEAR, Quote(SENTENCE), SOURCE, SHIPPED)
    return replace(fact, **changes)  # type: ignore[arg-type]


def asked(name: str = "count", en: int = ENOUGH["en"], zh: int = ENOUGH["zh"]) -> tuple[Wording, ...]:
    counts = {"en": en, "zh": zh}
    return tuple(Wording(f"{name} {code} {n}?", code) for code, count in counts.items() for n in range(count))


def a_collection(*facts: Fact, phrasings: tuple[Wording, ...] | None = None, text: str | None = None) -> Collection:
    document = Document(SOURCE, f"First.\n{SENTENCE} Last." if text is None else text)
    return Collection((document,), (Entry(a_topic(), asked() if phrasings is None else phrasings, facts),))


def told(collection: Collection) -> list[tuple[str, str]]:
    return [(fault.where, fault.what) for fault in prove(collection)]


def only(faults: Iterable[Fault]) -> str:
    (fault,) = faults
    return fault.what


def test_a_sound_collection_has_no_fault() -> None:
    assert told(a_collection(a_fact(), a_fact(id="count-words", figure=None))) == []


def test_the_shipped_collections_are_sound() -> None:
    data = Path(__file__).parent.parent / "knowledge" / "data"
    assert told(read_collection(data / "article.jsonl")) == []


@pytest.mark.parametrize(
    "altered",
    [
        SENTENCE.replace("rose", "rise"),
        SENTENCE.replace("I", "i", 1),
        SENTENCE.removesuffix(".") + "!",
        f"“{SENTENCE}”",
    ],
)
def test_a_quote_altered_by_one_character_is_found(altered: str) -> None:
    assert told(a_collection(a_fact(quote=Quote(altered)))) == [
        (
            "count-2025",
            "its sentence does not stand in https://example.org/a: copy it from there letter by letter",
        )
    ]


@given(drawn.texts.map(lambda text: " ".join(text.split())))
@settings(deadline=None)
def test_a_quote_stands_exactly_where_its_words_do(text: str) -> None:
    fact = a_fact(quote=Quote(text), figure=None, period=UNSTATED)
    assert told(a_collection(fact, text=f"Before {text} after")) == []
    assert len(told(a_collection(fact, text=text[:-1]))) == 1


def test_white_space_in_a_quote_compares_equal() -> None:
    spaced = SENTENCE.replace(" ", "\n\t ")
    assert told(a_collection(a_fact(quote=Quote(spaced)))) == []
    assert told(a_collection(a_fact(), text=spaced)) == []


def test_a_summary_need_not_stand_in_the_document() -> None:
    assert told(a_collection(a_fact(quote=Quote("Some 17,600 now.", verbatim=False)))) == []


def test_a_shipped_quote_needs_its_document_and_a_curators_does_not() -> None:
    elsewhere = a_fact(source=OTHER_SOURCE)
    assert "the text of https://example.org/b is not held" in only(prove(a_collection(elsewhere)))
    assert "not held" in only(prove(a_collection(a_fact(), text=" \n")))
    assert told(a_collection(replace(elsewhere, provenance=CURATED))) == []


@pytest.mark.parametrize("printed", ["more than 17,601", "over 17,600", "More than 17,600", "7,600", "more than 17,60"])
def test_a_figure_that_is_not_in_its_sentence_is_found(printed: str) -> None:
    faults = told(a_collection(a_fact(figure=replace(FIGURE, printed=printed))))
    assert (
        "count-2025",
        f"{printed!r} does not stand in its sentence: print the figure as it does there",
    ) in faults


def test_a_figure_cut_out_of_another_is_found() -> None:
    bare = Figure(Decimal(17600), "enterprises", Bound.EXACTLY, "17,600")
    assert "says 'more than 17,600', not just '17,600'" in only(prove(a_collection(a_fact(figure=bare))))
    thirty = Figure(Decimal(30), "", Bound.EXACTLY, "30")
    assert "not just '30': print all of it" in only(prove(a_collection(a_fact(figure=thirty))))


def test_a_conversion_in_parentheses_stands_whole_or_not_at_all() -> None:
    yuan = Figure(Decimal(30_000_000), "yuan", Bound.EXACTLY, "30 million yuan", scale=10**6)
    whole = replace(yuan, printed="30 million yuan (4.24 million dollars)")
    other = replace(yuan, printed="30 million yuan (4.25 million dollars)")
    assert told(a_collection(a_fact(figure=yuan))) == []
    assert told(a_collection(a_fact(figure=whole))) == []
    assert "does not stand in its sentence" in only(prove(a_collection(a_fact(figure=other))))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"value": Decimal(17601)}, "its value is 17,601, but 'more than 17,600' says 17,600: mend one"),
        ({"bound": Bound.AT_LEAST}, "its bound is 'at least', but 'more than 17,600' says 'over': mend one"),
    ],
)
def test_a_value_that_disagrees_with_what_is_printed_is_found(changes: dict[str, Decimal | Bound], says: str) -> None:
    figure = replace(FIGURE, **changes)  # type: ignore[arg-type]
    assert told(a_collection(a_fact(figure=figure))) == [("count-2025", says)]


def test_the_upper_end_of_a_range_must_agree() -> None:
    fact = a_fact(
        figure=Figure(Decimal(5), "percent", Bound.BETWEEN, "5 to 10 percent", Decimal(11)),
        quote=Quote("It grew 5 to 10 percent.", verbatim=False),
    )
    assert only(prove(a_collection(fact))) == "its upper end is 11, but '5 to 10 percent' says 10: mend one"


def test_a_unit_must_agree_where_one_is_printed() -> None:
    yuan = Figure(Decimal(30_000_000), "U.S. dollars", Bound.EXACTLY, "30 million yuan", scale=10**6)
    assert "its unit is 'U.S. dollars', but '30 million yuan' says 'yuan'" in only(
        prove(a_collection(a_fact(figure=yuan)))
    )


def test_what_reads_as_no_figure_is_found() -> None:
    figure = replace(FIGURE, printed="it rose")
    assert "'it rose' reads as no figure" in only(prove(a_collection(a_fact(figure=figure))))


@pytest.mark.parametrize("shared", ["count en 1?", "COUNT EN 1", " count, en１ ", "《count en 1》！"])
def test_a_phrasing_of_two_topics_is_found(shared: str) -> None:
    other = Entry(a_topic("jobs"), (*asked("jobs"), Wording(shared, "en")))
    collection = a_collection(a_fact())
    assert told(replace(collection, entries=(*collection.entries, other))) == [
        ("jobs", f"{shared!r} is asked of count too: keep it with one of the two")
    ]


def test_a_phrasing_that_stands_twice_in_one_topic_is_no_fault_but_counts_once() -> None:
    assert told(a_collection(a_fact(), phrasings=(*asked(), Wording("Count EN 1", "en")))) == []
    once = (*asked(en=ENOUGH["en"] - 1), Wording("Count EN 1", "en"))
    assert told(a_collection(a_fact(), phrasings=once)) == [("count", "has 9 of 10 English phrasings: add 1")]


def test_too_few_phrasings_are_found_in_each_language() -> None:
    assert told(a_collection(a_fact(), phrasings=asked(en=9, zh=2))) == [
        ("count", "has 9 of 10 English phrasings: add 1"),
        ("count", "has 2 of 6 Chinese phrasings: add 4"),
    ]


def test_an_open_topic_needs_fewer_phrasings() -> None:
    assert told(a_collection(phrasings=asked(en=ENOUGH_TO_DECLINE["en"], zh=ENOUGH_TO_DECLINE["zh"]))) == []
    assert told(a_collection(phrasings=asked(en=4, zh=2))) == [
        ("count", "has 4 of 5 English phrasings: add 1"),
        ("count", "has 2 of 3 Chinese phrasings: add 1"),
    ]


def test_a_topic_that_curators_added_may_have_few_phrasings() -> None:
    assert told(a_collection(a_fact(provenance=CURATED), phrasings=asked(en=1, zh=0))) == []
    both = a_collection(a_fact(provenance=CURATED), a_fact(id="b", figure=None), phrasings=asked(en=1, zh=0))
    assert len(told(both)) == 2


def test_one_source_may_not_contradict_itself_and_two_may_differ() -> None:
    fact = a_fact(quote=Quote("More than 17,600.", verbatim=False))
    figure = Figure(Decimal(17500), "enterprises", Bound.OVER, "more than 17,500")
    other = replace(fact, id="count-other", figure=figure)
    what = only(prove(a_collection(fact, other)))
    assert what.startswith("says 'more than 17,500', and count-2025 'more than 17,600', for the same period")
    assert len(told(a_collection(replace(fact, period=UNSTATED), replace(other, period=UNSTATED)))) == 1
    for apart in (
        replace(other, source=OTHER_SOURCE),
        replace(other, period=UNSTATED),
        replace(other, figure=FIGURE),
    ):
        assert told(a_collection(fact, apart)) == []


@pytest.mark.parametrize("years", [(1025, 2025), (2025, 2205)])
def test_a_period_out_of_all_range_is_found(years: tuple[int, int]) -> None:
    period = Period(date(years[0], 1, 1), date(years[1], 1, 1), "slip")
    assert "its period runs from" in only(prove(a_collection(a_fact(period=period))))


FRONTIER = "Around 90 percent supply at least three major enterprises, and nearly 6,000 are expanding."


@pytest.mark.parametrize(
    ("sentence", "printed", "unit", "sound"),
    [
        (FRONTIER, "nearly 6,000", "enterprises", True),
        (FRONTIER, "nearly 6,000", "patents", False),
        ("They went from over 5,000 to nearly 6,000.", "nearly 6,000", "enterprises", True),
        ("Nearly 6,000 hold patents, as these firms say.", "Nearly 6,000", "enterprises", True),
        ("These firms hold nearly 6,000 patents.", "nearly 6,000", "enterprises", False),
        ("These firms hold nearly 6,000 patents.", "nearly 6,000", "patents", True),
        ("On average these firms hold nearly 6,000 patents.", "nearly 6,000", "patents", False),
        ("On average these firms hold nearly 6,000 patents.", "nearly 6,000", "patents per enterprise", True),
        ("小巨人企业员工平均近6000人。", "近6000人", "people per enterprise", True),
        ("小巨人企业员工平均近6000人。", "近6000人", "enterprises", False),
        ("小巨人企业平均拥有专利近6000件。", "近6000件", "enterprises", False),
    ],
)
def test_the_unit_is_the_one_that_the_sentence_counts(sentence: str, printed: str, unit: str, sound: bool) -> None:  # noqa: FBT001
    figure = Figure(Decimal(6000), unit, Bound.NEARLY, printed)
    fact = a_fact(figure=figure, quote=Quote(sentence), period=UNSTATED)
    faults = told(a_collection(fact, text=sentence))
    assert sound is (not faults)
    assert all(f"its unit is '{unit}', but " in what for _, what in faults)


PLAN = "It rose to more than 17,600 during the 14th Five-Year Plan period."


def of_years(first: int, last: int, label: str) -> Period:
    return Period(date(first, 1, 1), date(last, 12, 31), label)


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        (SENTENCE, of_years(2025, 2025, "2025")),
        (SENTENCE, of_years(2025, 2025, "end of 2025")),
        (SENTENCE, of_years(2025, 2025, "in the year of the review")),
        (PLAN, of_years(2021, 2021, "start of the 14th Five-Year Plan period, 2021")),
        (PLAN, of_years(2025, 2025, "end of the 14th Five-Year Plan period, 2025")),
        (PLAN, of_years(2021, 2025, "14th Five-Year Plan")),
        ("Last year it rose to more than 17,600.", of_years(2024, 2024, "2024")),
        ("Since 2021 it rose to more than 17,600.", Period(date(2021, 1, 1), date(2025, 12, 2), "since 2021")),
    ],
)
def test_a_period_follows_from_its_sentence(sentence: str, period: Period) -> None:
    assert told(a_collection(a_fact(quote=Quote(sentence), period=period), text=sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "period", "lent"),
    [
        ("Nearly all rose to more than 17,600.", of_years(2025, 2025, "2025"), "2025"),
        (PLAN, of_years(2023, 2023, "2023"), "2023"),
        (PLAN, of_years(2020, 2026, "2020-2026"), "2020 and 2026"),
        ("Last year it rose to more than 17,600.", of_years(2025, 2025, "2025"), "2025"),
    ],
)
def test_a_period_lent_by_another_sentence_is_found(sentence: str, period: Period, lent: str) -> None:
    fact = a_fact(quote=Quote(sentence), period=period)
    assert only(prove(a_collection(fact, text=sentence))) == (
        f"its sentence does not speak of {lent}: leave the period out, or quote what says it"
    )
    assert told(a_collection(replace(fact, provenance=CURATED), text=sentence)) == []
    assert told(a_collection(replace(fact, quote=Quote(sentence, verbatim=False)))) == []


@pytest.mark.parametrize("label", ["end of 2019", "2019", "2021-2025", "end of the 13th Five-Year Plan"])
@pytest.mark.parametrize("provenance", [SHIPPED, CURATED])
def test_a_label_that_contradicts_its_dates_is_found(label: str, provenance: Provenance) -> None:
    fact = a_fact(period=of_years(2025, 2025, label), provenance=provenance)
    assert only(prove(a_collection(fact))) == (
        f"its period runs from 2025-01-01 to 2025-12-31, but its label says {label!r}: mend one"
    )


def shipped(*, period: Period | None = None, unit: str = "enterprises") -> list[tuple[str, str]]:
    """What is told of the shipped table when its fact about frontier fields is changed so."""
    held = read_collection(Path(__file__).parent.parent / "knowledge" / "data" / "article.jsonl")
    entries = tuple(
        replace(
            entry,
            facts=tuple(
                replace(fact, figure=replace(fact.figure, unit=unit), period=period or fact.period)
                if fact.id == "frontier" and fact.figure
                else fact
                for fact in entry.facts
            ),
        )
        for entry in held.entries
    )
    return told(replace(held, entries=entries))


def test_a_wrong_unit_or_a_lent_period_in_the_shipped_table_is_found() -> None:
    assert shipped() == []
    ((where, what),) = shipped(unit="patents")
    assert (where, "its unit is 'patents', but its sentence counts 'enterprises' there" in what) == ("frontier", True)
    ((where, what),) = shipped(period=of_years(2025, 2025, "2025"))
    assert (where, "does not speak of 2025" in what) == ("frontier", True)


def test_every_fault_is_listed_together() -> None:
    bad = a_fact(
        id="bad",
        quote=Quote(SENTENCE.replace("rose", "fell")),
        figure=Figure(Decimal(1), "yuan", Bound.EXACTLY, "over 5,001"),
        period=Period(date(1, 1, 1), date(1, 1, 2), "slip"),
    )
    few = Entry(a_topic("jobs"), (Wording("count en 1?", "en"),))
    collection = a_collection(a_fact(), bad)
    wheres = [fault.where for fault in prove(replace(collection, entries=(*collection.entries, few)))]
    assert wheres == ["bad", "bad", "bad", "bad", "bad", "jobs", "jobs", "jobs"]


@given(drawn.collections())
@settings(deadline=None, max_examples=50)
def test_any_collection_can_be_proved(collection: Collection) -> None:
    assert all(fault.where and fault.what for fault in prove(collection))

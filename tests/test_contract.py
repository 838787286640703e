import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.contract import Json, as_json, dumps
from knowledge.facts import (
    UNSTATED,
    Bound,
    Fact,
    Figure,
    Period,
    Provenance,
    Quote,
    Source,
    Topic,
    Unstated,
    Wording,
)
from knowledge.questions import Answer, Change, ChangeKind, Found, Reading, Reason, Scored, Several, Unknown

KEYS = ("question", "outcome", "facts", "choices", "nearest", "reason", "computed", "matched", "text")
IN_2025 = Period(date(2025, 12, 31), date(2025, 12, 31), "end of 2025")
READING = Reading("how mny?", words=(("mny", "many"),), unmatched=("mars",), period=IN_2025, carried="period")
OVER_17600 = Figure(Decimal(17600), "enterprises", Bound.OVER, "more than 17,600")


def a_fact(
    figure: Figure | None = OVER_17600,
    period: Period | Unstated = IN_2025,
    published: date | None = date(2025, 12, 2),
) -> Fact:
    return Fact(
        id="count-2025",
        topic=Topic("count", (Wording("Number of little giants", "en"),)),
        figure=figure,
        period=period,
        quote=Quote("China has more than 17,600 of them."),
        source=Source("Xinhua", "Report", "https://example.org/a", published),
        provenance=Provenance(0, 0, datetime(2025, 12, 2, tzinfo=UTC)),
    )


def found(fact: Fact, score: float = 1.0, computed: Change | None = None) -> Found:
    return Found(READING, (Scored(fact, score),), computed)


ANSWERS: tuple[Answer, ...] = (
    found(a_fact()),
    Several(READING, (a_fact(),)),
    Unknown(READING, Reason.PERIOD, nearest=(a_fact(),)),
)


def stated(answer: Answer) -> dict[str, object]:
    """The one fact of the answer, as a caller reads it."""
    held: dict[str, object] = json.loads(dumps(as_json(answer, "")))["facts"][0]
    return held


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_key_is_always_there(answer: Answer) -> None:
    assert tuple(as_json(answer, "text")) == KEYS
    assert as_json(answer, "text")["text"] == "text"


def test_a_fact_is_said_in_full() -> None:
    assert as_json(found(a_fact(), 0.123456789), "")["facts"] == [
        {
            "id": "count-2025",
            "topic": "count",
            "figure": "more than 17,600",
            "value": 17600,
            "high": None,
            "unit": "enterprises",
            "bound": "over",
            "period": "end of 2025",
            "period_from": "2025-12-31",
            "period_to": "2025-12-31",
            "place": "China",
            "sentence": "China has more than 17,600 of them.",
            "quote": "verbatim",
            "source": {
                "publisher": "Xinhua",
                "title": "Report",
                "url": "https://example.org/a",
                "published": "2025-12-02",
            },
            "score": 0.123457,
        }
    ]


def test_a_period_that_is_not_stated_has_a_label_and_no_dates() -> None:
    fact = stated(found(a_fact(period=UNSTATED, published=None)))
    assert (fact["period"], fact["period_from"], fact["period_to"]) == ("not stated", None, None)
    assert fact["source"] == {
        "publisher": "Xinhua",
        "title": "Report",
        "url": "https://example.org/a",
        "published": None,
    }


def test_a_fact_in_words_has_no_figure() -> None:
    fact = stated(found(a_fact(figure=None)))
    assert [fact[key] for key in ("figure", "value", "high", "unit", "bound")] == [None] * 5


def test_a_range_has_both_its_ends() -> None:
    fact = stated(found(a_fact(Figure(Decimal(3), "percent", Bound.BETWEEN, "3 to 4.5%", high=Decimal("4.5")))))
    assert (fact["value"], fact["high"], fact["bound"]) == (3, 4.5, "between")


def test_only_an_answer_states_facts() -> None:
    _, choose, unknown = (as_json(answer, "") for answer in ANSWERS)
    title = {"id": "count-2025", "title": "Number of little giants", "period": "end of 2025"}
    assert (choose["outcome"], choose["facts"], choose["choices"], choose["nearest"]) == (
        "choose",
        [],
        [title],
        [],
    )
    assert (unknown["outcome"], unknown["facts"], unknown["choices"], unknown["nearest"]) == (
        "unknown",
        [],
        [],
        [title],
    )
    assert (choose["reason"], unknown["reason"]) == (None, "period")


@pytest.mark.parametrize("answer", ANSWERS[1:])
def test_where_nothing_is_answered_no_figure_is_in_the_object(answer: Answer) -> None:
    assert "17" not in dumps(as_json(answer, ""))


def test_a_computed_change_names_what_it_was_computed_from() -> None:
    change = Change(ChangeKind.MULTIPLE, Decimal("3.52"), "times", a_fact(), a_fact(), "17,600 / 5,000")
    assert as_json(found(a_fact(), computed=change), "")["computed"] == {
        "kind": "multiple",
        "value": Decimal("3.52"),
        "unit": "times",
        "from": "count-2025",
        "to": "count-2025",
        "formula": "17,600 / 5,000",
    }


def test_what_was_understood_is_told() -> None:
    assert as_json(ANSWERS[0], "")["matched"] == {
        "words": {"mny": "many"},
        "unmatched": ["mars"],
        "period": "end of 2025",
        "carried": "period",
    }


def test_chinese_is_told_in_runs_and_not_character_by_character() -> None:
    words = (
        ("深", "深"),
        ("圳", "圳"),
        ("2021", "2021"),
        ("年", "年"),
        ("有", "有"),
        ("prfits", "profits"),
        ("吗", "吗"),
    )
    reading = Reading("深圳2021年有prfits吗", words, unmatched=("深", "圳", "年", "mars", "吗"))
    matched = as_json(Unknown(reading, Reason.PLACE), "")["matched"]
    assert matched == {
        "words": {"深圳": "深圳", "2021": "2021", "年有": "年有", "prfits": "profits", "吗": "吗"},
        "unmatched": ["深圳", "年", "mars", "吗"],
        "period": None,
        "carried": None,
    }


@pytest.mark.parametrize(
    ("value", "literal"),
    [("30000000", "30000000"), ("13.7", "13.7"), ("3E+7", "30000000"), ("60.0", "60"), ("-4.5", "-4.5")],
)
def test_a_value_is_written_as_a_plain_number(value: str, literal: str) -> None:
    figure = Figure(Decimal(value), "percent", Bound.EXACTLY, "printed")
    assert f'"value": {literal}, ' in dumps(as_json(found(a_fact(figure)), ""))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_value_arrives_exactly(value: Decimal) -> None:
    written = dumps(as_json(found(a_fact(Figure(value, "percent", Bound.EXACTLY, "printed"))), ""))
    assert json.loads(written, parse_float=Decimal, parse_int=Decimal)["facts"][0]["value"] == value


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(anything)
def test_what_is_written_is_one_line_of_json_that_reads_back_the_same(value: Json) -> None:
    written = dumps(value)
    assert json.loads(written) == value
    assert len(written.splitlines()) <= 1 or "\n" not in written

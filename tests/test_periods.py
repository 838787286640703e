"""What a text says of time, in English and Chinese, read on 22 November 2026."""

import string
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.numerals import narrow
from knowledge.period_names import MAY_NAME, NAMES, NEEDS
from knowledge.periods import read_period, read_periods

TODAY = date(2026, 11, 22)

NAMED = {
    # years
    "how many in 2021?": ("2021", "2021-01-01", "2021-12-31"),
    "what of '25": ("'25", "2025-01-01", "2025-12-31"),
    "FY21 results": ("FY21", "2021-01-01", "2021-12-31"),
    "FY2024": ("FY2024", "2024-01-01", "2024-12-31"),
    "二〇二一年有几家": ("二〇二一年", "2021-01-01", "2021-12-31"),
    "2024年中小企业": ("2024年", "2024-01-01", "2024-12-31"),
    "how many little giants in 21": ("21", "2021-01-01", "2021-12-31"),
    "how many by 25?": ("by 25", "2025-01-01", "2025-12-31"),
    "by the end of 24?": ("by the end of 24", "2024-12-31", "2024-12-31"),
    "as of 24, how many": ("as of 24", "2024-01-01", "2024-12-31"),
    "in 21 how many were there": ("21", "2021-01-01", "2021-12-31"),
    "how many had been accredited by 25": ("by 25", "2025-01-01", "2025-12-31"),
    "21年底有多少家": ("21年底", "2021-12-31", "2021-12-31"),
    "the 2020s": ("the 2020s", "2020-01-01", "2029-12-31"),
    # months and days
    "in June 2024": ("June 2024", "2024-06-01", "2024-06-30"),
    "Jun. 2024": ("Jun. 2024", "2024-06-01", "2024-06-30"),
    "2024-06": ("2024-06", "2024-06-01", "2024-06-30"),
    "06/2024": ("06/2024", "2024-06-01", "2024-06-30"),
    "2024年6月": ("2024年6月", "2024-06-01", "2024-06-30"),
    "二〇二四年六月": ("二〇二四年六月", "2024-06-01", "2024-06-30"),
    "去年6月": ("去年6月", "2025-06-01", "2025-06-30"),
    "By 23 November 2021 it was": ("By 23 November 2021", "2021-11-23", "2021-11-23"),
    "November 23, 2021": ("November 23, 2021", "2021-11-23", "2021-11-23"),
    "2024年2月29日": ("2024年2月29日", "2024-02-29", "2024-02-29"),
    "2024-06-30": ("2024-06-30", "2024-06-30", "2024-06-30"),
    # quarters and halves
    "Q1 2024": ("Q1 2024", "2024-01-01", "2024-03-31"),
    "2024Q3": ("2024Q3", "2024-07-01", "2024-09-30"),
    "in 1Q24": ("1Q24", "2024-01-01", "2024-03-31"),
    "first quarter of 2024": ("first quarter of 2024", "2024-01-01", "2024-03-31"),
    "2024年一季度": ("2024年一季度", "2024-01-01", "2024-03-31"),
    "2024年第四季度": ("2024年第四季度", "2024-10-01", "2024-12-31"),
    "2024年前三季度": ("2024年前三季度", "2024-01-01", "2024-09-30"),
    "the first nine months of 2021": ("the first nine months of 2021", "2021-01-01", "2021-09-30"),
    "H1 2025": ("H1 2025", "2025-01-01", "2025-06-30"),
    "in the first half of 2025": ("the first half of 2025", "2025-01-01", "2025-06-30"),
    "2025年下半年": ("2025年下半年", "2025-07-01", "2025-12-31"),
    # ranges
    "2021-2025": ("2021-2025", "2021-01-01", "2025-12-31"),
    "2021–25": ("2021–25", "2021-01-01", "2025-12-31"),
    "grew from 2021 to 2025": ("from 2021 to 2025", "2021-01-01", "2025-12-31"),
    "At the outset of the 2021-2025 plan, how many?": (
        "At the outset of the 2021-2025 plan",
        "2021-01-01",
        "2021-12-31",
    ),
    "in the last year of the 2021-2025 plan": ("the last year of the 2021-2025 plan", "2025-01-01", "2025-12-31"),
    "how many in twenty twenty three": ("twenty twenty three", "2023-01-01", "2023-12-31"),
    "in two thousand nineteen": ("two thousand nineteen", "2019-01-01", "2019-12-31"),
    "between 2021 and 2025": ("between 2021 and 2025", "2021-01-01", "2025-12-31"),
    "从2021年到2025年": ("从2021年到2025年", "2021-01-01", "2025-12-31"),
    "2021至2025年": ("2021至2025年", "2021-01-01", "2025-12-31"),
    "2022-01/2022-10": ("2022-01/2022-10", "2022-01-01", "2022-10-31"),
    "January to June 2024": ("January to June 2024", "2024-01-01", "2024-06-30"),
    "2024年1-9月": ("2024年1-9月", "2024-01-01", "2024-09-30"),
    "from the start of 2021 to end-2025": ("from the start of 2021 to end-2025", "2021-01-01", "2025-12-31"),
    # parts of a year, and what relates to one
    "by the end of 2025": ("by the end of 2025", "2025-12-31", "2025-12-31"),
    "as of end-June 2024": ("as of end-June 2024", "2024-06-30", "2024-06-30"),
    "mid-2024": ("mid-2024", "2024-05-01", "2024-08-31"),
    "early 2024": ("early 2024", "2024-01-01", "2024-04-30"),
    "截至2024年底": ("截至2024年底", "2024-12-31", "2024-12-31"),
    "2024年年末": ("2024年年末", "2024-12-31", "2024-12-31"),
    "去年底": ("去年底", "2025-12-31", "2025-12-31"),
    "growth since 2021": ("since 2021", "2021-01-01", "2026-11-22"),
    "2021 to date": ("2021 to date", "2021-01-01", "2026-11-22"),
    "2021年以来": ("2021年以来", "2021-01-01", "2026-11-22"),
    "after 2023": ("after 2023", "2024-01-01", "2026-11-22"),
    "before 2021": ("before 2021", "1949-01-01", "2020-12-31"),
    "2021年之前": ("2021年之前", "1949-01-01", "2020-12-31"),
    # counted from today, or from another year
    "last year": ("last year", "2025-01-01", "2025-12-31"),
    "the end of last year": ("the end of last year", "2025-12-31", "2025-12-31"),
    "two years ago": ("two years ago", "2024-01-01", "2024-12-31"),
    "两年前": ("两年前", "2024-01-01", "2024-12-31"),
    "去年": ("去年", "2025-01-01", "2025-12-31"),
    "前年": ("前年", "2024-01-01", "2024-12-31"),
    "last month": ("last month", "2026-10-01", "2026-10-31"),
    "last quarter": ("last quarter", "2026-07-01", "2026-09-30"),
    "this quarter": ("this quarter", "2026-10-01", "2026-12-31"),
    "the previous quarter": ("the previous quarter", "2026-07-01", "2026-09-30"),
    "next month": ("next month", "2026-12-01", "2026-12-31"),
    "in the past year": ("the past year", "2025-11-22", "2026-11-22"),
    "by the end of the year before": ("by the end of the year before", "2025-12-31", "2025-12-31"),
    "the year before last": ("the year before last", "2024-01-01", "2024-12-31"),
    "the year before 2025": ("the year before 2025", "2024-01-01", "2024-12-31"),
    "the year after 2021": ("the year after 2021", "2022-01-01", "2022-12-31"),
    "the year before the 14th plan": ("the year before the 14th plan", "2020-01-01", "2020-12-31"),
    "four years before 2025": ("four years before 2025", "2021-01-01", "2021-12-31"),
    "two years to 2021-08": ("two years to 2021-08", "2019-08-01", "2021-08-31"),
    "近三年": ("近三年", "2023-11-22", "2026-11-22"),
    # five-year plans
    "the 14th Five-Year Plan": ("the 14th Five-Year Plan", "2021-01-01", "2025-12-31"),
    "14th FYP": ("14th FYP", "2021-01-01", "2025-12-31"),
    "14th plan": ("14th plan", "2021-01-01", "2025-12-31"),
    "fourteenth five year plan": ("fourteenth five year plan", "2021-01-01", "2025-12-31"),
    "13th FYP": ("13th FYP", "2016-01-01", "2020-12-31"),
    "十五五": ("十五五", "2026-01-01", "2030-12-31"),
    "“十四五”时期": ("“十四五”时期", "2021-01-01", "2025-12-31"),
    "第十四個五年規劃": ("第十四個五年規劃", "2021-01-01", "2025-12-31"),
    "next five-year plan": ("next five-year plan", "2026-01-01", "2030-12-31"),
    "下一个五年规划": ("下一个五年规划", "2026-01-01", "2030-12-31"),
    "the last plan": ("the last plan", "2021-01-01", "2025-12-31"),
    "at the outset of the 14th plan": ("at the outset of the 14th plan", "2021-01-01", "2021-12-31"),
    "when the 14th plan kicked off": ("the 14th plan kicked off", "2021-01-01", "2021-12-31"),
    "十四五开局之年": ("十四五开局之年", "2021-01-01", "2021-12-31"),
    "十四五剛開始的時候": ("十四五剛開始的時候", "2021-01-01", "2021-12-31"),
    "final year of the 14th FYP": ("final year of the 14th FYP", "2025-01-01", "2025-12-31"),
    "last year of the 14th plan": ("last year of the 14th plan", "2025-01-01", "2025-12-31"),
    "十四五期间的最后一年": ("十四五期间的最后一年", "2025-01-01", "2025-12-31"),
    "十四五末": ("十四五末", "2025-01-01", "2025-12-31"),
    "since the dawn of the 14th plan": ("since the dawn of the 14th plan", "2021-01-01", "2026-11-22"),
    "the 14th plan period (2021-2025)": ("the 14th plan period (2021-2025)", "2021-01-01", "2025-12-31"),
    "「十四五」期間(2021-2025)": ("「十四五」期間(2021-2025)", "2021-01-01", "2025-12-31"),
    "start of the 14th plan (2021)": ("start of the 14th plan (2021)", "2021-01-01", "2021-12-31"),
    # what stands near a year does not always belong to it
    "what about 2021?": ("2021", "2021-01-01", "2021-12-31"),
    "is 2025 higher": ("2025", "2025-01-01", "2025-12-31"),
    "2025 little giants, how many": ("2025", "2025-01-01", "2025-12-31"),
    "in 2024 opened a branch": ("2024", "2024-01-01", "2024-12-31"),
    "2024 (batch 6)": ("2024", "2024-01-01", "2024-12-31"),
}

RELATIVE = {
    "last year": ("2025-01-01", "2025-12-31"),
    "this year": ("2026-01-01", "2026-12-31"),
    "the year before": ("2025-01-01", "2025-12-31"),
    "the previous year": ("2025-01-01", "2025-12-31"),
    "two years ago": ("2024-01-01", "2024-12-31"),
    "a year ago": ("2025-01-01", "2025-12-31"),
    "last month": ("2026-10-01", "2026-10-31"),
    "this quarter": ("2026-10-01", "2026-12-31"),
}

POSITIONS = (
    "{}",
    "how many little giants {}",
    "how many little giants {}?",
    "{}, how many little giants were there?",
    "{} how many little giants",
    "how many were there {} in China",
    "how many little giants did {} have",
    "{}'s count of little giants",
    "count ({}), please",
)

LEFT_OUT = {
    "not in 2025 but in 2024": ("2024", "not in 2025"),
    "how many in 2024, not 2025?": ("2024", "not 2025"),
    "2024 rather than 2025": ("2024", "rather than 2025"),
    "instead of 2025, 2024": ("2024", "instead of 2025"),
    "how many in 2024, excluding 2021": ("2024", "excluding 2021"),
    "not by the end of 2025 but in 2024": ("2024", "not by the end of 2025"),
    "I do not mean 2025 but last year": ("last year", "do not mean 2025"),
    "不是2025年而是2024年": ("2024年", "不是2025年"),
    "2024年而不是2025年": ("2024年", "不是2025年"),
    "2024年而非2025年": ("2024年", "而非2025年"),
    "how many in 2025, ignore the 2021 one": ("2025", "ignore the 2021"),
}

OF_NO_INTEREST = {
    "I'm not interested in 2021, just the newest": "not interested in 2021",
    "leaving 2021 aside, how many": "2021 aside",
    "leaving out 2021, how many": "leaving out 2021",
    "I already have the figure for 2021, and now?": "I already have the figure for 2021",
    "don't tell me about 2021": "don't tell me about 2021",
    "(skip 2021)": "skip 2021",
    "不用管2021年": "不用管2021年",
    "2021年的我知道，现在呢": "2021年的我知道",
}

KEPT = {
    "excluding 2021, how many": ("2021",),
    "why not 2025?": ("2025",),
    "not only in 2025 but also in 2024": ("2025", "2024"),
    "not just 2025 but 2024": ("2025", "2024"),
    "是不是2025年比2024年多": ("2025年", "2024年"),
    "there were not many in 2021 and 2025": ("2021", "2025"),
}

NOT_NAMED = (
    "how many are there now",
    "currently, to date, the latest figure today",
    "目前有多少家，现在呢",
    "2000 firms",
    "2025 enterprises",
    "2000家",
    "2021万元",
    "there are 2000 little giants",
    "more than 2000",
    "17,600",
    "2,021",
    "2021.5",
    "2021%",
    "$2021",
    "year on year",
    "a three-year review",
    "undated",
    "in 21 cities",
    "in 24 of the provinces",
    "by 25 percent",
    "by 25%",
    "in 14",
    "in 36",
    "in 21.5",
    "in 21 and 24 cities",
    "as of 24 firms",
    "it rose by 25.",
    "the number of firms was cut by 21",
    "they grew their staff by 30, on average",
    "one in 20",
    "1 in 25",
    "21",
    "within 24",
    "十四五家",
    "在细分领域深耕16年",
    "https://example.org/2024/page",
    "1900",
    "",
)

IMPOSSIBLE = (
    "2024-13", "31 February 2024", "2023-02-29", "2024年13月", "2024年2月30日", "Q7 2024",
    "0th plan", "00/2024", "9999年", "99th plan", "99 years before 1950",
)  # fmt: skip

PIECES = (
    *NAMED, *LEFT_OUT,
    *NOT_NAMED, *IMPOSSIBLE, " to ", "到", "-", "/", " and ", "between ", "since ", "the end of ",
    "before ", "(", ")", "年", "年底", "以来", " ago", "14th ", "plan", " years ",
    "not ", "excluding ", " or ", "first half of ", "\x00",
    "'", "２０", "İ", "ſ",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_a_period_is_read_with_its_first_and_last_day(text: str, expected: tuple[str, str, str]) -> None:
    (mention,) = read_periods(text, today=TODAY)
    found = mention.period
    assert (found.label, found.start.isoformat(), found.end.isoformat()) == expected


@pytest.mark.parametrize("words", RELATIVE)
@pytest.mark.parametrize("position", POSITIONS)
def test_a_relative_period_is_read_wherever_it_stands(position: str, words: str) -> None:
    (mention,) = read_periods(position.format(words), today=TODAY)
    assert mention.period.label == words
    assert (mention.period.start.isoformat(), mention.period.end.isoformat()) == RELATIVE[words]


def test_last_year_is_one_year_in_both_languages() -> None:
    (english,) = read_periods("how many little giants last year", today=TODAY)
    (chinese,) = read_periods("去年有多少小巨人", today=TODAY)
    assert english.period.same_dates(chinese.period)


@pytest.mark.parametrize("words", ["the year before", "the previous year", "the preceding year"])
def test_the_year_before_counts_from_the_year_named_last(words: str) -> None:
    first, second = read_periods(f"in 2023 and {words}", today=TODAY)
    assert (first.period.label, second.period.label) == ("2023", words)
    assert second.period.start == date(2022, 1, 1)


@pytest.mark.parametrize("text", NOT_NAMED)
def test_a_bare_number_or_a_word_for_now_is_no_period(text: str) -> None:
    assert read_periods(text, today=TODAY) == ()


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_an_impossible_date_is_no_period(text: str) -> None:
    assert read_periods(text, today=TODAY) == ()


def test_two_years_compared_are_two_periods() -> None:
    labels = [mention.period.label for mention in read_periods("2021 vs 2025: how many?", today=TODAY)]
    assert labels == ["2021", "2025"]


@pytest.mark.parametrize(("text", "expected"), LEFT_OUT.items())
def test_a_period_that_is_ruled_out_is_told_from_the_one_that_is_meant(text: str, expected: tuple[str, str]) -> None:
    mentions = read_periods(text, today=TODAY)
    (meant,) = (mention.period.label for mention in mentions if not mention.negated)
    (negated,) = (mention.period.label for mention in mentions if mention.negated)
    assert (meant, negated) == expected
    found = read_period(text, today=TODAY)
    assert found is not None
    assert found.label == meant


@pytest.mark.parametrize(("text", "dismissed"), OF_NO_INTEREST.items())
def test_a_period_of_no_interest_is_left_out_even_where_no_other_is_named(text: str, dismissed: str) -> None:
    (mention,) = read_periods(text, today=TODAY)
    assert mention.negated
    assert mention.period.label == dismissed


def test_to_ask_whether_a_year_is_known_does_not_leave_it_out() -> None:
    mentions = read_periods("do we know the figure for 2021? 2021年的数知道吗", today=TODAY)
    assert [mention.negated for mention in mentions] == [False, False]


def test_two_periods_may_be_ruled_out_together() -> None:
    mentions = read_periods("not in 2023 or in 2024 but in 2021", today=TODAY)
    assert [(mention.period.start.year, mention.negated) for mention in mentions] == [
        (2023, True), (2024, True), (2021, False)
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "labels"), KEPT.items())
def test_what_is_not_ruled_out_for_another_period_is_meant(text: str, labels: tuple[str, ...]) -> None:
    mentions = read_periods(text, today=TODAY)
    assert tuple(mention.period.label for mention in mentions) == labels
    assert not any(mention.negated for mention in mentions)


def test_offsets_lead_back_to_the_words_as_typed() -> None:
    text = "How many ＬＩＴＴＬＥ giants at the END of the 14th plan, and in 2019?"
    first, second = read_periods(text, today=TODAY)
    assert text[first.start : first.end] == first.period.label == "at the END of the 14th plan"
    assert text[second.start : second.end] == "2019"


def test_relative_years_follow_the_day_of_reading() -> None:
    (mention,) = read_periods("last year", today=date(2024, 2, 29))
    assert mention.period.start == date(2023, 1, 1)


@pytest.mark.parametrize(("year", "first", "last"), [(2025, 2026, 2030), (2026, 2026, 2030), (2027, 2031, 2035)])
def test_a_plan_is_the_next_one_until_its_first_year_is_over(year: int, first: int, last: int) -> None:
    (mention,) = read_periods("the next five-year plan", today=date(year, 12, 2))
    assert (mention.period.start.year, mention.period.end.year) == (first, last)


def test_a_sentence_is_about_the_period_it_does_not_merely_compare_with() -> None:
    sentence = "Compared with 2020, the average rose to 71 patents in 2023."
    found = read_period(sentence, today=TODAY)
    assert found is not None
    assert found.label == "2023"


def test_a_sentence_without_a_period_has_none() -> None:
    assert read_period("Nearly 70 percent make machine parts.", today=TODAY) is None


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map("".join), st.dates())
@example("between 2021 and to 2022-01/2025年底以来", TODAY)
@example("since 2100 after 2100 before 1949", TODAY)
def test_any_text_is_read_and_its_mentions_stand_in_order_inside_it(text: str, today: date) -> None:
    mentions = read_periods(text, today=today)
    ends = [0, *(mention.end for mention in mentions)]
    for mention, floor in zip(mentions, ends, strict=False):
        assert floor <= mention.start < mention.end <= len(text)
        assert mention.period.label == text[mention.start : mention.end]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=4).map("".join))
@example("２０２１/25 to Sept. 2022, 30 June 2024 or H1/24")
def test_no_name_of_days_goes_without_what_its_kind_needs(text: str) -> None:
    plain = narrow(text)
    for need, pattern, _ in NAMES:
        if pattern.search(plain):
            assert need in NEEDS
            assert need.search(plain)


@pytest.mark.parametrize(("text", "expected"), NAMED.items())
def test_each_kind_of_name_is_found_by_what_it_needs(text: str, expected: tuple[str, str, str]) -> None:
    assert all(need.search(text) for need, pattern, _ in NAMES if pattern.search(text))
    assert MAY_NAME.search(expected[0])


@pytest.mark.parametrize(
    "piece", sorted({*PIECES[::7], *string.punctuation, "1", "十", "一", " ", "a ", "the ", "end of "})
)
def test_a_message_of_one_piece_repeated_is_read(piece: str) -> None:
    text = (piece * 4096)[:4096]
    assert all(mention.end <= len(text) for mention in read_periods(text, today=TODAY))
